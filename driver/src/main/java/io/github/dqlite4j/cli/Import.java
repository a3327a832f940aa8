package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.CsvReader;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.OutputMode;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import java.io.IOException;
import java.io.Reader;
import java.sql.BatchUpdateException;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/**
 * Inserts the records of a file into a table, in one transaction: all of them or none. A table that does not exist is made, with columns named by
 * the first record.
 */
final class Import {
    private static final int BATCH = 1000;

    private final Shell shell;
    private final Execution execution;

    Import(Shell shell) {
        this.shell = shell;
        this.execution = new Execution(shell);
    }

    /** @param words the arguments of {@code .import} */
    void run(List<String> words) throws SQLException, UsageException, IOException, OutputException {
        List<String> names = new ArrayList<>();
        String separator =
                shell.format().mode() == OutputMode.CSV ? "," : shell.format().columnSeparator();
        int skip = 0;
        for (int i = 0; i < words.size(); i++) {
            String word = words.get(i);
            if (word.equals("--csv")) {
                separator = ",";
            } else if (word.equals("--skip")
                    && i + 1 < words.size()
                    && words.get(i + 1).matches("\\d{1,9}")) {
                i++;
                skip = Integer.parseInt(words.get(i));
            } else {
                names.add(word);
            }
        }
        if (names.size() != 2 || separator.length() != 1) {
            throw new UsageException(
                    names.size() != 2
                            ? "Usage: .import ?--csv? ?--skip N? FILE TABLE"
                            : "The separator of columns must be one character");
        }
        try (Reader text = FileCommands.reader(names.get(0))) {
            CsvReader records = new CsvReader(text, separator.charAt(0));
            for (int i = 0; i < skip; i++) {
                records.record();
            }
            insert(records, names.get(0), names.get(1));
        }
    }

    private void insert(CsvReader records, String file, String table)
            throws SQLException, UsageException, IOException, OutputException {
        boolean own = !shell.database().inTransaction();
        if (own) {
            execution.run("BEGIN IMMEDIATE");
        }
        boolean done = false;
        try {
            int columns = columns(records, table);
            insert(records, file, SqlIdentifiers.quote(table), columns);
            if (own) {
                execution.run("COMMIT");
            }
            done = true;
        } finally {
            if (!done && own && shell.database().inTransaction()) {
                execution.run("ROLLBACK");
            }
        }
    }

    /** How many columns the table has, which is made if there is none. */
    private int columns(CsvReader records, String table)
            throws SQLException, UsageException, IOException, OutputException {
        String question =
                "SELECT count(*) FROM pragma_table_xinfo(" + SchemaCommands.literal(table) + ") WHERE hidden = 0";
        int columns = Integer.parseInt(execution.texts(question).get(0));
        if (columns > 0) {
            return columns;
        }
        List<String> names = records.record();
        if (names == null) {
            throw new UsageException("The file has no record to name the columns of a new table");
        }
        execution.run("CREATE TABLE " + SqlIdentifiers.quote(table)
                + names.stream()
                        .map(name -> SqlIdentifiers.quote(name) + " TEXT")
                        .collect(Collectors.joining(", ", "(", ")")));
        return names.size();
    }

    private void insert(CsvReader records, String file, String table, int columns)
            throws SQLException, UsageException, IOException, OutputException {
        String sql = "INSERT INTO " + table + " VALUES (" + "?,".repeat(columns - 1) + "?)";
        try (PreparedStatement insert = shell.database().connection().prepareStatement(sql)) {
            execution.cancellable(insert);
            List<Integer> lines = new ArrayList<>();
            for (List<String> record = records.record(); record != null; record = records.record()) {
                if (record.size() != columns) {
                    shell.say(file + ", line " + records.line() + ": " + columns + " columns expected, " + record.size()
                            + " found; " + (record.size() < columns ? "the others are NULL" : "the rest is left out"));
                }
                for (int i = 0; i < columns; i++) {
                    insert.setString(i + 1, i < record.size() ? record.get(i) : null);
                }
                insert.addBatch();
                lines.add(records.line());
                if (lines.size() == BATCH) {
                    execute(insert, lines, file);
                }
            }
            execute(insert, lines, file);
        } finally {
            shell.interrupts().done();
        }
    }

    private static void execute(PreparedStatement insert, List<Integer> lines, String file) throws SQLException {
        if (lines.isEmpty()) {
            return;
        }
        try {
            insert.executeBatch();
        } catch (BatchUpdateException e) {
            int done = e.getUpdateCounts().length;
            throw new SQLException(
                    file + (done < lines.size() ? ", line " + lines.get(done) : "") + ": " + e.getMessage(),
                    e.getSQLState(),
                    e.getErrorCode(),
                    e);
        }
        lines.clear();
    }
}
