package io.github.dqlite4j.engine.result;

import io.github.dqlite4j.engine.NodeSession;
import io.github.dqlite4j.engine.Session;
import io.github.dqlite4j.jdbc.error.SqlExceptions;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The one result of a connection whose rows are still coming. It is asked for more of them by who reads it, and put aside when
 * the connection is needed for another statement. State is touched only by the thread that has entered the session.
 */
public final class OpenResult {
    /** But the network's own. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Session session;
    private @Nullable ResultStream rows;
    private @Nullable Object owner;

    public OpenResult(Session session) {
        this.session = session;
    }

    public void began(ResultStream stream) {
        rows = stream.isWhole() ? null : stream;
    }

    public void ownedBy(Object executor) {
        owner = executor;
    }

    public boolean isOwnedBy(Object executor) {
        return rows != null && owner == executor;
    }

    /**
     * The rows of a statement that writes, all of them in memory before it is committed.
     *
     * @throws SQLException also 53000, if they are more than is kept; then the transaction is rolled back
     */
    public ResultStream whole(ResultStream answer, long until) throws SQLException {
        try {
            if (answer.detach(until)) {
                return answer;
            }
            throw SqlExceptions.tooMuch();
        } catch (SQLException e) {
            session.rollbackQuietly();
            answer.close();
            throw e;
        }
    }

    /**
     * Makes room for another statement. What fails on the way is for who reads that result on.
     *
     * @throws SQLException 53000 if there is more left than is kept; it can be read on
     */
    public void makeRoom(long until) throws SQLException {
        if (!isFree(until)) {
            throw SqlExceptions.tooMuch();
        }
    }

    /** The same; false if there is more left than is kept, which shows that the node is there. */
    public boolean isFree(long until) {
        ResultStream open = rows;
        try {
            return open == null || open.detach(until);
        } catch (SQLException e) {
            rows = null;
            return true;
        }
    }

    /** Nobody reads it any more. */
    public void end() throws SQLException {
        ResultStream open = rows;
        if (open != null) {
            open.close();
        }
    }

    /** The connection is gone, and the rows that are not in memory with it. */
    public void broken() {
        ResultStream open = rows;
        rows = null;
        if (open != null) {
            open.broken();
        }
    }

    /** The next message. */
    Response.Rows more(NodeSession current, long until) throws SQLException {
        session.enter();
        try {
            Response.Rows message = current.more(Math.min(until, session.networkDeadline()));
            if (!message.hasMore()) {
                rows = null;
            }
            return message;
        } catch (TransportException e) {
            throw failed(e);
        } finally {
            session.exit();
        }
    }

    /**
     * Ends a result that nobody reads any more. What is left is read and forgotten; if that is much or slow, and nothing but
     * prepared statements goes with the socket, the socket is closed instead.
     */
    void discard(NodeSession current) {
        session.enter();
        try {
            if (!session.isClosed() && !current.discard(session.isReplaceable(current), session.networkDeadline())) {
                session.replace(current);
            }
        } catch (TransportException e) {
            failed(e);
        } finally {
            rows = null;
            session.exit();
        }
    }

    /** Rows do not change anything: what fails while they are read is lost with them, and so is an open transaction. */
    private SQLException failed(TransportException e) {
        rows = null;
        boolean inTransaction = session.inTransaction();
        if (e instanceof TransportException.ServerFailure server
                && !SqlExceptions.notLeader(server)
                && !SqlExceptions.leadershipLost(server)) {
            if (inTransaction && SqlExceptions.endsTransaction(server)) {
                session.rollbackQuietly();
            }
            return SqlExceptions.of(server);
        }
        session.detach();
        if (e instanceof TransportException.Disconnected link) {
            switch (link.reason()) {
                case CANCELLED -> {
                    return SqlExceptions.stopped(link, inTransaction);
                }
                case VIOLATION -> {
                    return SqlExceptions.violation(link, inTransaction);
                }
                default -> {}
            }
        }
        return inTransaction ? SqlExceptions.rolledBack(e) : SqlExceptions.lost(e);
    }

    /** Leaves a node that sent malformed rows: nothing that follows them can be trusted. */
    SQLException malformed(NodeSession current, WireException cause) {
        session.enter();
        try {
            TransportException.Disconnected violation =
                    current.link().violation("malformed rows: " + cause.getMessage(), cause);
            return session.isAttachedTo(current) ? failed(violation) : SqlExceptions.violation(violation, false);
        } finally {
            session.exit();
        }
    }
}
