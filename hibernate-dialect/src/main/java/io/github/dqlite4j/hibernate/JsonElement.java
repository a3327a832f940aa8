package io.github.dqlite4j.hibernate;

import org.hibernate.dialect.Dialect;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.type.SqlTypes;

/**
 * The form of a value of one type in a JSON array, as {@link ArrayElement} writes it.
 *
 * @param code the code in {@link SqlTypes}
 */
record JsonElement(int code) {
    static final JsonElement UNKNOWN = new JsonElement(SqlTypes.VARCHAR);

    static JsonElement of(JdbcMapping type) {
        return new JsonElement(type.getJdbcType().getDefaultSqlTypeCode());
    }

    private boolean isBytes() {
        return switch (code) {
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB -> true;
            default -> false;
        };
    }

    private boolean isJson() {
        return code == SqlTypes.JSON || code == SqlTypes.JSON_ARRAY;
    }

    /** Writes the value that is equal to {@code json_each.value} if the element is. */
    void writeValue(AggregateCall call, SqlAstNode value) {
        if (isBytes()) {
            call.write("case when ", value, " is not null then hex(", value, ") end");
        } else if (isJson()) {
            call.write("json(", value, ")");
        } else {
            call.write(value);
        }
    }

    /** Writes the JSON text of a value. */
    void writeText(AggregateCall call, SqlAstNode value) {
        if (isBytes()) {
            call.write("case when ", value, " is not null then json_quote(hex(", value, ")) else 'null' end");
        } else {
            writeTextOf(call, value);
        }
    }

    /** Writes the JSON text of what {@link #writeValue} has written. SQLite itself writes only 15 digits of a double. */
    void writeTextOf(AggregateCall call, Object value) {
        switch (code) {
            case SqlTypes.BOOLEAN ->
                call.write("case ", value, " when 1 then 'true' when 0 then 'false' else 'null' end");
            case SqlTypes.FLOAT, SqlTypes.REAL, SqlTypes.DOUBLE ->
                call.write(
                        "case cast(printf('%!.15g',",
                        value,
                        ") as real) when ",
                        value,
                        " then printf('%!.15g',",
                        value,
                        ") else case when ",
                        value,
                        " is null then 'null' else printf('%!.17g',",
                        value,
                        ") end end");
            case SqlTypes.JSON, SqlTypes.JSON_ARRAY -> call.write("coalesce(json(", value, "),'null')");
            default -> call.write("json_quote(", value, ")");
        }
    }

    /** The SQL that reads an element, of the column of a json_each. */
    String read(String column, Dialect dialect) {
        return isBytes() ? unhex(dialect, column) + ")" : column;
    }

    /** The start of the call that converts hexadecimal digits to bytes. */
    static String unhex(Dialect dialect, String digits) {
        if (dialect.getVersion().isSameOrAfter(3, 41)) {
            return "unhex(" + digits;
        }
        throw new UnsupportedOperationException("dqlite cannot read a byte[] from JSON: its server has SQLite "
                + dialect.getVersion() + ", and unhex() came with 3.41");
    }

    /** The SQL that reads the scalar at a place of a document; NULL for an object or an array, except as JSON. */
    String readScalar(String document, String path, Dialect dialect) {
        String value = "json_extract(" + document + "," + path + ")";
        String cases = "case json_type(" + document + "," + path + ") when 'object' then null when 'array' then null";
        return switch (code) {
            case SqlTypes.JSON, SqlTypes.JSON_ARRAY -> "nullif(" + document + "->" + path + ",'null')";
            case SqlTypes.BOOLEAN -> cases + " when 'true' then 1 when 'false' then 0 end";
            case SqlTypes.VARCHAR, SqlTypes.CHAR, SqlTypes.LONG32VARCHAR ->
                cases + " when 'true' then 'true' when 'false' then 'false' else cast(" + value + " as text) end";
            case SqlTypes.TINYINT, SqlTypes.SMALLINT, SqlTypes.INTEGER, SqlTypes.BIGINT ->
                cases + " else cast(" + value + " as integer) end";
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB ->
                cases + " else " + unhex(dialect, value) + ") end";
            default -> cases + " else " + value + " end";
        };
    }
}
