package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.rewrite.SchemaVersionCheck;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.HashMap;
import java.util.Map;

/**
 * Queries whose columns are named by the schema, with a check of its version: a server names the columns of a statement before it notices that another
 * client has changed the schema. Used by the owner of the session.
 */
public final class CheckedStatements {
    private final int capacity;
    private final Map<String, SqlStatement> known = new HashMap<>();
    private long version;

    public CheckedStatements(int capacity) {
        this.capacity = capacity;
    }

    /** The statement itself if its names come from its text alone, or if it writes, or has no place for the check. */
    public SqlStatement check(SqlStatement statement, long schemaVersion) {
        if (!statement.namesFromSchema() || !SchemaWatcher.isSelect(statement)) {
            return statement;
        }
        if (version != schemaVersion) {
            version = schemaVersion;
            known.clear();
        }
        SqlStatement checked = known.get(statement.text());
        if (checked == null) {
            String text = SchemaVersionCheck.add(statement, schemaVersion);
            checked = text == null ? statement : SqlParser.parseOne(text);
            if (known.size() >= capacity) {
                known.clear();
            }
            known.put(statement.text(), checked);
        }
        return checked;
    }
}
