package io.github.dqlite4j.settings;

import io.github.dqlite4j.report.ReportedException;

/** A URL or a property cannot be used. The message says what is wrong, and shows no secret. */
public final class InvalidSettingsException extends ReportedException {
    private static final long serialVersionUID = 1L;

    InvalidSettingsException(String message) {
        super(message, null);
    }
}
