package io.github.dqlite4j.it.client;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.CompiledExample;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/client.md, one after the other in one method, with the addresses of real nodes. */
@Timeout(180)
class ClientDocIT {
    private static final String NODES = "jdbc:dqlite://a:9001,b:9001,c:9001/app";

    /** A local record is not public, so it is declared where the driver may make it. */
    private static final String RECORD = "record Person(long id, String firstName, LocalDate born) {}";

    private static final String BEFORE = """
            import io.github.dqlite4j.client.DqliteClient;
            import io.github.dqlite4j.client.DqlitePool;
            import io.github.dqlite4j.client.ExecuteResult;
            import io.github.dqlite4j.client.TransactionOptions;
            import io.github.dqlite4j.settings.DqliteProperty;
            import java.time.Duration;
            import java.time.LocalDate;
            import java.util.List;
            import java.util.Locale;
            import java.util.Optional;
            import java.util.concurrent.CompletableFuture;
            import java.util.concurrent.Flow;
            import reactor.adapter.JdkFlowAdapter;
            import reactor.core.publisher.Flux;
            import reactor.core.publisher.Mono;

            public class Examples {
                public RECORD
                public static String run() throws Exception {
            """;

    private static final String AFTER = """
                    String said = count + " " + found.size() + " " + id + " " + counts.length + " " + names
                            + " " + total + " " + moved.join().rowsAffected() + " " + again.join().rowsAffected()
                            + " " + flux.collectList().block() + " " + mono.block();
                    client.close().join();
                    pool.close().join();
                    return said;
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void theExamplesRun() throws Exception {
        String examples = CompiledExample.of("client.md");
        assertThat(examples).contains(NODES, RECORD, "JdkFlowAdapter", "pool.transaction(");
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            String source = BEFORE.replace("RECORD", RECORD)
                    + examples.replace(NODES, cluster.jdbcUrl("app")).replace(RECORD, "")
                    + AFTER;
            assertThat(CompiledExample.run(source, directory))
                    .isEqualTo("1 1 2 2 [ADA, GRACE, EDSGER, BARBARA] 24 1 1 [Ada!, Grace, Barbara] 3");
        }
    }
}
