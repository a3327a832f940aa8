package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.OutputMode;
import io.github.dqlite4j.report.ReportedException;
import java.io.IOException;
import java.io.StringReader;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jspecify.annotations.Nullable;

/** A session at a terminal: prompt, line editing, history, completion. */
final class Interactive {
    private static final String PROMPT = "dqlite> ";
    private static final String CONTINUED = "   ...> ";

    /** Asked for again after each statement, as it may have changed. */
    private static final String NAMES =
            "SELECT name FROM sqlite_schema WHERE type IN ('table', 'view') AND " + SchemaCommands.OWN + " LIMIT 1000";

    private final Shell shell;
    private final @Nullable Path history;
    private List<String> names = List.of();
    private boolean namesAreOld = true;

    Interactive(Shell shell, @Nullable Path history) {
        this.shell = shell;
        this.history = history;
    }

    void run() throws IOException, OutputException {
        try (Terminal terminal = TerminalBuilder.builder()
                .system(true)
                .graphemeCluster(false)
                .provider("exec")
                .dumb(true)
                .build()) {
            terminal.handle(Terminal.Signal.INT, signal -> shell.interrupts().interrupt());
            LineReader reader = reader(terminal);
            shell.console().print("Enter \".help\" for help.\n");
            shell.console().flush();
            loop(reader);
            if (history != null) {
                save(reader);
            }
        }
    }

    private LineReader reader(Terminal terminal) throws OutputException {
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("dqlite4j")
                .parser(new SqlLineParser())
                .completer((reader, line, candidates) -> complete(line, candidates))
                .history(new History())
                .variable(LineReader.SECONDARY_PROMPT_PATTERN, CONTINUED)
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                .option(LineReader.Option.BRACKETED_PASTE, false)
                .option(LineReader.Option.HISTORY_INCREMENTAL, false);
        if (history != null) {
            try {
                History.prepare(history);
                builder.variable(LineReader.HISTORY_FILE, history);
            } catch (IOException e) {
                shell.say("The history cannot be kept: " + e.getMessage());
            }
        }
        return builder.build();
    }

    private void save(LineReader reader) throws OutputException {
        try {
            reader.getHistory().save();
        } catch (IOException e) {
            shell.say("The history cannot be kept: " + e.getMessage());
        }
    }

    private void loop(LineReader reader) throws IOException, OutputException {
        boolean interrupted = false;
        while (!shell.stopped()) {
            String entered;
            try {
                entered = reader.readLine(PROMPT);
            } catch (UserInterruptException e) {
                if (e.getPartialLine().isBlank()) {
                    if (interrupted) {
                        return;
                    }
                    interrupted = true;
                    shell.say("Ctrl-C again or .quit leaves.");
                }
                continue;
            } catch (EndOfFileException e) {
                return;
            }
            interrupted = false;
            ScriptReader.direct(shell).run(new StringReader(entered));
            namesAreOld = true;
        }
    }

    private void complete(ParsedLine line, List<Candidate> candidates) {
        if (line.line().startsWith(".") && line.wordIndex() == 0) {
            shell.commands().names().forEach(name -> candidates.add(new Candidate(name)));
        } else if (line.line().startsWith(".mode ")) {
            for (OutputMode mode : OutputMode.values()) {
                candidates.add(new Candidate(mode.label()));
            }
        } else {
            tableNames().forEach(name -> candidates.add(new Candidate(name)));
        }
    }

    private List<String> tableNames() {
        if (namesAreOld) {
            try {
                names = new ArrayList<>(new Execution(shell).texts(NAMES));
            } catch (SQLException | ReportedException e) {
                // Then nothing is completed.
                names = List.of();
            }
            namesAreOld = false;
        }
        return names;
    }
}
