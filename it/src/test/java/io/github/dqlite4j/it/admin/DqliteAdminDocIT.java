package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Table;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/administration.md, one after the other in one method, with the addresses of real nodes. */
@Timeout(180)
class DqliteAdminDocIT {
    private static final String NODES = "jdbc:dqlite://a:9001,b:9001,c:9001/app";
    private static final String COPY = "Path.of(\"backup\")";

    private static final String BEFORE = """
            import io.github.dqlite4j.admin.BlockingDqliteAdmin;
            import io.github.dqlite4j.admin.DqliteAdmin;
            import io.github.dqlite4j.nodes.ClusterNode;
            import io.github.dqlite4j.nodes.MemoryNodeStore;
            import io.github.dqlite4j.nodes.NodeRole;
            import java.nio.file.Path;
            import java.time.Duration;
            import java.util.List;
            import java.util.Properties;
            import java.util.concurrent.CompletionStage;
            import java.util.stream.Collectors;

            public class Examples {
                public static String run() throws Exception {
            """;

    private static final String AFTER = """
                    return voters.toCompletableFuture().get() + " " + quickly.size() + " " + file.getFileName() + " "
                            + other.blocking().members().size();
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theExamplesRun() throws Exception {
        String examples = CompiledExample.of("administration.md");
        assertThat(examples).contains(NODES, COPY, "now.remove(", "now.add(");
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            try (Connection connection = DriverManager.getConnection(cluster.jdbcUrl("app"))) {
                Table.create(connection, "n");
            }
            String source = BEFORE
                    + examples.replace(NODES, cluster.jdbcUrl("app"))
                            .replace(COPY, "Path.of(\"" + directory.resolve("backup") + "\")")
                    + AFTER;
            String said = (String) CompiledExample.run(source, directory);
            assertThat(said).endsWith(" 3 app 3");
            cluster.nodes().forEach(node -> assertThat(said).contains(FreshNode.address(node)));
        }
    }
}
