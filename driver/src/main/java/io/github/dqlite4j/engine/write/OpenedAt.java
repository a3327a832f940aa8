package io.github.dqlite4j.engine.write;

import io.github.dqlite4j.report.ReportedException;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Where a session was opened, for messages. Refers to nothing of the session.
 *
 * @param thread the name of the thread that opened it
 * @param stack its stack; null unless {@code logUnclosedConnections} asks for it
 */
public record OpenedAt(String thread, @Nullable Throwable stack) {
    /** What lies between the application and the session. */
    private static final List<String> BETWEEN =
            List.of("io.github.dqlite4j.engine.", "io.github.dqlite4j.jdbc.", "java.sql.");

    /** Is never thrown. */
    private static final class Opening extends ReportedException {
        private static final long serialVersionUID = 1L;

        private Opening() {
            super("The connection was opened here", null);
        }
    }

    /** The calling thread opens a session. */
    public static OpenedAt here(boolean withStack) {
        return new OpenedAt(nameOf(Thread.currentThread()), withStack ? new Opening() : null);
    }

    /** Virtual threads have no name of their own. */
    static String nameOf(Thread thread) {
        String name = thread.getName();
        return name.isEmpty() ? "#" + thread.getId() : name;
    }

    /** The place in the application or its pool that opened the session, or else only its thread. */
    @Override
    public String toString() {
        return stack == null
                ? "by thread " + thread
                : Arrays.stream(stack.getStackTrace())
                        .filter(frame -> BETWEEN.stream().noneMatch(frame.getClassName()::startsWith))
                        .findFirst()
                        .map(frame -> "at " + frame + " by thread " + thread)
                        .orElse("by thread " + thread);
    }
}
