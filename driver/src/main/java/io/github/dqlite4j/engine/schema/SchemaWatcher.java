package io.github.dqlite4j.engine.schema;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.schema.ColumnOrigin;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.util.Collections;
import java.util.LinkedHashMap;
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

    /** No count of changes: the schema is read again before the next statement. */
    private static final long UNKNOWN = -1;

    private final NodeExchange exchange;
    private final SchemaCache cache;
    private final NanoClock clock;

    /** The texts that were sent last: the tables they name were there then. */
    private final Map<String, Boolean> recentTexts;

    private CoercedColumns coerced = CoercedColumns.NONE;
    private long version;
    private long state;
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
        this.recentTexts = new LinkedHashMap<>(16, 0.75f, true) {
            private static final long serialVersionUID = 1L;

            @Override
            protected boolean removeEldestEntry(Map.Entry<String, Boolean> eldest) {
                return size() > capacity;
            }
        };
    }

    /** The columns that need care, of the schema that was read last. */
    public CoercedColumns coerced() {
        return coerced;
    }

    /** Differs between two states of the schema, as far as this JVM has changed it. */
    public long state() {
        return state;
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
        if (!checkedInTransaction && needsCheck(statement)) {
            check(inTransaction, until);
            checkedInTransaction = true;
        }
    }

    /** Before a statement is sent: what can only be done while no rows are under way. */
    public void prepareFor(SqlStatement statement, boolean inTransaction, long until) throws TransportException {
        ownTables |= statement.isDdl() && statement.changesSession();
        if (columns == null && isSelect(statement) && readsTables(statement.text())) {
            readColumns(inTransaction, until);
        }
        if (statement.kind() == SqlKind.ALTER && !coerced.isEmpty()) {
            // A column that a trigger names cannot be dropped.
            invalidate();
            exchange.execute(coerced.dropTriggers(), until);
        }
    }

    /** Whether a statement that writes, or a BEGIN, can be sent without asking anything before. */
    public boolean isReady(SqlStatement statement) {
        boolean checked = statement.kind() == SqlKind.BEGIN
                || statement.kind().isDml()
                        && recentTexts.containsKey(statement.text())
                        && clock.nanoTime() - checkedAt <= TRUSTED_NANOS;
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

    /** Whether another client may have made a coerced column that this statement is the first to touch. */
    private boolean needsCheck(SqlStatement statement) {
        boolean writes = statement.kind().isDml();
        if (!writes && !isSelect(statement)) {
            return false;
        }
        boolean isNew = recentTexts.put(statement.text(), true) == null;
        return isNew && (writes || readsTables(statement.text())) || clock.nanoTime() - checkedAt > TRUSTED_NANOS;
    }

    private void check(boolean inTransaction, long until) throws TransportException {
        Response.Rows rows = exchange.query("PRAGMA schema_version", until);
        boolean changed;
        try {
            changed = rows.next() && exchange.integer(rows, 0) != version;
        } catch (WireException e) {
            throw exchange.malformed(e);
        }
        exchange.drain(rows, until);
        checkedAt = clock.nanoTime();
        if (changed) {
            read(inTransaction, until);
        }
    }

    /** Reads which columns need care, and guards them with triggers of this connection's own. */
    public void read(boolean inTransaction, long until) throws TransportException {
        long changes = cache.changes();
        CoercedColumns found = new CoercedColumns();
        exchange.forEachRow(CoercedColumns.QUERY, until, row -> {
            version = exchange.integer(row, 0);
            if (row.columnCount() > 1 && row.type(1) != ValueType.NULL) {
                found.add(
                        exchange.text(row, 1),
                        exchange.text(row, 2),
                        exchange.text(row, 3),
                        exchange.text(row, 4),
                        (int) exchange.integer(row, 5));
            }
        });
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
        columns = null;
        state = changes;
        reads++;
        checkedAt = clock.nanoTime();
    }

    private void readColumns(boolean inTransaction, long until) throws TransportException {
        SchemaColumns known = ownTables ? null : cache.columns(version);
        if (known == null) {
            SchemaColumns read = new SchemaColumns();
            try {
                exchange.forEachRow(
                        SchemaColumns.QUERY,
                        until,
                        row -> read.add(
                                exchange.text(row, 0),
                                exchange.text(row, 1),
                                row.columnCount() > 2 && row.type(2) == ValueType.NULL ? null : exchange.text(row, 2),
                                exchange.text(row, 3),
                                exchange.integer(row, 4) == 1,
                                exchange.integer(row, 5) == 1));
                read.finish();
            } catch (TransportException.ServerFailure e) {
                if (ServerErrors.primary(e.code()) != ServerErrors.ERROR || ServerErrors.isNotLeader(e)) {
                    throw e;
                }
                // A schema that cannot be described can still be read.
            }
            if (!inTransaction && !read.hasTemp()) {
                cache.remember(version, read);
            }
            known = read;
        }
        columns = known;
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
            readColumns(inTransaction, until);
        }
        return Objects.requireNonNull(columns);
    }
}
