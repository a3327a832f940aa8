package io.github.dqlite4j.jdbc;

import java.sql.SQLException;

/**
 * What a connection knows of the node that it talks to. Reached by {@code connection.unwrap(DqliteNodeInfo.class)}, through
 * a pool too.
 */
public interface DqliteNodeInfo {
    /**
     * The node that the next statement goes to: the one that led when this connection last asked. If the way there is lost and
     * no transaction is open, the leader is looked for first, within {@code failoverTimeout}.
     * {@link java.sql.Connection#isValid} before it makes sure that the node still leads.
     *
     * @return {@code host:port}, an IPv6 address in brackets
     * @throws SQLException 08003 if the connection is closed, 08001 if no leader was found in time, 40001 if the way was lost
     *     inside a transaction
     */
    String node() throws SQLException;
}
