package io.github.dqlite4j.cli.output;

import io.github.dqlite4j.report.ReportedException;
import java.io.IOException;

/** Nothing more can be written. */
public final class OutputException extends ReportedException {
    private static final long serialVersionUID = 1L;

    /** What the operating system says of EPIPE. */
    private static final String READER_ENDED = "Broken pipe";

    private final boolean readerEnded;

    OutputException(IOException cause) {
        super("The output cannot be written: " + cause.getMessage(), cause);
        this.readerEnded = READER_ENDED.equals(cause.getMessage());
    }

    /** Whether it is a pipe whose other end is closed, which is no fault. Otherwise the disk is full, for instance. */
    public boolean readerEnded() {
        return readerEnded;
    }
}
