package io.github.dqlite4j.sql.schema;

import io.github.dqlite4j.sql.statement.TableName;
import org.jspecify.annotations.Nullable;

/** The tables and views that a statement may name. */
@FunctionalInterface
public interface Schema {
    /** The table of that name, in any case of its ASCII letters; null if it is not known, as that of a virtual one. */
    @Nullable
    SchemaTable table(TableName name);
}
