package io.github.dqlite4j.hibernate;

import org.hibernate.community.dialect.identity.SQLiteIdentityColumnSupport;

/**
 * Uses the table's rowid as the identity column. Hibernate omits an identity string that the column list already contains,
 * and "integer" in lower case is also the type of plain columns. SQLite accepts the type in upper case, which never occurs
 * elsewhere.
 */
final class RowIdIdentityColumnSupport extends SQLiteIdentityColumnSupport {

    static final RowIdIdentityColumnSupport INSTANCE = new RowIdIdentityColumnSupport();

    @Override
    public String getIdentityColumnString(int type) {
        return "INTEGER";
    }
}
