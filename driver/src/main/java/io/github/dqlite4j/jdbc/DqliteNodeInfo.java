package io.github.dqlite4j.jdbc;

import java.sql.SQLException;

/**
 * Information about the node that a connection is connected to. Reached by {@code connection.unwrap(DqliteNodeInfo.class)}, through a pool
 * too.
 */
public interface DqliteNodeInfo {
    /**
     * The node that the next statement is sent to: the leader when this connection last asked. If the connection is lost and no transaction
     * is open, the driver first searches for the leader, within {@code failoverTimeout}. {@link java.sql.Connection#isValid} before this
     * call checks that the node still leads.
     *
     * @return {@code host:port}, an IPv6 address in brackets
     * @throws SQLException 08003 if the connection is closed, 08001 if no leader was found in time, 40001 if the connection was lost
     *     inside a transaction
     */
    String node() throws SQLException;
}
