package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Runs a query of the driver's own in the session that inserts. */
@FunctionalInterface
public interface KeyQueries {
    ResultStream query(SqlStatement query, List<? extends @Nullable Object> parameters) throws EngineException;
}
