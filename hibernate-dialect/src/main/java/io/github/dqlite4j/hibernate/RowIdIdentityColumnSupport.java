package io.github.dqlite4j.hibernate;

import org.hibernate.community.dialect.identity.SQLiteIdentityColumnSupport;

/**
 * The identity column is the table's rowid. Hibernate leaves an identity string out that the column list already contains,
 * and lower-case "integer" is the type of plain columns too; capitals are not, and mean the same to SQLite.
 */
final class RowIdIdentityColumnSupport extends SQLiteIdentityColumnSupport {

    static final RowIdIdentityColumnSupport INSTANCE = new RowIdIdentityColumnSupport();

    @Override
    public String getIdentityColumnString(int type) {
        return "INTEGER";
    }
}
