package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.cache.LruMap;
import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * What one connection knows of the schema, and when it has to look again: after a change by this JVM at once, after one by other
 * clients within a second, and before a statement that the connection has not sent lately. Used by the owner of the event loop.
 */
public final class SchemaWatcher {
    /** How long a schema is trusted not to have been changed by other clients. */
    private static final long TRUSTED_NANOS = TimeUnit.SECONDS.toNanos(1);

    private static final String SCHEMA_VERSION = "PRAGMA schema_version";

    /** No count of changes: the schema is read again before the next statement. */
    private static final long UNKNOWN = -1;

    /** The column of {@link CoercedColumns#query} that tells the print. */
    private static final int PRINT = 7;

    private final NodeExchange exchange;
    private final SchemaCache cache;
    private final NanoClock clock;

    /** The texts that were sent last: the tables they name were there then. */
    private final Map<String, Boolean> recentTexts;

    private CoercedColumns coerced = CoercedColumns.NONE;
    private SchemaMark mark = SchemaMark.UNKNOWN;
    private long state;
    private long seenChanges;
    private long epoch;
    private long reads;
    private @Nullable SchemaColumns columns;
    private boolean guardedInTransaction;
    private boolean checkedInTransaction;
    private long checkedAt;
    private boolean ownTables;

    /** @param capacity how many texts are remembered */
    public SchemaWatcher(NodeExchange exchange, SchemaCache cache, NanoClock clock, int capacity) {
        this.exchange = exchange;
        this.cache = cache;
        this.clock = clock;
        this.recentTexts = new LruMap<>(capacity);
    }

    /** The columns that need care, of the schema that was read last. */
    public CoercedColumns coerced() {
        return coerced;
    }

    /** The version of the schema that was read last. */
    public long version() {
        return mark.version();
    }

    /** Differs between two states of the schema, as far as this connection knows them. */
    public long epoch() {
        return epoch;
    }

    /** Grows with each time that the schema is read. */
    public long reads() {
        return reads;
    }

    /** The schema is read again before the next statement. */
    public void invalidate() {
        state = UNKNOWN;
    }

    /** Before a statement: looks whether the schema has changed, if it may have. */
    public void refresh(SqlStatement statement, boolean inTransaction, long until) throws TransportException {
        checkedInTransaction &= inTransaction;
        if (state != cache.changes() || guardedInTransaction && !inTransaction) {
            read(inTransaction, until);
        }
        if (!checkedInTransaction && needsCheck(statement, inTransaction)) {
            hasChanged(inTransaction, until);
            checkedInTransaction = inTransaction;
        }
    }

    /** Whether {@link #questionWith} may ask something: false for most statements. */
    public boolean isCheckDue(SqlStatement statement) {
        return clock.nanoTime() - checkedAt > TRUSTED_NANOS || !recentTexts.containsKey(statement.text());
    }

    /**
     * What to ask with a SELECT, in the same write, if the schema has to be looked at before and nothing else has to be done; else null. Pass the
     * answer to {@link #confirm}.
     */
    public @Nullable Request<? extends Response> questionWith(SqlStatement statement, boolean inTransaction) {
        boolean simple = isSelect(statement)
                && state == cache.changes()
                && !(guardedInTransaction && !inTransaction)
                && (columns != null || !readsTables(statement.text()))
                && coerced.isEmpty();
        return simple && !(checkedInTransaction && inTransaction) && needsCheck(statement, inTransaction)
                ? new Request.QuerySql(exchange.database(), SCHEMA_VERSION, List.of())
                : null;
    }

    /** The statement that came with {@link #questionWith} was not executed. */
    public void notExecuted(SqlStatement statement) {
        recentTexts.remove(statement.text());
    }

    /** Whether the schema is the known one, by the answer to {@link #questionWith}. */
    public boolean confirm(Answer answer, boolean inTransaction) throws TransportException {
        boolean same = false;
        if (answer.join() instanceof Response.Rows rows) {
            try {
                same = rows.next() && exchange.integer(rows, 0) == mark.version();
            } catch (WireException e) {
                throw exchange.malformed(e);
            }
        }
        if (same) {
            checkedAt = clock.nanoTime();
            checkedInTransaction = inTransaction;
        } else {
            invalidate();
        }
        return same;
    }

