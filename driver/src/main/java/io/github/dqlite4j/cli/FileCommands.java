package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.Commands.Command;
import io.github.dqlite4j.cli.input.Arguments;
import io.github.dqlite4j.cli.input.UsageException;
import io.github.dqlite4j.cli.output.OutputException;
import java.io.IOException;
import java.io.Reader;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;

/** Commands that read and write files, and open databases. */
final class FileCommands {
    /** A script that reads itself must end. */
    private static final int MOST_SCRIPTS = 25;

    private final Shell shell;
    private int scripts;

    FileCommands(Shell shell) {
        this.shell = shell;
    }

    List<Command> commands() {
        return List.of(
                new Command("read", "FILE", 1, 1, "Execute a script", words -> read(words.get(0))),
                new Command(
                        "output",
                        "?FILE?",
                        0,
                        1,
                        "Write results to a file, or to the console again",
                        words -> output(words, false)),
                new Command("once", "FILE", 1, 1, "Write the next result to a file", words -> output(words, true)),
                new Command(
                        "import",
                        "?--csv? ?--skip N? FILE TABLE",
                        2,
                        5,
                        "Insert the records of a file into a table",
                        words -> new Import(shell).run(words)),
                new Command("open", "URL", 1, 1, "Use another database", this::open));
    }

    static Path path(String name) throws UsageException {
        try {
            return Path.of(name);
        } catch (InvalidPathException e) {
            throw new UsageException("'" + name + "' is not a file name");
        }
    }

    /** Opens a file of text in UTF-8. */
    static Reader reader(String name) throws IOException, UsageException {
        try {
            return Files.newBufferedReader(path(name));
        } catch (NoSuchFileException e) {
            throw new UsageException("There is no file " + name);
        }
    }

    void read(String name) throws IOException, UsageException, OutputException {
        if (scripts == MOST_SCRIPTS) {
            throw new UsageException("Scripts read one another " + MOST_SCRIPTS + " deep");
        }
        scripts++;
        try (Reader text = reader(name)) {
            ScriptReader.of(shell, name).run(text);
        } finally {
            scripts--;
        }
    }

    private void output(List<String> words, boolean once) throws IOException, UsageException, OutputException {
        String name = words.isEmpty() ? "stdout" : words.get(0);
        if (name.startsWith("|")) {
            throw new UsageException("Output to another program is not supported: write to a file");
        } else if (name.equals("stdout") || name.equals("off")) {
            shell.destination().reset();
        } else {
            shell.destination().file(path(name), once);
        }
    }

    private void open(List<String> words) throws SQLException {
        shell.database().open(Arguments.url(words.get(0)));
    }
}
