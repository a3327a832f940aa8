package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.rewrite.MultiRowInsert;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * How the keys of an INSERT are found. Its answer has the row id of the last row inserted, which is enough when exactly one row
 * is inserted into a table that has row ids, and nothing but that row id is wanted. In every other case (several rows, an upsert,
 * WITHOUT ROWID, other columns) RETURNING is appended, and the rows come from it.
 *
 * @param statement what is sent
 * @param byReturning whether the statement yields the keys as rows
 * @param rowId what the row id in the answer is called, or null if it is not to be used
 */
public record KeyPlan(
        SqlStatement statement,
        boolean byReturning,
        @Nullable String rowId) {
    /** Executed as it is, without keys. */
    public static KeyPlan plain(SqlStatement statement) {
        return new KeyPlan(statement, false, null);
    }

    public static KeyPlan of(SqlStatement statement, KeyRequest request, InsertTarget target) throws EngineException {
        if (request.rowId()) {
            boolean known = target.hasRowIds() && MultiRowInsert.isOneRow(statement);
            return known ? new KeyPlan(statement, false, "rowid") : plain(statement);
        }
        List<String> wanted = request.generated()
                ? target.keys()
                : request.names().isEmpty() ? target.byIndexes(request.indexes()) : target.byNames(request.names());
        if (wanted.isEmpty()) {
            return plain(statement);
        }
        if (wanted.size() == 1 && target.isRowId(wanted.get(0)) && MultiRowInsert.isOneRow(statement)) {
            return new KeyPlan(statement, false, wanted.get(0));
        }
        if (!target.canReturn()) {
            return plain(statement);
        }
        String returning = wanted.stream()
                .map(name -> SqlIdentifiers.quote(name) + " AS " + SqlIdentifiers.quote(name))
                .collect(Collectors.joining(", ", " RETURNING ", ""));
        return new KeyPlan(SqlParser.parseOne(statement.text() + returning), true, null);
    }

    /** The keys, from an answer without rows. */
    public KeyRows keys(long lastInsertRowId, long rowsAffected) {
        String label = rowId;
        return label == null || rowsAffected == 0 ? KeyRows.NONE : KeyRows.one(label, lastInsertRowId);
    }
}
