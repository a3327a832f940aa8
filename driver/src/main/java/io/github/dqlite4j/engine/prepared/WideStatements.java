package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.schema.SchemaWatcher;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.rewrite.WideNames;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Queries whose columns have longer names than a server can send, and what to send instead of them. The labels come from the text and the
 * schema, as they cannot come from the server. Used by the owner of the session.
 */
public final class WideStatements {
    private final int capacity;
    private final Map<String, Narrowed> known = new HashMap<>();
    private long schemaReads;

    /** @param labels of the columns of the original statement */
    public record Narrowed(SqlStatement statement, List<String> labels) {}

    public WideStatements(int capacity) {
        this.capacity = capacity;
    }

    /**
     * What to send instead of a statement whose names fill a message.
     *
     * @param tables the tables that the statement may name
     * @throws EngineException if the statement is no query, or its names are not certain, or there are too many of them
     */
    public Narrowed narrow(SqlStatement statement, Schema tables, SchemaWatcher schema) throws EngineException {
        if (schemaReads != schema.reads()) {
            schemaReads = schema.reads();
            known.clear();
        }
        Narrowed narrowed = known.get(statement.text());
        if (narrowed == null) {
            List<String> labels = labels(statement, tables);
            String text =
                    WideNames.wrap(statement, labels.size(), !schema.coerced().isEmpty());
            narrowed = new Narrowed(SqlParser.parseOne(text), labels);
            if (known.size() >= capacity) {
                known.clear();
            }
            known.put(statement.text(), narrowed);
        }
        return narrowed;
    }

    private static List<String> labels(SqlStatement statement, Schema tables) throws EngineException {
        List<String> labels = SchemaWatcher.isSelect(statement) ? ResultColumns.labels(statement, tables) : null;
        if (labels == null) {
            throw refused(
                    "The names of the result's columns have 4080 bytes or more, each with its end rounded up to 8: a node would"
                            + " answer without end. Give the columns shorter names, or select fewer");
        }
        if (labels.size() > WideNames.MAX_COLUMNS) {
            throw refused("The result has " + labels.size() + " columns, and a node can send " + WideNames.MAX_COLUMNS
                    + " at most, with the shortest names: select fewer");
        }
        return labels;
    }

    private static EngineException refused(String message) {
        return new EngineException.Refused(EngineException.Refused.Reason.LIMIT_EXCEEDED, message);
    }
}
