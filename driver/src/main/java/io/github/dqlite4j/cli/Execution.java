package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.RowWriter;
import io.github.dqlite4j.jdbc.DqliteConstants;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Executes statements, prints their rows as they come, and lets Ctrl-C end them. */
final class Execution {
    private final Shell shell;

    Execution(Shell shell) {
        this.shell = shell;
    }

    /** What is done with the rows of a query. */
    interface Rows {
        void read(ResultSet rows) throws SQLException, OutputException;
    }

    void run(String sql) throws SQLException, UsageException, OutputException {
        try (Statement statement = statement()) {
            cancellable(statement);
            if (statement.execute(sql)) {
                try (ResultSet rows = statement.getResultSet()) {
                    print(rows);
                }
            } else if (shell.switches().changes) {
                shell.out().print("changes: " + Math.max(0, statement.getLargeUpdateCount()) + "\n");
            }
        } finally {
            shell.interrupts().done();
        }
    }

    /** Reads the rows of a query of the shell itself. */
    void query(String sql, Rows reader) throws SQLException, UsageException, OutputException {
        try (Statement statement = statement()) {
            cancellable(statement);
            try (ResultSet rows = statement.executeQuery(sql)) {
                reader.read(rows);
            }
        } finally {
            shell.interrupts().done();
        }
    }

    /** The first column of a query of the shell itself. */
    List<String> texts(String sql) throws SQLException, UsageException, OutputException {
        List<String> texts = new ArrayList<>();
        query(sql, rows -> {
            while (rows.next()) {
                texts.add(String.valueOf(rows.getString(1)));
            }
        });
        return texts;
    }

    /** Braces are not JDBC escapes here. */
    private Statement statement() throws SQLException, UsageException {
        Statement statement = shell.database().connection().createStatement();
        statement.setEscapeProcessing(false);
        return statement;
    }

    /** Lets Ctrl-C end a statement, until {@link Interrupts#done}. */
    void cancellable(Statement statement) {
        shell.interrupts().during(() -> {
            try {
                statement.cancel();
            } catch (SQLException e) {
                // The statement has ended.
            }
        });
    }

    /** Values are as they are stored; the declared types of columns do not matter. */
    static @Nullable Object stored(ResultSet rows, int column) throws SQLException {
        return rows.getObject(column, Object.class);
    }

    private void print(ResultSet rows) throws SQLException, OutputException {
        ResultSetMetaData columns = rows.getMetaData();
        List<String> labels = new ArrayList<>();
        for (int i = 1; i <= columns.getColumnCount(); i++) {
            labels.add(columns.getColumnLabel(i));
        }
        RowWriter writer = shell.format().writer(shell.out());
        writer.begin(labels);
        while (rows.next()) {
            List<@Nullable Object> values = new ArrayList<>(labels.size());
            for (int i = 1; i <= labels.size(); i++) {
                values.add(stored(rows, i));
            }
            writer.row(values);
            checkInterrupt();
        }
        writer.end();
    }

    /** Rows may be here already when Ctrl-C comes. */
    void checkInterrupt() throws SQLException {
        if (shell.interrupts().requested()) {
            throw new SQLException("the rest of the rows is left out", DqliteConstants.SQLSTATE_CANCELLED);
        }
    }
}