    /** A statement was executed outside of a transaction, or began one, without {@link #refresh} before it. */
    public void transactionEnded() {
        checkedInTransaction = false;
    }

    /** Before a statement is sent: what can only be done while no rows are under way. */
    public void prepareFor(SqlStatement statement, boolean inTransaction, long until) throws TransportException {
        ownTables |= statement.isDdl() && statement.changesSession();
        if (columns == null && isSelect(statement) && readsTables(statement.text())) {
            readColumns(until);
        }
        if (statement.kind() == SqlKind.ALTER && !coerced.isEmpty()) {
            // A column that a trigger names cannot be dropped.
            invalidate();
            exchange.execute(coerced.dropTriggers(), until);
        }
    }

    /** Whether a SELECT, a statement that writes or a BEGIN can be sent without asking anything before. */
    public boolean isReady(SqlStatement statement) {
        boolean known =
                statement.kind().isDml() || isSelect(statement) && (columns != null || !readsTables(statement.text()));
        boolean checked = statement.kind() == SqlKind.BEGIN
                || known && recentTexts.containsKey(statement.text()) && clock.nanoTime() - checkedAt <= TRUSTED_NANOS;
        return checked && state == cache.changes() && !guardedInTransaction;
    }

    public static boolean isSelect(SqlStatement statement) {
        return statement.kind() == SqlKind.SELECT || statement.kind() == SqlKind.VALUES;
    }

    private static boolean readsTables(String sql) {
        for (int i = sql.length() - 4; i > 0; i--) {
            if (sql.regionMatches(true, i, "FROM", 0, 4)) {
                return true;
            }
        }
        return false;
    }

    /**
     * Whether another client may have made a coerced column that this statement is the first to touch, or have changed what a statement that
     * writes names its result by: that one cannot be repeated. In a transaction nothing changes after the first look.
     */
    private boolean needsCheck(SqlStatement statement, boolean inTransaction) {
        boolean writes = statement.kind().isDml();
        if (!writes && !isSelect(statement)) {
            return false;
        }
        boolean isNew = recentTexts.put(statement.text(), true) == null;
        return isNew && (writes || readsTables(statement.text()))
                || writes && inTransaction && statement.namesFromSchema()
                || clock.nanoTime() - checkedAt > TRUSTED_NANOS;
    }

    /** Asks for the version of the schema, and reads the schema again if it is another one. */
    public boolean hasChanged(boolean inTransaction, long until) throws TransportException {
        Response.Rows rows = exchange.query(SCHEMA_VERSION, until);
        boolean changed;
        try {
            changed = rows.next() && exchange.integer(rows, 0) != mark.version();
        } catch (WireException e) {
            throw exchange.malformed(e);
        }
        exchange.drain(rows, until);
        checkedAt = clock.nanoTime();
        if (changed) {
            read(inTransaction, until);
        }
        return changed;
    }

    /** Reads which columns need care, and guards them with triggers of this connection's own. */
    public void read(boolean inTransaction, long until) throws TransportException {
        SchemaQuestion known = SchemaQuestion.of(cache);
        SchemaQuestion question = ownTables ? new SchemaQuestion(known.changes(), null) : known;
        read(question, exchange.query(question.sql(), until), inTransaction, until);
    }

