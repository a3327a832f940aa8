package io.github.dqlite4j.cli.output;

import java.io.PrintStream;
import java.nio.charset.StandardCharsets;

/**
 * Where text goes. A terminal gets nothing that would change it ({@link ShownText}); a file or a pipe gets every character as it is, in UTF-8.
 * For one thread.
 */
public final class Sink {
    private static final int BLOCK = 32_768;

    private final PrintStream stream;
    private final boolean terminal;
    private final StringBuilder block = new StringBuilder();

    public Sink(PrintStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** @throws OutputException if the other side has gone */
    public void print(CharSequence text) throws OutputException {
        block.append(terminal ? ShownText.of(text.toString()) : text);
        if (block.length() >= BLOCK) {
            flush();
        }
    }

    /** What the shell itself does with the screen. */
    public void control(String sequence) throws OutputException {
        block.append(sequence);
        flush();
    }

    /** @throws OutputException if the other side has gone */
    public void flush() throws OutputException {
        byte[] bytes = block.toString().getBytes(StandardCharsets.UTF_8);
        block.setLength(0);
        stream.write(bytes, 0, bytes.length);
        if (stream.checkError()) {
            throw new OutputException("The output cannot be written");
        }
    }

    /** Closes the stream too. */
    public void close() throws OutputException {
        flush();
        stream.close();
    }
}
