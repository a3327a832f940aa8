package io.github.dqlite4j.cli.input;

import io.github.dqlite4j.report.ReportedException;

/** The user has asked for something that there is not. The message says what is right. */
public final class UsageException extends ReportedException {
    private static final long serialVersionUID = 1L;

    public UsageException(String message) {
        super(message, null);
    }
}
