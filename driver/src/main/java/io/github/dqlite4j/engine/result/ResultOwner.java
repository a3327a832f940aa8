package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The session, and in it the connection to a node, that a result comes from. */
public interface ResultOwner {
    /** Takes the session for the calling thread; pair it with {@link #exit}. Reentrant. */
    void enter();

    void exit();

    /** The next message of the result under way. Call it as the owner of the session. */
    Response.Rows more(long until) throws EngineException;

    /** Drops the rest of the result under way. Call it as the owner of the session. */
    void discard();

    /** Leaves the node, since nothing that follows malformed rows can be trusted. */
    EngineException malformed(WireException cause);

    /** Where the columns of this statement's result come from; null for those that are not columns of tables. */
    List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> columns);
}
