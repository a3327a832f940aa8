package io.github.dqlite4j.engine;

import io.github.dqlite4j.engine.exchange.ServerCapabilities;
import io.github.dqlite4j.engine.schema.CoercedColumns;
import io.github.dqlite4j.engine.schema.SchemaColumns;
import io.github.dqlite4j.engine.write.QueuedRequest;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.rewrite.ColumnTypeMask;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.schema.Schema;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * The database opened on one link to the leader, and what lives and dies with that: prepared statements, and what is known of
 * the schema. Used by the thread that has entered the loop.
 */
public final class NodeSession {
    /** What is discarded of a result before a new connection is the cheaper: docs/decisions/closing-a-result.md. */
    private static final long MOST_DISCARDED_BYTES = 256 * 1024;

    private static final long MOST_DISCARDED_NANOS = TimeUnit.MILLISECONDS.toNanos(10);

    /** What a new server still sends of an answer that nobody wants is read for so long: docs/decisions/closing-a-result.md. */
    private static final int LEFTOVER_SECONDS = 60;

    /** For so long a schema is believed not to have been changed by other clients. */
    private static final long SCHEMA_TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    /** No count of changes: the schema is read again before the next statement. */
    private static final long UNKNOWN = -1;

    private static final int MOST_HANDED_OVER = 64;

    /** Characters or bytes. */
    private static final int LARGEST_HANDED_OVER = 512;

    private static final int READ_ONLY = 8;

    private static final int MANY = Parameters.MOST_IN_SCHEMA_0 + 1;

