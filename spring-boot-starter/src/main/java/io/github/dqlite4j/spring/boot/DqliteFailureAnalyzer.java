package io.github.dqlite4j.spring.boot;

import io.github.dqlite4j.jdbc.DqliteConstants;
import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.SQLNonTransientConnectionException;
import java.util.Arrays;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.Ordered;
import org.springframework.core.env.Environment;

/**
 * Explains why an application without a connection did not start: the cluster cannot be reached, or the URL is wrong. When
 * Hibernate cannot determine a dialect, it discards the driver's error; the analyzer then tries to connect once, for one second, to get the
 * error again.
 */
public final class DqliteFailureAnalyzer implements FailureAnalyzer, Ordered {

    private static final String DRIVER_PACKAGE = "io.github.dqlite4j.";
    /** The application has already searched for long. */
    private static final int LOGIN_MILLIS = 1000;

    private static final String NO_DIALECT = "Unable to determine Dialect";

    private final Environment environment;

    /** Called by Spring Boot. */
    public DqliteFailureAnalyzer(Environment environment) {
        this.environment = environment;
    }

    @Override
    public int getOrder() {
        return Ordered.HIGHEST_PRECEDENCE;
    }

    @Override
    public @Nullable FailureAnalysis analyze(Throwable failure) {
        Set<Throwable> causes = causes(failure);
        SQLException error = causes.stream()
                .filter(SQLException.class::isInstance)
                .map(SQLException.class::cast)
                .filter(DqliteFailureAnalyzer::isFromDriver)
                .reduce((outer, inner) -> inner)
                .orElse(null);
        if (error == null && causes.stream().anyMatch(DqliteFailureAnalyzer::isMissingDialect)) {
            error = tryToConnect();
        }
        if (error == null) {
            return null;
        }
        if (isWrongUrl(error)) {
            return wrongUrl(failure, error);
        }
        return isConnectionError(error) ? unreachable(failure, error) : null;
    }

    private FailureAnalysis unreachable(Throwable failure, SQLException error) {
        String url = url();
        return new FailureAnalysis(
                "The application could not connect to the dqlite cluster"
                        + (url == null ? "" : " at " + DqliteUrl.withoutOptions(url)) + ".\n\n" + details(error),
                """
                Check that
                 - most of the voting nodes are running: without a majority there is no leader;
                 - the hosts and ports in spring.datasource.url are the nodes' database addresses (not those of an HTTP API), and this machine can reach them;
                 - this machine can also reach the addresses that the nodes announce to each other.
                An election takes 4 to 6 seconds. If one is in progress, start the application again afterwards.""",
                failure);
    }

    private FailureAnalysis wrongUrl(Throwable failure, SQLException error) {
        return new FailureAnalysis(
                "The URL of the dqlite cluster is not valid.\n\n" + details(error),
                "Correct spring.datasource.url. Its form is jdbc:dqlite://host:port[,host:port…]/database[?property=value&…]",
                failure);
    }

    /** The driver's message, then the answer of each host. */
    private static String details(SQLException error) {
        Set<String> lines = new LinkedHashSet<>();
        lines.add(message(error));
        for (Throwable cause : causes(error)) {
            Arrays.stream(cause.getSuppressed())
                    .map(DqliteFailureAnalyzer::message)
                    .forEach(lines::add);
        }
        return lines.stream().map(line -> "    " + line.replace("\n", "\n    ")).collect(Collectors.joining("\n"));
    }

    private static String message(Throwable error) {
        String message = error.getMessage();
        return message == null ? error.getClass().getSimpleName() : message;
    }

    private @Nullable SQLException tryToConnect() {
        String url = url();
        if (url == null) {
            return null;
        }
        try {
            DriverManager.getConnection(DqliteUrl.withLoginTimeout(url, LOGIN_MILLIS))
                    .close();
            return null;
        } catch (SQLException error) {
            return isFromDriver(error) ? error : null;
        }
    }

    private @Nullable String url() {
        String url = environment.getProperty("spring.datasource.url");
        return DqliteUrl.isDqlite(url) ? url : null;
    }

    private static boolean isMissingDialect(Throwable error) {
        return error.getMessage() != null && error.getMessage().contains(NO_DIALECT);
    }

    /** Returns whether a class of the driver created the error: it throws plain JDBC exceptions, as do other drivers. */
    private static boolean isFromDriver(SQLException error) {
        StackTraceElement[] trace = error.getStackTrace();
        String creator = trace.length == 0 ? "" : trace[0].getClassName();
        return creator.startsWith(DRIVER_PACKAGE) && !creator.startsWith(DRIVER_PACKAGE + "spring.");
    }

    private static boolean isConnectionError(SQLException error) {
        String state = error.getSQLState();
        return state != null && state.startsWith(DqliteConstants.SQLSTATE_CLASS_CONNECTION);
    }

    /** For an unreachable cluster the driver throws a transient exception, for an invalid URL a non-transient one. */
    private static boolean isWrongUrl(SQLException error) {
        return error instanceof SQLNonTransientConnectionException
                && DqliteConstants.SQLSTATE_CANNOT_CONNECT.equals(error.getSQLState());
    }

    private static Set<Throwable> causes(Throwable error) {
        Set<Throwable> chain = Collections.newSetFromMap(new IdentityHashMap<>());
        Set<Throwable> ordered = new LinkedHashSet<>();
        for (Throwable cause = error; cause != null && chain.add(cause); cause = cause.getCause()) {
            ordered.add(cause);
        }
        return ordered;
    }
}
