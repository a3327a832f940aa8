package io.github.dqlite4j.spring.boot;

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
 * Says in plain words why an application that could not get a connection did not start: no node reachable, or a wrong URL.
 * Hibernate drops the driver's error when it cannot determine a dialect; then one connection is tried to learn the reason.
 */
public final class DqliteFailureAnalyzer implements FailureAnalyzer, Ordered {

    private static final String DRIVER_PACKAGE = "io.github.dqlite4j.";
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
                 - the nodes are running and most of the voters are up: without a majority there is no leader;
                 - the hosts and ports in spring.datasource.url are the nodes' database addresses (not an HTTP API's) and can be reached from here;
                 - the addresses that the nodes announce to each other can be reached from here as well.
                A cluster that is electing a leader answers within about 6 seconds; start the application again then.""",
                failure);
    }

    private FailureAnalysis wrongUrl(Throwable failure, SQLException error) {
        return new FailureAnalysis(
                "The URL of the dqlite cluster is not valid.\n\n" + details(error),
                "Correct spring.datasource.url. Its form is jdbc:dqlite://host:port[,host:port…]/database[?property=value&…]",
                failure);
    }

    /** What the driver said, then what each host answered. */
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
            DriverManager.getConnection(url).close();
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

    private static boolean isFromDriver(SQLException error) {
        StackTraceElement[] trace = error.getStackTrace();
        return Arrays.stream(trace)
                .limit(8)
                .map(StackTraceElement::getClassName)
                .anyMatch(name -> name.startsWith(DRIVER_PACKAGE) && !name.startsWith(DRIVER_PACKAGE + "spring."));
    }

    private static boolean isConnectionError(SQLException error) {
        String state = error.getSQLState();
        return state != null && state.startsWith("08");
    }

    /** The driver calls a cluster out of reach transient, a URL that can never work non-transient. */
    private static boolean isWrongUrl(SQLException error) {
        return error instanceof SQLNonTransientConnectionException && "08001".equals(error.getSQLState());
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
