package io.github.dqlite4j.it.faults;

import java.sql.Connection;
import java.sql.SQLException;
import javax.sql.DataSource;

/** A client of JDBC, on one connection after the other. A new connection is a new process of the history. */
abstract class JdbcClient extends Client {
    private final DataSource source;

    JdbcClient(String action, Run run) {
        super(action, run);
        this.source = run.source();
    }

    /** Prepares the connection. */
    abstract void begin(Connection connection) throws SQLException;

    /**
     * Does it.
     *
     * @param number no other operation has it
     * @return what it has done or seen, in EDN
     */
    abstract String perform(Connection connection, int number) throws SQLException;

    @Override
    final void run() {
        while (!isOver()) {
            try (Connection connection = source.getConnection()) {
                begin(connection);
                int process = newProcess();
                while (!isOver() && !connection.isClosed()) {
                    one(connection, process);
                }
            } catch (SQLException e) {
                if (!isSurelyNot(e.getSQLState())) {
                    unexpected(e);
                }
            } catch (RuntimeException | Error e) {
                unexpected(e);
                return;
            }
        }
    }

    private void one(Connection connection, int process) throws SQLException {
        int number = invoke(process);
        try {
            acknowledge(process, number, perform(connection, number));
        } catch (SQLException e) {
            if (isSurelyNot(e.getSQLState())) {
                refuse(process, number);
                // A pool takes a connection away after some errors.
                if (!connection.isClosed() && !connection.getAutoCommit()) {
                    connection.rollback();
                }
            } else {
                leaveUnknown(process, number, e.getSQLState(), e);
                connection.close();
            }
        }
    }
}
