package io.github.dqlite4j.cli.output;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;

/**
 * The target of output. A terminal gets no character that would change its state ({@link ShownText}); a file or a pipe gets every character
 * as it is, in UTF-8. For one thread.
 */
public final class Sink {
    private static final int BLOCK = 32_768;

    private final OutputStream stream;
    private final boolean terminal;
    private final StringBuilder block = new StringBuilder();

    public Sink(OutputStream stream, boolean terminal) {
        this.stream = stream;
        this.terminal = terminal;
    }

    public boolean isTerminal() {
        return terminal;
    }

    /** @throws OutputException if it cannot be written */
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

    /** @throws OutputException if it cannot be written */
    public void flush() throws OutputException {
        byte[] bytes = block.toString().getBytes(StandardCharsets.UTF_8);
        block.setLength(0);
        try {
            stream.write(bytes, 0, bytes.length);
            stream.flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }

    /** Closes the stream too. */
    public void close() throws OutputException {
        try (stream) {
            flush();
        } catch (IOException e) {
            throw new OutputException(e);
        }
    }
}
