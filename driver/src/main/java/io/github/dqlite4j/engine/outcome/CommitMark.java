package io.github.dqlite4j.engine.outcome;

import static io.github.dqlite4j.sql.schema.OutcomeTables.MARKS;

import io.github.dqlite4j.engine.exchange.NodeExchange;
import io.github.dqlite4j.engine.failure.Outcome;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import java.time.Instant;

/**
 * What one transaction leaves behind if it is committed, and how it is asked for.
 *
 * @param id of the connection, never used again after the question
 * @param number of the transaction, from 1; higher than those of this connection before
 * @param table the table's own number
 * @param at when the mark was made, in seconds
 */
public record CommitMark(long id, long number, long table, long at) {
    /** The time by the clock of this machine, in seconds. */
    static long now() {
        return Instant.now().getEpochSecond();
    }

    /**
     * The COMMIT with the mark before it. The mark fails if the connection was asked for already, since {@code n} must not be null. It also fails outside a
     * transaction, so that it never stays without the rest: for a moment it refers to a row that is not there.
     */
    public SqlStatement before(SqlStatement commit) {
        return commit.behind("INSERT INTO main." + MARKS + "(id,n,at,open) VALUES(" + id + "," + number + "," + at
                + ",0) ON CONFLICT(id) DO UPDATE SET n=CASE WHEN n>=0 THEN excluded.n END,at=excluded.at,open=0;UPDATE main."
                + MARKS + " SET open=NULL WHERE id=" + id);
    }

    /**
     * Finds out whether the transaction was committed, and makes sure that it never will be if it was not. May be repeated, here or at another
     * leader.
     *
     * @throws TransportException if there is no answer yet: code 5 as long as the transaction is still open
     */
    Outcome ask(NodeExchange exchange, long until) throws TransportException {
        exchange.execute(
                "INSERT INTO main." + MARKS + "(id,n,at) VALUES(" + id + ",-" + number + "," + now()
                        + ") ON CONFLICT(id) DO UPDATE SET n=excluded.n,at=excluded.at WHERE n>=0 AND n<" + number,
                until);
        Outcome[] found = {Outcome.UNKNOWN};
        exchange.forEachRow(
                "SELECT m.n,t.n,t.at FROM main." + MARKS + " m,main." + MARKS + " t WHERE m.id=" + id + " AND t.id=0",
                until,
                row -> found[0] = outcome(exchange, row));
        return found[0];
    }

    private Outcome outcome(NodeExchange exchange, Response.Rows row) throws TransportException {
        long n = exchange.integer(row, 0);
        if (n == number) {
            return Outcome.COMMITTED;
        }
        // A missing mark proves nothing if the table was dropped since, or the mark was removed as old.
        boolean same = exchange.integer(row, 1) == table && exchange.integer(row, 2) < at;
        return n == -number && same ? Outcome.ROLLED_BACK : Outcome.UNKNOWN;
    }
}
