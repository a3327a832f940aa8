package io.github.dqlite4j.jdbc;

import io.github.dqlite4j.sql.SqlParser;
import java.sql.SQLException;
import java.sql.Savepoint;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The savepoints of the open transaction of a connection. Thread-safe: the list belongs to the owner of the session. */
final class Savepoints {
    private final JdbcSession session;
    private final List<DqliteSavepoint> savepoints = new ArrayList<>();
    private int lastNumber;

    Savepoints(JdbcSession session) {
        this.session = session;
    }

    /** @param name null for one that has a number only */
    Savepoint set(@Nullable String name) throws SQLException {
        session.enter();
        try {
            if (!session.inTransaction()) {
                savepoints.clear();
            }
            DqliteSavepoint savepoint = new DqliteSavepoint(++lastNumber, name);
            execute("SAVEPOINT ", savepoint);
            savepoints.add(savepoint);
            return savepoint;
        } finally {
            session.exit();
        }
    }

    void rollbackTo(@Nullable Savepoint savepoint) throws SQLException {
        session.enter();
        try {
            int place = place(savepoint);
            execute("ROLLBACK TO ", savepoints.get(place));
            savepoints.subList(place + 1, savepoints.size()).clear();
        } finally {
            session.exit();
        }
    }

    void release(@Nullable Savepoint savepoint) throws SQLException {
        session.enter();
        try {
            int place = place(savepoint);
            execute("RELEASE ", savepoints.get(place));
            savepoints.subList(place, savepoints.size()).clear();
        } finally {
            session.exit();
        }
    }

    /** The transaction has ended, and its savepoints with it. */
    void clear() {
        session.enter();
        try {
            savepoints.clear();
        } finally {
            session.exit();
        }
    }

    private int place(@Nullable Savepoint savepoint) throws SQLException {
        int place = savepoint instanceof DqliteSavepoint own ? savepoints.indexOf(own) : -1;
        if (place < 0) {
            throw new SQLException("The savepoint is not, or no longer, one of this transaction", "3B001");
        }
        return place;
    }

    private void execute(String verb, DqliteSavepoint savepoint) throws SQLException {
        session.execute(SqlParser.parseOne(verb + savepoint.sqlName()));
    }
}
