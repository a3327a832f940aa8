package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.Commands.Command;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.sql.schema.OutcomeTables;
import java.sql.SQLException;
import java.util.List;

/** Commands that show the schema. The tables of the driver's own are left out. */
final class SchemaCommands {
    private static final int LINE = 80;

    /** What of sqlite_schema a user has made. */
    static final String OWN = "name NOT LIKE 'sqlite\\_%' ESCAPE '\\' AND tbl_name NOT IN ('" + OutcomeTables.MARKS
            + "', '" + OutcomeTables.NONE + "')";

    private final Shell shell;

    SchemaCommands(Shell shell) {
        this.shell = shell;
    }

    List<Command> commands() {
        return List.of(
                new Command(
                        "tables",
                        "?PATTERN?",
                        0,
                        1,
                        "List tables and views whose names are LIKE a pattern",
                        words -> names("type IN ('table', 'view') AND name LIKE " + pattern(words))),
                new Command(
                        "indexes",
                        "?TABLE?",
                        0,
                        1,
                        "List indexes of tables that are LIKE a pattern",
                        words -> names("type = 'index' AND tbl_name LIKE " + pattern(words))),
                new Command(
                        "schema",
                        "?PATTERN?",
                        0,
                        1,
                        "Show the CREATE statements of what is LIKE a pattern",
                        this::schema),
                new Command(
                        "databases",
                        "",
                        0,
                        0,
                        "Show which database is used",
                        words -> shell.out().print(shell.database().shown() + "\n")),
                new Command(
                        "dump",
                        "?TABLE? ...",
                        0,
                        1000,
                        "Print the database as SQL, or tables LIKE patterns",
                        words -> new Dump(shell).run(words)));
    }

    static String pattern(List<String> words) {
        return literal(words.isEmpty() ? "%" : words.get(0));
    }

    static String literal(String text) {
        return "'" + text.replace("'", "''") + "'";
    }

    /** Prints names in as many columns as fit. */
    private void names(String condition) throws SQLException, UsageException, OutputException {
        List<String> names = new Execution(shell)
                .texts("SELECT name FROM sqlite_schema WHERE " + OWN + " AND " + condition + " ORDER BY name");
        int width = names.stream().mapToInt(String::length).max().orElse(0) + 2;
        int columns = Math.max(1, LINE / width);
        int lines = (names.size() + columns - 1) / columns;
        for (int i = 0; i < lines; i++) {
            StringBuilder line = new StringBuilder();
            for (int j = i; j < names.size(); j += lines) {
                line.append(names.get(j)).append(" ".repeat(width - names.get(j).length()));
            }
            shell.out().print(line.toString().stripTrailing() + "\n");
        }
    }

    private void schema(List<String> words) throws SQLException, UsageException, OutputException {
        List<String> statements = new Execution(shell)
                .texts("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL AND " + OWN + " AND tbl_name LIKE "
                        + pattern(words) + " ORDER BY tbl_name, type = 'index', type = 'trigger', rowid");
        for (String statement : statements) {
            shell.out().print(statement + ";\n");
        }
    }
}
