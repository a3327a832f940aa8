package io.github.dqlite4j.engine.prepared;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.rewrite.InlinedParameters;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Statements with more parameters than a server takes in a message. The values beyond are in the text; see {@link InlinedParameters}. Such
 * a text is sent once, so it is not prepared. Used by the owner of the session.
 */
public final class InlinedStatements {
    /** SQLite's own limit, unless it was built with another one. */
    private static final int MAX_PARAMETERS = 32_766;

    /** SQLite takes 1,000,000,000 bytes. The text is in memory three times on its way. */
    private static final long MAX_LENGTH = 100_000_000;

    private String lastText = "";
    private @Nullable InlinedParameters lastInlined;

    /**
     * What to send.
     *
     * @throws EngineException if there are too many parameters, or their values are too long, or a column could lose its name
     */
    public Request<? extends Response> request(
            int database, SqlStatement statement, List<? extends @Nullable Object> parameters) throws EngineException {
        if (parameters.size() > MAX_PARAMETERS) {
            throw refused("SQLite takes " + MAX_PARAMETERS + " parameters in a statement and not " + parameters.size());
        }
        InlinedParameters inlined = inlined(statement);
        if (!inlined.isPossible()) {
            throw refused(
                    "This server takes " + Parameters.MAX_IN_SCHEMA_0 + " parameters in a statement and not "
                            + parameters.size()
                            + ", and the name of a column that contains one of them is not certain: give the column an alias with AS");
        }
        if (inlined.length(parameters) > MAX_LENGTH) {
            throw refused("This server takes " + Parameters.MAX_IN_SCHEMA_0
                    + " parameters in a statement, and the other values are too long for its text");
        }
        String text = Parameters.INLINED + inlined.text(parameters);
        List<? extends @Nullable Object> kept = parameters.subList(0, inlined.kept());
        return statement.returnsRows()
                ? new Request.QuerySql(database, text, kept)
                : new Request.ExecSql(database, text, kept);
    }

    private InlinedParameters inlined(SqlStatement statement) {
        InlinedParameters known = lastInlined;
        if (known == null || !statement.text().equals(lastText)) {
            known = InlinedParameters.of(statement, Parameters.MAX_IN_SCHEMA_0);
            lastText = statement.text();
            lastInlined = known;
        }
        return known;
    }

    private static EngineException refused(String message) {
        return new EngineException.Refused(
                EngineException.Refused.Reason.LIMIT_EXCEEDED,
                message + ". Use several statements, or pass a list as one JSON text and read it with json_each(?)");
    }
}
