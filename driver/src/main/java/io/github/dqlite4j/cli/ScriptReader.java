package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.Lines;
import io.github.dqlite4j.cli.input.StatementBuffer;
import io.github.dqlite4j.cli.output.OutputException;
import java.io.IOException;
import java.io.Reader;
import org.jspecify.annotations.Nullable;

/** Executes the statements and commands of a text, one after the other, as they are read. */
final class ScriptReader {
    private final Shell shell;
    private final String place;
    private final boolean numbered;

    private ScriptReader(Shell shell, String place, boolean numbered) {
        this.shell = shell;
        this.place = place;
        this.numbered = numbered;
    }

    /** @param name of the file, or null for the standard input */
    static ScriptReader of(Shell shell, @Nullable String name) {
        return new ScriptReader(shell, name == null ? "" : " of " + name, true);
    }

    /** For what was given at the prompt or as an argument: an error needs no number of a line. */
    static ScriptReader direct(Shell shell) {
        return new ScriptReader(shell, "", false);
    }

    void run(Reader text) throws IOException, OutputException {
        Lines lines = new Lines(text);
        StatementBuffer buffer = new StatementBuffer();
        for (String line = lines.next(); line != null && !shell.stopped(); line = lines.next()) {
            if (buffer.isEmpty() && line.startsWith(".")) {
                shell.command(line.strip(), where(lines.number()));
            } else if (!buffer.isEmpty() || !line.startsWith("#")) {
                buffer.append(line, lines.number());
                statements(buffer);
            }
        }
        StatementBuffer.Piece rest = buffer.rest();
        if (rest != null && !shell.stopped()) {
            execute(rest);
        }
    }

    private void statements(StatementBuffer buffer) throws OutputException {
        for (StatementBuffer.Piece piece = buffer.next(); piece != null; piece = buffer.next()) {
            execute(piece);
            if (shell.stopped()) {
                return;
            }
        }
    }

    private void execute(StatementBuffer.Piece piece) throws OutputException {
        shell.statement(piece.text(), where(piece.line()));
    }

    private String where(int line) {
        return numbered ? " near line " + line + place : "";
    }
}
