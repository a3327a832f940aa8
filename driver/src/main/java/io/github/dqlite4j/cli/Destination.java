package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.output.OutputException;
import io.github.dqlite4j.cli.output.Sink;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where results go: the console, or a file for all of them or for the next one. */
final class Destination {
    private final Sink console;
    private @Nullable Sink file;

    /** How many things are still executed before the console gets the results again; the command that opened the file is one. 0 for no limit. */
    private int left;

    Destination(Sink console) {
        this.console = console;
    }

    Sink sink() {
        return file == null ? console : file;
    }

    /** @param forOne whether only the next result goes there */
    void file(Path path, boolean forOne) throws IOException, OutputException {
        reset();
        file = new Sink(Files.newOutputStream(path), false);
        left = forOne ? 2 : 0;
    }

    /** Goes back to the console. */
    void reset() throws OutputException {
        Sink open = file;
        file = null;
        left = 0;
        if (open != null) {
            open.close();
        }
    }

    void flush() throws OutputException {
        sink().flush();
    }

    /** Something was executed: what it has printed goes out. */
    void statementDone() throws OutputException {
        flush();
        if (left > 0) {
            left--;
            if (left == 0) {
                reset();
            }
        }
    }
}
