package io.github.dqlite4j.jdbc;

import java.sql.SQLException;
import java.sql.Savepoint;
import org.jspecify.annotations.Nullable;

/** A savepoint, under its own name or one made from its number. */
record DqliteSavepoint(int id, @Nullable String name) implements Savepoint {
    @Override
    public int getSavepointId() throws SQLException {
        if (name != null) {
            throw Errors.usage("The savepoint has a name and no number");
        }
        return id;
    }

    @Override
    public String getSavepointName() throws SQLException {
        if (name == null) {
            throw Errors.usage("The savepoint has a number and no name");
        }
        return name;
    }

    String sqlName() {
        return name == null ? "\"dqlite4j_" + id + "\"" : '"' + name.replace("\"", "\"\"") + '"';
    }
}
