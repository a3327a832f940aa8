package io.github.dqlite4j.cli;

import io.github.dqlite4j.report.ReportedException;

/** Something was sent and its answer was not waited for: it may have happened. */
final class UnknownOutcomeException extends ReportedException {
    private static final long serialVersionUID = 1L;

    UnknownOutcomeException(String message) {
        super(message, null);
    }
}
