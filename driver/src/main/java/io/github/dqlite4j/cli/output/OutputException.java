package io.github.dqlite4j.cli.output;

import io.github.dqlite4j.report.ReportedException;

/** Nothing more can be written: the reader of a pipe has ended, or the disk is full. */
public final class OutputException extends ReportedException {
    private static final long serialVersionUID = 1L;

    OutputException(String message) {
        super(message, null);
    }
}