    /** The same with a question that was sent already, of which the first rows have come. */
    public void read(SchemaQuestion question, Response.Rows first, boolean inTransaction, long until)
            throws TransportException {
        long changes = question.changes();
        SchemaCache.Known last = question.last();
        CoercedColumns read = new CoercedColumns();
        SchemaMark[] marks = {SchemaMark.UNKNOWN};
        exchange.forEachRow(first, until, row -> {
            marks[0] = new SchemaMark(
                    exchange.integer(row, 0), row.columnCount() > PRINT ? exchange.text(row, PRINT) : "");
            if (row.columnCount() > 1 && row.type(1) != ValueType.NULL) {
                read.add(
                        exchange.text(row, 1),
                        exchange.text(row, 2),
                        exchange.text(row, 3),
                        exchange.text(row, 4),
                        (int) exchange.integer(row, 5));
            }
        });
        SchemaCache.Known shared = last != null && last.mark().equals(marks[0]) ? last : null;
        CoercedColumns found = shared == null ? read : shared.coerced();
        if (shared == null && marks[0].isKnown() && !inTransaction && !ownTables) {
            cache.remember(marks[0], found);
        }
        guardedInTransaction = inTransaction && !found.isEmpty();
        if (!found.isEmpty()) {
            try {
                exchange.execute(found.triggers(), until);
            } catch (TransportException.ServerFailure e) {
                if (ServerErrors.primary(e.code()) != ServerErrors.READ_ONLY) {
                    throw e;
                }
                // PRAGMA query_only: nothing can be written now; the next statement tries again.
                changes = UNKNOWN;
            }
        }
        coerced = found;
        columns = shared == null ? null : shared.columns();
        if (!marks[0].equals(mark) || question.changes() != seenChanges) {
            epoch++;
        }
        seenChanges = question.changes();
        mark = marks[0];
        state = changes;
        reads++;
        checkedAt = clock.nanoTime();
    }

    private void readColumns(long until) throws TransportException {
        SchemaCache.Known shared = ownTables || !mark.isKnown() ? null : cache.find(mark);
        SchemaColumns known = shared == null ? null : shared.columns();
        if (known == null) {
            known = askForColumns(until);
        }
        columns = known;
    }

    private SchemaColumns askForColumns(long until) throws TransportException {
        SchemaColumns read = new SchemaColumns();
        SchemaMark[] marks = {SchemaMark.UNKNOWN};
        try {
            exchange.forEachRow(SchemaColumns.QUERY, until, row -> {
                String table = exchange.text(row, 1);
                if (table.isEmpty() && isNull(row, 2)) {
                    marks[0] = new SchemaMark(Long.parseLong(exchange.text(row, 0)), exchange.text(row, 3));
                } else {
                    read.add(
                            exchange.text(row, 0),
                            table,
                            isNull(row, 2) ? null : exchange.text(row, 2),
                            exchange.text(row, 3),
                            exchange.integer(row, 4) == 1,
                            exchange.integer(row, 5) == 1);
                }
            });
            read.finish();
        } catch (NumberFormatException e) {
            throw exchange.connection().violation("an invalid description of the schema", e);
        } catch (TransportException.ServerFailure e) {
            if (ServerErrors.primary(e.code()) != ServerErrors.ERROR || ServerErrors.isNotLeader(e)) {
                throw e;
            }
            // A schema that cannot be described can still be read.
        }
        if (marks[0].isKnown() && !marks[0].equals(mark)) {
            // It has changed since the rest was read.
            invalidate();
        } else if (marks[0].isKnown() && !ownTables && !read.hasTemp()) {
            // What an open transaction has changed has another mark than the schema that is shared.
            cache.remember(mark, read);
        }
        return read;
    }

    private static boolean isNull(Response.Rows row, int column) {
        return row.columnCount() > column && row.type(column) == ValueType.NULL;
    }

    /** Whether a node would answer this statement without end, see {@link ResultColumns#fillMessage}. */
    public boolean namesFillMessage(SqlStatement statement, boolean inTransaction, long until)
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

    /** The tables that a statement may name, if they are known without asking. */
    public @Nullable SchemaColumns knownSchema() {
        return state == cache.changes() ? columns : null;
    }

    /** The tables that a statement may name. */
    public SchemaColumns schema(boolean inTransaction, long until) throws TransportException {
        if (state != cache.changes()) {
            read(inTransaction, until);
        }
        if (columns == null) {
            readColumns(until);
        }
        return Objects.requireNonNull(columns);
    }
}
