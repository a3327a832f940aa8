package io.github.dqlite4j.testcontainers;

import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.JdbcDatabaseContainerProvider;
import org.testcontainers.jdbc.ConnectionUrl;

/** Creates the containers for URLs that begin with {@code jdbc:tc:dqlite:}. The parameter {@code TC_NODES} is the number of nodes. */
public class DqliteContainerProvider extends JdbcDatabaseContainerProvider {
    private static final String NODES = "TC_NODES";

    @Override
    public boolean supports(String databaseType) {
        return databaseType.equals("dqlite");
    }

    @Override
    public JdbcDatabaseContainer<?> newInstance() {
        return new DqliteContainer();
    }

    /** @throws IllegalArgumentException always: the image is built locally, and has no versions to choose from */
    @Override
    public JdbcDatabaseContainer<?> newInstance(String tag) {
        throw new IllegalArgumentException(
                "The image of dqlite has no tag " + tag + "; write jdbc:tc:dqlite:///database");
    }

    @Override
    public JdbcDatabaseContainer<?> newInstance(ConnectionUrl url) {
        if (url.getImageTag().isPresent()) {
            return newInstance(url.getImageTag().get());
        }
        DqliteContainer container = new DqliteContainer();
        url.getDatabaseName().ifPresent(container::withDatabaseName);
        String nodes = url.getContainerParameters().get(NODES);
        return nodes == null ? container : container.withNodes(Integer.parseInt(nodes));
    }
}
