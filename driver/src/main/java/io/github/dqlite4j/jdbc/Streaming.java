package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.client.ClientException;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import java.sql.SQLException;
import org.jspecify.annotations.Nullable;

/**
 * The one result of a connection whose rows are still coming. It is asked for more of them by who reads it, and put aside when
 * the connection is needed for another statement. State is touched only by the thread that has entered the session.
 */
final class Streaming {
    /** But the network's own. */
    static final long NO_DEADLINE = Long.MAX_VALUE;

    private final Session session;
    private final OpenStreams open = new OpenStreams();
    private @Nullable RowStream rows;
    private @Nullable Object owner;

    Streaming(Session session) {
        this.session = session;
    }

    void began(RowStream stream) {
        open.add(stream);
        rows = stream.isWhole() ? null : stream;
    }

    OpenStreams open() {
        return open;
    }

    void ownedBy(Object executor) {
        owner = executor;
    }

    boolean isOwnedBy(Object executor) {
        return rows != null && owner == executor;
    }

    /**
     * The rows of a statement that writes, all of them in memory before it is committed.
     *
     * @throws SQLException also 53000, if they are more than is kept; then the transaction is rolled back
     */
    RowStream whole(RowStream answer, long until) throws SQLException {
        try {
            if (answer.detach(until)) {
                return answer;
            }
            throw Errors.tooMuch();
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
    void makeRoom(long until) throws SQLException {
        if (!isFree(until)) {
            throw Errors.tooMuch();
        }
    }

    /** The same; false if there is more left than is kept, which shows that the node is there. */
    boolean isFree(long until) {
        RowStream open = rows;
        try {
            return open == null || open.detach(until);
        } catch (SQLException e) {
            rows = null;
            return true;
        }
    }

    /** Nobody reads it any more. */
    void end() throws SQLException {
        RowStream open = rows;
        if (open != null) {
            open.close();
        }
    }

    /** The connection is gone, and the rows that are not in memory with it. */
    void broken() {
        RowStream open = rows;
        rows = null;
        if (open != null) {
            open.broken();
        }
    }

    /** The next message. */
    Response.Rows more(Attachment current, long until) throws SQLException {
        session.enter();
        try {
            Response.Rows message = current.more(Math.min(until, session.networkDeadline()));
            if (!message.hasMore()) {
                rows = null;
            }
            return message;
        } catch (ClientException e) {
            throw failed(e);
        } finally {
            session.exit();
        }
    }

    /**
     * Ends a result that nobody reads any more. What is left is read and forgotten; if that is much or slow, and nothing but
     * prepared statements goes with the socket, the socket is closed instead.
     */
    void discard(Attachment current) {
        session.enter();
        try {
            if (!session.isClosed() && !current.discard(session.isReplaceable(current), session.networkDeadline())) {
                session.replace(current);
            }
        } catch (ClientException e) {
            failed(e);
        } finally {
            rows = null;
            session.exit();
        }
    }

    /** Rows do not change anything: what fails while they are read is lost with them, and so is an open transaction. */
    private SQLException failed(ClientException e) {
        rows = null;
        boolean inTransaction = session.inTransaction();
        if (e instanceof ClientException.Server server && !Errors.notLeader(server) && !Errors.leadershipLost(server)) {
            if (inTransaction && Errors.endsTransaction(server)) {
                session.rollbackQuietly();
            }
            return Errors.of(server);
        }
        session.detach();
        if (e instanceof ClientException.Link link) {
            switch (link.reason()) {
                case CANCELLED -> {
                    return Errors.stopped(link, inTransaction);
                }
                case VIOLATION -> {
                    return Errors.violation(link, inTransaction);
                }
                default -> {}
            }
        }
        return inTransaction ? Errors.rolledBack(e) : Errors.lost(e);
    }

    /** Leaves a node that sent malformed rows: nothing that follows them can be trusted. */
    SQLException malformed(Attachment current, WireException cause) {
        session.enter();
        try {
            ClientException.Link violation = current.link().violation("malformed rows: " + cause.getMessage(), cause);
            return session.isAttachedTo(current) ? failed(violation) : Errors.violation(violation, false);
        } finally {
            session.exit();
        }
    }
}
