package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.Values;
import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import java.nio.charset.Charset;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Prints a database as SQL that this shell and SQLite's read: tables with their rows, then indexes, views and triggers, so that no trigger fires. It is
 * read in one transaction, row by row.
 */
final class Dump {
    /** Terms of one concatenation: an expression may not be deeper than 1000. */
    private static final int TERMS = 100;

    private static final Pattern FULL_TEXT = Pattern.compile("\\busing\\s+fts", Pattern.CASE_INSENSITIVE);
    private static final Pattern CONTENTLESS =
            Pattern.compile("\\bcontent\\s*=\\s*(?:''|\"\")", Pattern.CASE_INSENSITIVE);

    private final Shell shell;
    private final Execution execution;
    private Charset charset = StandardCharsets.UTF_8;

    /**
     * A table of the database.
     *
     * @param virtual whether a module keeps its rows
     */
    private record TableText(String name, String sql, boolean virtual) {}

    Dump(Shell shell) {
        this.shell = shell;
        this.execution = new Execution(shell);
    }

    void run(List<String> patterns) throws SQLException, UsageException, OutputException {
        boolean own = !shell.database().inTransaction();
        shell.out().print("PRAGMA foreign_keys=OFF;\nBEGIN TRANSACTION;\n");
        if (own) {
            execution.run("BEGIN");
        }
        boolean complete = false;
        try {
            contents(patterns);
            complete = true;
        } finally {
            shell.out().print(complete ? "COMMIT;\n" : "ROLLBACK; -- due to errors\n");
            if (own && shell.database().inTransaction()) {
                execution.run("ROLLBACK");
            }
        }
    }

