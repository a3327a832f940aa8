package io.github.dqlite4j.report;

import org.jspecify.annotations.Nullable;

/** The exceptions of the driver: their messages are printable and have a limit, also with texts of servers in them. */
public abstract class ReportedException extends Exception {
    private static final long serialVersionUID = 1L;

    protected ReportedException(@Nullable String message, @Nullable Throwable cause) {
        super(PrintableText.message(message), cause);
    }

    @Override
    public String getMessage() {
        return String.valueOf(super.getMessage());
    }
}
