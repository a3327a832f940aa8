package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.jdbc.error.SqlExceptions;
import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/**
 * A savepoint. Its name on the server is made from its number, not from the given name, so that two savepoints may have the same name.
 */
final class DqliteSavepoint implements Savepoint {
    private final int id;
    private final @Nullable String name;

    DqliteSavepoint(int id, @Nullable String name) {
        this.id = id;
        this.name = name;
    }

    @Override
    public int getSavepointId() throws SQLException {
        if (name != null) {
            throw SqlExceptions.usage("The savepoint has a name and no number");
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        if (name == null) {
            throw SqlExceptions.usage("The savepoint has a number and no name");
        }
        return name;
    }

    String sqlName() {
        return "dqlite4j_" + id;
    }

    @Override
    public String toString() {
        return name == null ? "savepoint " + id : name;
    }
}