    private void contents(List<String> patterns) throws SQLException, UsageException, OutputException {
        charset = switch (execution.texts("PRAGMA encoding").get(0)) {
            case "UTF-16le" -> StandardCharsets.UTF_16LE;
            case "UTF-16be" -> StandardCharsets.UTF_16BE;
            default -> StandardCharsets.UTF_8;
        };
        String which = patterns.isEmpty()
                ? "1"
                : patterns.stream()
                        .map(pattern -> "tbl_name LIKE " + SchemaCommands.literal(pattern))
                        .collect(Collectors.joining(" OR ", "(", ")"));
        List<TableText> tables = tables(which);
        for (TableText table : tables) {
            shell.out().print(table.sql() + ";\n");
            rows(table);
        }
        sequences(tables);
        for (String type : List.of("index", "view", "trigger")) {
            for (String sql : execution.texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND type = '" + type
                    + "' AND " + SchemaCommands.OWN + " AND " + which + " ORDER BY rowid")) {
                shell.out().print(sql + ";\n");
            }
        }
    }

    /** Without the tables in which virtual tables keep their rows: their modules make them. */
    private List<TableText> tables(String which) throws SQLException, UsageException, OutputException {
        List<TableText> tables = new ArrayList<>();
        execution.query(
                "SELECT name, sql, (SELECT type FROM pragma_table_list l WHERE l.schema = 'main' AND l.name = s.name) AS kind"
                        + " FROM sqlite_schema s WHERE type = 'table' AND kind <> 'shadow' AND "
                        + SchemaCommands.OWN + " AND " + which + " ORDER BY rowid",
                rows -> {
                    while (rows.next()) {
                        tables.add(new TableText(
                                Objects.requireNonNull(rows.getString(1)),
                                Objects.requireNonNull(rows.getString(2)),
                                "virtual".equals(rows.getString(3))));
                    }
                });
        return tables;
    }

    /** The columns whose values are given: not generated, not hidden. */
    private List<String> columns(TableText table, boolean[] someAreLeftOut)
            throws SQLException, UsageException, OutputException {
        List<String> columns = new ArrayList<>();
        execution.query(
                "SELECT name, hidden FROM pragma_table_xinfo(" + SchemaCommands.literal(table.name())
                        + ") ORDER BY cid",
                rows -> {
                    while (rows.next()) {
                        if (rows.getInt(2) == 0) {
                            columns.add(SqlIdentifiers.quoteIfNeeded(Objects.requireNonNull(rows.getString(1))));
                        } else {
                            someAreLeftOut[0] = true;
                        }
                    }
                });
        return columns;
    }

    private void rows(TableText table) throws SQLException, UsageException, OutputException {
        boolean[] someAreLeftOut = new boolean[1];
        List<String> columns = columns(table, someAreLeftOut);
        if (columns.isEmpty()) {
            return;
        }
        boolean list = someAreLeftOut[0];
        if (table.virtual() && FULL_TEXT.matcher(table.sql()).find()) {
            if (CONTENTLESS.matcher(table.sql()).find()) {
                shell.out().print("-- The texts of this table were never stored, so they are not here.\n");
                shell.incomplete(
                        "The table " + table.name() + " does not store its texts, so the dump does not have them");
                return;
            }
            // The index refers to rows by their number.
            columns.add(0, "rowid");
            list = true;
        }
        String name = SqlIdentifiers.quoteIfNeeded(table.name());
        String insert = "INSERT INTO " + name + (list ? "(" + String.join(",", columns) + ")" : "") + " VALUES(";
        execution.query(select(name, columns), rows -> {
            while (rows.next()) {
                StringBuilder line = new StringBuilder(insert);
                String kinds = Objects.requireNonNull(rows.getString(columns.size() + 1));
                for (int i = 0; i < columns.size(); i++) {
                    line.append(i == 0 ? "" : ",").append(Values.literal(value(rows, i + 1, kinds.charAt(i))));
                }
                shell.out().print(line.append(");\n"));
                execution.checkInterrupt();
            }
        });
    }

    /**
     * Each column, and at the end a letter for the type of each. Servers end a text at U+0000, so such a text is asked for as a blob. The short names
     * leave room for many columns.
     */
    private static String select(String table, List<String> columns) {
        StringBuilder sql = new StringBuilder("SELECT ");
        StringBuilder kinds = new StringBuilder();
        for (int i = 0; i < columns.size(); i++) {
            String column = "t." + columns.get(i);
            sql.append("CASE WHEN typeof(")
                    .append(column)
                    .append(")='text' AND instr(")
                    .append(column)
                    .append(",char(0)) THEN CAST(")
                    .append(column)
                    .append(" AS BLOB) ELSE ")
                    .append(column)
                    .append(" END AS c")
                    .append(i)
                    .append(',');
            kinds.append(i == 0 ? "(" : i % TERMS == 0 ? ")||(" : "||")
                    .append("substr(typeof(")
                    .append(column)
                    .append("),1,1)");
        }
        return sql.append(kinds)
                .append(") AS k FROM ")
                .append(table)
                .append(" AS t")
                .toString();
    }

    private @Nullable Object value(ResultSet rows, int column, char kind) throws SQLException {
        Object value = Execution.stored(rows, column);
        return value instanceof byte[] bytes && kind == 't' ? new String(bytes, charset) : value;
    }

    /** The highest numbers that AUTOINCREMENT has given. */
    private void sequences(List<TableText> tables) throws SQLException, UsageException, OutputException {
        if (execution
                .texts("SELECT name FROM sqlite_schema WHERE name = 'sqlite_sequence'")
                .isEmpty()) {
            return;
        }
        List<String> names = tables.stream().map(TableText::name).toList();
        execution.query("SELECT name, seq FROM sqlite_sequence ORDER BY rowid", rows -> {
            while (rows.next()) {
                String name = Objects.requireNonNull(rows.getString(1));
                if (names.contains(name)) {
                    String literal = Values.literal(name);
                    shell.out().print("DELETE FROM sqlite_sequence WHERE name=" + literal + ";\n");
                    shell.out()
                            .print("INSERT INTO sqlite_sequence VALUES(" + literal + ","
                                    + Values.literal(Execution.stored(rows, 2)) + ");\n");
                }
            }
        });
    }
}
