package io.github.dqlite4j.jdbc.result;

import java.sql.SQLException;
import java.sql.Statement;

/** The statement that a result set came from. */
public interface OwningStatement extends Statement {
    /** Whether its connection is closed, which closes its results. */
    boolean isConnectionClosed();

    /** Notifies the statement that one of its results was closed. */
    void resultClosed() throws SQLException;
}
