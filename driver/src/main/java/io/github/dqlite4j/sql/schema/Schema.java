package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.statement.TableName;
import org.jspecify.annotations.Nullable;

/** The tables and views that a statement may name. */
@FunctionalInterface
public interface Schema {
    /** The table of that name, ignoring the case of ASCII letters; null if it is not known, such as a virtual table. */
    @Nullable
    SchemaTable table(TableName name);
}
