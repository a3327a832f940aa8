package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.check.StatementChecks;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.engine.failure.TransactionFate;
import io.github.dqlite4j.engine.result.ResultStream;
import io.github.dqlite4j.engine.schema.SchemaColumns;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.resolve.ParameterUse;
import io.github.dqlite4j.sql.resolve.ParameterUses;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.rewrite.ColumnTypeMask;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Parameters;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Answers questions about the schema of a session's database, its transaction, and statements that need not be executed. Thread-safe.
 */
public final class Introspection {
    private final Session session;
    private final SessionCore core;

    public Introspection(Session session) {
        this.session = session;
        this.core = session.core();
    }

    /** What will become of the open transaction; null if none is open. */
    public @Nullable TransactionFate transaction() {
        session.enter();
        try {
            return core.transaction().fate();
        } finally {
            session.exit();
        }
    }

    /** Whether a COMMIT or ROLLBACK has something to end, or to report: a transaction that is open, or was lost. */
    public boolean hasTransactionToEnd() {
        if (isTransactionToEnd()) {
            // A call of another thread may still end it. Asking after that call would leave out the wait for it.
            return true;
        }
        session.enter();
        try {
            return isTransactionToEnd();
        } finally {
            session.exit();
        }
    }

    private boolean isTransactionToEnd() {
        return core.transaction().isOpen() || core.transaction().isLost();
    }

    /** How often statements of this session were sent again. Call it as the owner. */
    public long retries() {
        return core.executions().retries();
    }

    /** The node of the connection, or of the last one; null if there was none. Any thread may ask. */
    public @Nullable NodeAddress node() {
        return core.node();
    }

    /** @param origins where the columns come from; null for those that are not columns of tables */
    public record ResultColumns(List<String> labels, List<@Nullable ColumnOrigin> origins) {}

    /** All rows of a query of the driver's own. It opens no transaction; in an open one it sees what that one has changed. */
    public ResultStream query(SqlStatement query, List<? extends @Nullable Object> parameters) throws EngineException {
        session.beginExecution(session);
        try {
            session.checkOpen();
            session.makeRoom();
            ResultStream rows = (ResultStream) session.run(query, parameters, 0);
            if (!rows.readAll(core.timeouts().queryDeadline(0))) {
                rows.close();
                throw EngineException.Refused.resultTooLarge(Outcome.NOTHING_HAPPENED);
            }
            return rows;
        } finally {
            session.endExecution();
        }
    }

    /** The columns of a statement that is not executed; null if it yields no rows, or cannot be asked about. */
    public @Nullable ResultColumns describe(SqlStatement statement) throws EngineException {
        StatementChecks.checkAllowed(statement.refusal());
        TableName target = statement.targetTable();
        SqlStatement probe;
        if (statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES) {
            probe = SqlParser.parseOne(ColumnTypeMask.probe(statement));
        } else if (target != null && statement.returnsRows()) {
            probe = SqlParser.parseOne(ColumnTypeMask.probe(statement, target));
        } else {
            return null;
        }
        ResultStream empty = query(probe, Collections.nCopies(probe.parameterCount(), null));
        try {
            return new ResultColumns(empty.columns(), empty.origins(statement));
        } finally {
            empty.close();
        }
    }

    /**
     * Lets the server read a text that is not to be executed. It does not see a PRAGMA: SQLite executes many of them while it reads them.
     *
     * @throws EngineException.ServerError with the server's words, if it refuses the text
     */
    public void check(SqlStatement statement) throws EngineException {
        StatementChecks.checkAllowed(statement.refusal());
        if (statement.kind() == SqlKind.PRAGMA || statement.parameterCount() > Parameters.MAX_IN_SCHEMA_0) {
            return;
        }
        SqlStatement explain =
                statement.kind() == SqlKind.EXPLAIN ? statement : SqlParser.parseOne("EXPLAIN " + statement.text());
        query(explain, Collections.nCopies(explain.parameterCount(), null)).close();
    }

    /** What the server says against a text that is not to be executed; null if it says nothing, or could not be asked. */
    public EngineException.@Nullable ServerError refusal(SqlStatement statement) {
        try {
            check(statement);
        } catch (EngineException.ServerError e) {
            return e;
        } catch (EngineException e) {
            // The next statement reports it.
        }
        return null;
    }

    /** What the parameters of a statement are for; null for one of which nothing is known. */
    public List<@Nullable ParameterUse> parameters(SqlStatement statement) throws EngineException {
        List<@Nullable ParameterUse> known = knownParameters(statement);
        return known == null ? ParameterUses.of(statement, name -> null) : known;
    }

    /** The same; null if the server cannot be asked for its tables. The next statement reports why. */
    public @Nullable List<@Nullable ParameterUse> knownParameters(SqlStatement statement) throws EngineException {
        if (statement.parameterCount() == 0) {
            return List.of();
        }
        session.enter();
        try {
            session.checkOpen();
            SchemaColumns schema = schema();
            return schema == null ? null : schema.uses(statement);
        } finally {
            session.exit();
        }
    }

    private @Nullable SchemaColumns schema() {
        try {
            NodeSession current = core.attached(core.timeouts().networkDeadline());
            SchemaColumns known = current.schema().knownSchema();
            if (known != null) {
                return known;
            }
            session.makeRoom();
            return current.schema()
                    .schema(core.transaction().isOpen(), core.timeouts().networkDeadline());
        } catch (TransportException e) {
            boolean stays =
                    e instanceof TransportException.ServerFailure failure && ServerErrors.isAboutStatement(failure);
            if (!stays) {
                core.detach();
            }
        } catch (EngineException e) {
            // The session is closed now, or another result is still open.
        }
        return null;
    }
}