    private final NodeConnection link;
    private final FutureAwaiter waiter;
    private final SharedDatabase database;
    private final int cacheSize;
    private final int db;
    private final Map<String, Prepared> prepared = new LinkedHashMap<>(16, 0.75f, true);
    private final Map<String, SqlStatement> shielded = new LinkedHashMap<>();
    /** The texts that were last sent: the tables they name were there then. */
    private final Map<String, Boolean> met = new LinkedHashMap<>(16, 0.75f, true) {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
            return size() > cacheSize;
        }
    };

    private CoercedColumns special = CoercedColumns.NONE;
    private long schemaVersion;
    private long schemaChanges;
    private @Nullable SchemaColumns columns;
    private boolean guardedInTransaction;
    private boolean schemaFollowed;
    private long schemaFollowedAt;
    private @Nullable Boolean takesMany;
    private @Nullable QueuedRequest handover;
    private boolean newServer;
    private boolean ownTables;
    private boolean sent;

    /** @param schemaChanges the state of the schema it was prepared for */
    private record Prepared(int id, long parameters, long schemaChanges) {}

    private NodeSession(NodeConnection link, FutureAwaiter waiter, SharedDatabase database, int cacheSize, int db) {
        this.link = link;
        this.waiter = waiter;
        this.database = database;
        this.cacheSize = Math.max(1, cacheSize);
        this.db = db;
    }

    public static NodeSession open(
            NodeConnection link, FutureAwaiter waiter, SharedDatabase database, Settings settings, long until)
            throws TransportException {
        Response.Db db = waiter.await(link.request(new Request.Open(settings.database())), until);
        NodeSession attachment =
                new NodeSession(link, waiter, database, settings.number(DqliteProperty.STATEMENT_CACHE_SIZE), db.id());
        if (ServerCapabilities.isNew(link, waiter, db.id(), until)) {
            attachment.newServer = true;
            link.endAnswers(LEFTOVER_SECONDS);
        }
        attachment.script(SessionSetup.STATEMENTS, until);
        attachment.readSchema(false, until);
        return attachment;
    }

    public NodeConnection link() {
        return link;
    }

    public NodeAddress node() {
        return link.node();
    }

    public boolean isOpen() {
        return link.isOpen();
    }

    public void close() {
        link.close();
    }

    /** Whether the last statement itself may have reached the server, and not just what had to be asked before. */
    public boolean mayHaveExecuted() {
        return sent;
    }

    /**
     * Executes a statement.
     *
     * @return {@link Response.Result} or the first {@link Response.Rows}
     * @throws SQLException 07001 if the server counts the parameters otherwise
     * @throws IllegalArgumentException if the protocol cannot carry a value; nothing was sent
     */
    public Response send(
            SqlStatement statement, List<? extends @Nullable Object> parameters, boolean inTransaction, long until)
            throws TransportException, SQLException {
        CompletableFuture<? extends Response> answered = handover == null ? null : handover.answer();
        handover = null;
        if (answered != null) {
            sent = true;
            return waiter.await(answered, until);
        }
        sent = false;
        schemaFollowed &= inTransaction;
        if (schemaChanges != database.schemaChanges() || guardedInTransaction && !inTransaction) {
            readSchema(inTransaction, until);
        }
        if (!schemaFollowed && mayMeetNewSchema(statement)) {
            followSchema(inTransaction, until);
            schemaFollowed = true;
        }
        if (parameters.size() >= MANY && !takesMany(until)) {
            throw SqlExceptions.tooManyParameters(parameters.size());
        }
        ownTables |= statement.isDdl() && statement.changesSession();
        if (columns == null && isSelect(statement) && readsTables(statement.text())) {
            readColumns(inTransaction, until);
        }
        if (statement.kind() == SqlKind.ALTER && !special.isEmpty()) {
            // A column that a trigger names cannot be dropped.
            schemaChanges = UNKNOWN;
            script(special.dropTriggers(), until);
        }
        if (statement.mayHaveWideNames() && namesFillMessage(statement, inTransaction, until)) {
            throw SqlExceptions.namesFillMessage();
        }
        SqlStatement asked = special.isEmpty() ? statement : shield(statement, parameters, until);
        Response answer = ask(asked, parameters, until);
        if (statement.kind() == SqlKind.ROLLBACK_TO) {
            schemaChanges = UNKNOWN;
        }
        if (asked == statement
                && isSelect(statement)
                && answer instanceof Response.Rows rows
                && rows.hasSpecialTypes()) {
            drain(rows, until);
            readSchema(inTransaction, until);
            if (!special.isEmpty()) {
                return ask(shield(statement, parameters, until), parameters, until);
            }
            return ask(statement, parameters, until);
        }
        return answer;
    }

    /**
     * A statement that is waiting for the turn to write, if nothing has to be asked before it: it may be sent by another thread,
     * and then {@link #send} only waits for the answer. Outside a transaction.
     */
    public @Nullable QueuedRequest handover(SqlStatement statement, List<? extends @Nullable Object> parameters) {
        Request<? extends Response> request = isReady(statement) && !link.isBusy() && areSmall(parameters)
                ? readyRequest(statement, parameters)
                : null;
        handover = request == null ? null : new QueuedRequest(waiter.loop(), link, request, () -> isReady(statement));
        return handover;
    }

    private boolean isReady(SqlStatement statement) {
        boolean followed = statement.kind() == SqlKind.BEGIN
                || statement.kind().isDml()
                        && met.containsKey(statement.text())
                        && System.nanoTime() - schemaFollowedAt <= SCHEMA_TRUSTED_NANOS;
        return followed && schemaChanges == database.schemaChanges() && !guardedInTransaction;
    }

    private @Nullable Request<? extends Response> readyRequest(
            SqlStatement statement, List<? extends @Nullable Object> parameters) {
        if (statement.returnsRows()) {
            return null;
        }
        if (statement.parameterCount() == 0) {
            return new Request.ExecSql(db, statement.text(), List.of());
        }
        Prepared known = prepared.get(statement.text());
        return known != null
                        && known.schemaChanges() == schemaChanges
                        && known.parameters() == statement.parameterCount()
                ? new Request.Exec(db, known.id(), parameters)
                : null;
    }

    /** Nobody is kept busy with the values of another. */
    private static boolean areSmall(List<? extends @Nullable Object> parameters) {
        return parameters.size() <= MOST_HANDED_OVER
                && parameters.stream()
                        .allMatch(value -> value instanceof String text
                                ? text.length() <= LARGEST_HANDED_OVER
                                : value instanceof byte[] bytes
                                        ? bytes.length <= LARGEST_HANDED_OVER
                                        : value == null || value instanceof Number);
    }

    private Response ask(SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, SQLException {
        if (statement.parameterCount() == 0 && !statement.returnsRows()) {
            sent = true;
            return waiter.await(link.request(new Request.ExecSql(db, statement.text(), List.of())), until);
        }
        if (statement.parameterCount() == 0 && statement.readOnly()) {
            sent = true;
            return waiter.await(link.request(new Request.QuerySql(db, statement.text(), List.of())), until);
        }
        Prepared handle = prepare(statement, until);
        sent = true;
        if (statement.returnsRows()) {
            return waiter.await(link.request(new Request.Query(db, handle.id(), parameters)), until);
        }
        return waiter.await(link.request(new Request.Exec(db, handle.id(), parameters)), until);
    }

    public Response.Rows more(long until) throws TransportException {
        return waiter.await(link.moreRows(), until);
    }

    /**
     * Reads and forgets the rest of an answer.
     *
     * @param bounded whether to give up on much or slow rest
     * @return false if it gave up, and the link is good for nothing more
     */
    public boolean discard(boolean bounded, long until) throws TransportException {
        long soon = Math.min(until, System.nanoTime() + MOST_DISCARDED_NANOS);
        for (long discarded = 0; ; ) {
            if (bounded && discarded >= MOST_DISCARDED_BYTES) {
                return false;
            }
            try (Response.Rows rows = more(bounded ? soon : until)) {
                if (!rows.hasMore()) {
                    return true;
                }
                discarded += rows.size();
            } catch (TransportException.Disconnected e) {
                if (bounded && e.reason() == TransportException.Disconnected.Reason.TIMEOUT) {
                    return false;
                }
                throw e;
            }
        }
    }

    /** Executes statements that yield no rows and belong to the driver itself; a new server gets them one by one. */
    private void script(List<String> statements, long until) throws TransportException {
        if (!newServer) {
            script(String.join(";", statements), until);
            return;
        }
        for (String statement : statements) {
            script(statement, until);
        }
    }

    /** Executes what yields no rows and belongs to the driver itself. */
    public void script(String sql, long until) throws TransportException {
        waiter.await(link.request(new Request.ExecSql(db, sql, List.of())), until);
    }

    /** Whether a transaction is open on the server; nothing else tells but that a second one cannot begin. */
    public boolean hasTransaction(long until) throws TransportException {
        try {
            script("BEGIN", until);
        } catch (TransportException.ServerFailure e) {
            return true;
        }
        script("ROLLBACK", until);
        return false;
    }

    private Prepared prepare(SqlStatement statement, long until) throws TransportException, SQLException {
        Prepared known = prepared.get(statement.text());
        if (known != null && known.schemaChanges() != schemaChanges) {
            prepared.remove(statement.text());
            waiter.await(link.request(new Request.Finalize(db, known.id())), until);
            known = null;
        }
        if (known == null) {
            if (prepared.size() >= cacheSize) {
                var eldest = prepared.entrySet().iterator();
                int id = eldest.next().getValue().id();
                eldest.remove();
                waiter.await(link.request(new Request.Finalize(db, id)), until);
            }
            Response.Stmt answer = waiter.await(link.request(new Request.Prepare(db, statement.text())), until);
            known = new Prepared(answer.id(), answer.parameters(), schemaChanges);
            prepared.put(statement.text(), known);
        }
        if (known.parameters() != statement.parameterCount()) {
            throw new SQLException(
                    "The server counts " + known.parameters() + " parameters, the driver " + statement.parameterCount(),
                    "07001");
        }
        return known;
    }

    private static boolean isSelect(SqlStatement statement) {
        return statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES;
    }

    /** The statement as it has to be sent to a database with special columns. */
    private SqlStatement shield(SqlStatement statement, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, SQLException {
        SqlStatement known = shielded.get(statement.text());
        if (known != null) {
            return known;
        }
        SqlStatement shield = statement;
        TableName target = statement.targetTable();
        if (isSelect(statement)) {
            SqlStatement probe = SqlParser.parseOne(ColumnTypeMask.probe(statement));
            shield = SqlParser.parseOne(
                    ColumnTypeMask.wrap(statement, names(probe, parameters.subList(0, probe.parameterCount()), until)));
        } else if (target != null && statement.returnsRows()) {
            List<String> columns = special.columnsOf(target.schema(), target.name());
            shield = SqlParser.parseOne(ColumnTypeMask.returning(
                    statement,
                    columns != null
                            ? columns
                            : names(SqlParser.parseOne(ColumnTypeMask.all(target)), List.of(), until)));
        }
        if (shielded.size() >= cacheSize) {
            shielded.clear();
        }
        shielded.put(statement.text(), shield);
        return shield;
    }

    /** The names of the columns of a query without rows. */
    private List<String> names(SqlStatement probe, List<? extends @Nullable Object> parameters, long until)
            throws TransportException, SQLException {
        Response answer = ask(probe, parameters, until);
        sent = false;
        if (!(answer instanceof Response.Rows rows)) {
            throw new IllegalStateException("A query was answered with " + answer);
        }
        List<String> names = IntStream.range(0, rows.columnCount())
                .mapToObj(rows::columnName)
                .toList();
        drain(rows, until);
        return names;
    }

    /** Whether another client may have made a special column that this statement is the first to meet. */
    private boolean mayMeetNewSchema(SqlStatement statement) {
        boolean writes = statement.kind().isDml();
        if (!writes && !isSelect(statement)) {
            return false;
        }
        boolean isNew = met.put(statement.text(), true) == null;
        return isNew && (writes || readsTables(statement.text()))
                || System.nanoTime() - schemaFollowedAt > SCHEMA_TRUSTED_NANOS;
    }

    /**
     * Whether the server knows the form that more than 255 parameters need. One that does not (libdqlite 1.11.1) takes it for the
     * other form: of 256 parameters it sees none, and would store NULLs.
     */
    private boolean takesMany(long until) throws TransportException {
        Boolean known = takesMany;
        if (known == null) {
            known = false;
            List<Long> numbers = LongStream.rangeClosed(1, MANY).boxed().toList();
            try (Response.Rows rows =
                    waiter.await(link.request(new Request.QuerySql(db, "SELECT ?" + MANY, numbers)), until)) {
                known = rows.next() && rows.type(0) == ValueType.INTEGER && rows.integer(0) == MANY;
            } catch (TransportException.ServerFailure e) {
                // It does not know the form.
            } catch (WireException e) {
                throw malformed(e);
            }
            takesMany = known;
        }
        return known;
    }

    /** Another client may have changed the schema. */
    private void followSchema(boolean inTransaction, long until) throws TransportException {
        Response.Rows rows = query("PRAGMA schema_version", until);
        boolean changed = false;
        try {
            changed = rows.next() && integer(rows, 0) != schemaVersion;
        } catch (WireException e) {
            throw malformed(e);
        } finally {
            drain(rows, until);
        }
        schemaFollowedAt = System.nanoTime();
        if (changed) {
            readSchema(inTransaction, until);
        }
    }

    private void readSchema(boolean inTransaction, long until) throws TransportException {
        long changes = database.schemaChanges();
        CoercedColumns found = new CoercedColumns();
        forEachRow(CoercedColumns.QUERY, until, row -> {
            schemaVersion = integer(row, 0);
            if (row.columnCount() > 1 && row.type(1) != ValueType.NULL) {
                found.add(text(row, 1), text(row, 2), text(row, 3), text(row, 4), (int) integer(row, 5));
            }
        });
        guardedInTransaction = inTransaction && !found.isEmpty();
        if (!found.isEmpty()) {
            try {
                script(found.triggers(), until);
            } catch (TransportException.ServerFailure e) {
                if (SqlExceptions.primary(e.code()) != READ_ONLY) {
                    throw e;
                }
                // PRAGMA query_only: nothing can be written now, and later it is tried again.
                changes = UNKNOWN;
            }
        }
        special = found;
        shielded.clear();
        columns = null;
        schemaChanges = changes;
        schemaFollowedAt = System.nanoTime();
    }

    private static boolean readsTables(String sql) {
        for (int i = sql.length() - 4; i > 0; i--) {
            if (sql.regionMatches(true, i, "FROM", 0, 4)) {
                return true;
            }
        }
        return false;
    }

    /** Before the first rows come, as nothing can be asked while they do. */
    private void readColumns(boolean inTransaction, long until) throws TransportException {
        SchemaColumns known = ownTables ? null : database.columns(schemaVersion);
        if (known == null) {
            SchemaColumns read = new SchemaColumns();
            try {
                forEachRow(
                        SchemaColumns.QUERY,
                        until,
                        row -> read.add(
                                text(row, 0),
                                text(row, 1),
                                row.columnCount() > 2 && row.type(2) == ValueType.NULL ? null : text(row, 2),
                                text(row, 3),
                                integer(row, 4) == 1,
                                integer(row, 5) == 1));
                read.finish();
            } catch (TransportException.ServerFailure e) {
                if (SqlExceptions.primary(e.code()) != 1 || SqlExceptions.notLeader(e)) {
                    throw e;
                }
                // A schema that cannot be described can still be read.
            }
            if (!inTransaction && !read.hasTemp()) {
                database.columns(schemaVersion, read);
            }
            known = read;
        }
        columns = known;
    }

    private boolean namesFillMessage(SqlStatement statement, boolean inTransaction, long until)
            throws TransportException {
        return isSelect(statement) && !readsTables(statement.text())
                ? ResultColumns.fillMessage(statement, table -> null)
                : schema(inTransaction, until).namesFillMessage(statement);
    }

    /** Where the columns of this statement's result come from; null for those that are no columns of tables, or not known. */
    public List<@Nullable ColumnOrigin> origins(SqlStatement statement, List<String> names) {
        SchemaColumns known = columns;
        return known == null ? Collections.nCopies(names.size(), null) : known.origins(statement, names);
    }

    /** The tables that a statement may name, if that is known without asking. */
    public @Nullable Schema knownSchema() {
        return schemaChanges == database.schemaChanges() ? columns : null;
    }

    /** The tables that a statement may name. */
    public SchemaColumns schema(boolean inTransaction, long until) throws TransportException {
        if (schemaChanges != database.schemaChanges()) {
            readSchema(inTransaction, until);
        }
        if (columns == null) {
            readColumns(inTransaction, until);
        }
        return Objects.requireNonNull(columns);
    }

    @FunctionalInterface
    private interface RowAction {
        void accept(Response.Rows row) throws TransportException;
    }

    private void forEachRow(String sql, long until, RowAction action) throws TransportException {
        Response.Rows rows = query(sql, until);
        try {
            for (; ; ) {
                while (rows.next()) {
                    action.accept(rows);
                }
                if (!rows.hasMore()) {
                    return;
                }
                rows.close();
                rows = more(until);
            }
        } catch (WireException e) {
            throw malformed(e);
        } finally {
            rows.close();
        }
    }

    private Response.Rows query(String sql, long until) throws TransportException {
        return waiter.await(link.request(new Request.QuerySql(db, sql, List.of())), until);
    }

    private void drain(Response.Rows rows, long until) throws TransportException {
        Response.Rows current = rows;
        current.close();
        while (current.hasMore()) {
            current = more(until);
            current.close();
        }
    }

    private long integer(Response.Rows rows, int column) throws TransportException {
        check(rows, column, ValueType.INTEGER);
        return rows.integer(column);
    }

    private String text(Response.Rows rows, int column) throws TransportException {
        check(rows, column, ValueType.TEXT);
        return rows.text(column);
    }

    private void check(Response.Rows rows, int column, ValueType type) throws TransportException {
        if (column >= rows.columnCount() || rows.type(column) != type) {
            throw link.violation("a description of the schema that is none", null);
        }
    }

    private TransportException malformed(WireException e) {
        return link.violation("malformed rows: " + e.getMessage(), e);
    }
}
