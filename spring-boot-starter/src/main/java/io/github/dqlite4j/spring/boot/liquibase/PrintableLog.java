package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.report.PrintableText;
import java.util.logging.Level;
import liquibase.logging.LogService;
import liquibase.logging.Logger;
import liquibase.logging.core.AbstractLogService;
import liquibase.logging.core.AbstractLogger;
import org.jspecify.annotations.Nullable;

/** The log of Liquibase while statements are executed that have stored texts in them. */
// Liquibase's own method has a raw type, and its loggers can be closed with any exception.
@SuppressWarnings({"rawtypes", "try"})
final class PrintableLog extends AbstractLogService {
    private final LogService log;

    PrintableLog(LogService log) {
        this.log = log;
    }

    @Override
    public int getPriority() {
        return PRIORITY_NOT_APPLICABLE;
    }

    @Override
    public Logger getLog(Class type) {
        Logger logger = log.getLog(type);
        return new AbstractLogger() {
            @Override
            public void log(Level level, @Nullable String message, @Nullable Throwable e) {
                logger.log(level, PrintableText.message(message == null ? null : message.strip()), e);
            }
        };
    }
}
