package io.github.dqlite4j.hibernate;

import org.hibernate.type.SqlTypes;
import org.hibernate.type.descriptor.jdbc.VarcharJdbcType;

/**
 * The type of a column without a declared type, such as a calculated column of a view. Schema validation accepts it for every attribute; a
 * native query reads it as text.
 */
final class UntypedJdbcType extends VarcharJdbcType {
    static final UntypedJdbcType INSTANCE = new UntypedJdbcType();

    /** Its name in the driver's metadata, as in a STRICT table. */
    static final String NAME = "ANY";

    private static final long serialVersionUID = 1L;

    private UntypedJdbcType() {}

    @Override
    public int getDefaultSqlTypeCode() {
        return SqlTypes.JAVA_OBJECT;
    }
}
