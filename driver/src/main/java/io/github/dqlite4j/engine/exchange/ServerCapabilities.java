package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.transport.FutureAwaiter;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import java.util.List;

/**
 * Tells servers that execute on several threads, 1.18.2 and later, from those before. The new ones never give up rows that
 * nobody reads, and let the second statement of one text wait for as long as another connection has a transaction open that
 * writes. No message says so; what comes close is that servers refuse to query two statements since 1.17.
 */
public final class ServerCapabilities {
    private static final String TWO_STATEMENTS = "SELECT 1; SELECT 2";
    private static final int ERROR = 1;

    private ServerCapabilities() {}

    /** Asks the server, on a link with this database open. */
    public static boolean isNew(NodeConnection link, FutureAwaiter waiter, int db, long until)
            throws TransportException {
        try {
            waiter.await(link.request(new Request.QuerySql(db, TWO_STATEMENTS, List.of())), until);
            return false;
        } catch (TransportException.ServerFailure e) {
            if (e.code() != ERROR) {
                throw e;
            }
            return true;
        }
    }
}
