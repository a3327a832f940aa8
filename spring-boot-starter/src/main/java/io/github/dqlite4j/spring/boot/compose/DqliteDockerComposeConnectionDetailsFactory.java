package io.github.dqlite4j.spring.boot.compose;

import io.github.dqlite4j.spring.boot.source.DqliteUrl;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionDetailsFactory;
import org.springframework.boot.docker.compose.service.connection.DockerComposeConnectionSource;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;

/**
 * Finds the nodes of a service of Docker Compose whose image is named {@code go-dqlite} or {@code dqlite}, as Spring Boot does for other databases. The service publishes the ports of
 * its nodes, 9001 for the first one. Its nodes announce addresses inside the network of the containers, so their ports are mapped.
 */
public final class DqliteDockerComposeConnectionDetailsFactory
        extends DockerComposeConnectionDetailsFactory<JdbcConnectionDetails> {
    private static final int FIRST_PORT = 9001;
    private static final int MOST_NODES = 5;
    private static final String DATABASE = "DQLITE_DATABASE";

    /** Called by Spring Boot. */
    public DqliteDockerComposeConnectionDetailsFactory() {
        super(new String[] {"dqlite", "go-dqlite", "dqlite4j/go-dqlite"});
    }

    @Override
    protected JdbcConnectionDetails getDockerComposeConnectionDetails(DockerComposeConnectionSource source) {
        return new Details(source.getRunningService());
    }

    /** The URL is found once, when the service runs. */
    private static final class Details extends DockerComposeConnectionDetails implements JdbcConnectionDetails {
        private final String url;

        Details(RunningService service) {
            super(service);
            this.url = url(service);
        }

        @Override
        public @Nullable String getUsername() {
            return null;
        }

        @Override
        public @Nullable String getPassword() {
            return null;
        }

        @Override
        public String getJdbcUrl() {
            return url;
        }

        @Override
        public String getDriverClassName() {
            return DqliteUrl.DRIVER_CLASS;
        }
    }

    static String url(RunningService service) {
        List<Integer> published = service.ports().getAll("tcp");
        List<String> nodes = new ArrayList<>();
        List<String> mapping = new ArrayList<>();
        for (int port = FIRST_PORT; port < FIRST_PORT + MOST_NODES; port++) {
            Integer outside = published(service, port);
            if (outside != null) {
                String node = service.host() + ":" + outside;
                nodes.add(node);
                mapping.add("*:" + port + "=" + node);
            }
        }
        if (nodes.isEmpty()) {
            throw new IllegalStateException("The service " + service.name() + " publishes no port of a node, "
                    + FIRST_PORT + " to " + (FIRST_PORT + MOST_NODES - 1) + ", but " + published);
        }
        String database = service.env().get(DATABASE);
        return "jdbc:dqlite://" + String.join(",", nodes) + "/"
                + (database == null || database.isBlank() ? "app" : database)
                + mapping.stream().collect(Collectors.joining(",", "?addressMapping=", ""));
    }

    /** Where a port of the container is reached; null if it is not published. */
    private static @Nullable Integer published(RunningService service, int port) {
        try {
            return service.ports().get(port);
        } catch (IllegalStateException e) {
            return null;
        }
    }
}
