package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.hibernate.boot.model.relational.Namespace;
import org.hibernate.boot.model.relational.Sequence;
import org.hibernate.mapping.Table;
import org.hibernate.tool.schema.internal.DefaultSchemaFilterProvider;
import org.hibernate.tool.schema.spi.SchemaFilter;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Schema tools of several instances at once, and when they are interrupted. */
class ManyInstancesIT {
    private static final int INSTANCES = 8;
    private static final Class<?>[] MAPPED = {Mappings.Relations.class, Mappings.UniqueKeys.class};

    private DqliteCluster cluster;

    @BeforeEach
    void start() {
        cluster = DqliteCluster.start(3);
        InTheMiddle.action = () -> {};
    }

    @AfterEach
    void stop() {
        cluster.close();
    }

    @Test
    void manyInstancesUpdateAtOnce() throws Exception {
        Map<String, String> settings = Map.of("hibernate.hbm2ddl.halt_on_error", "false");
        String url = cluster.jdbcUrl("many");
        CountDownLatch ready = new CountDownLatch(INSTANCES);
        Callable<Void> instance = () -> {
            ready.countDown();
            assertThat(ready.await(1, TimeUnit.MINUTES)).isTrue();
            new SchemaTool(url, settings).run("update", MAPPED);
            return null;
        };
        ExecutorService threads = Executors.newFixedThreadPool(INSTANCES);
        try {
            List<Future<Void>> ends = new ArrayList<>();
            for (int i = 0; i < INSTANCES; i++) {
                ends.add(threads.submit(instance));
            }
            for (Future<Void> end : ends) {
                end.get(5, TimeUnit.MINUTES);
            }
        } finally {
            threads.shutdownNow();
        }
        assertComplete(new SchemaTool(url));
    }

    /** A sequence has one row, with any instance first. */
    private static void assertComplete(SchemaTool tool) throws SQLException {
        assertThat(tool.update(MAPPED)).isEmpty();
        tool.run("validate", MAPPED);
        assertThat(tool.query("select count(*) || ' ' || min(next_val) x from Tag_SEQ"))
                .containsExactly("1 1000");
    }

    /** Runs an action after half of the tables. */
    public static final class InTheMiddle extends DefaultSchemaFilterProvider implements SchemaFilter {
        static Runnable action;
        private int tables;

        @Override
        public SchemaFilter getCreateFilter() {
            return this;
        }

        @Override
        public SchemaFilter getMigrateFilter() {
            return this;
        }

        @Override
        public boolean includeNamespace(Namespace namespace) {
            return true;
        }

        @Override
        public boolean includeSequence(Sequence sequence) {
            return true;
        }

        @Override
        public boolean includeTable(Table table) {
            tables++;
            if (tables == 4) {
                action.run();
            }
            return true;
        }
    }

    private static SchemaTool interrupted(String url) {
        return new SchemaTool(url, Map.of("hibernate.hbm2ddl.schema_filter_provider", InTheMiddle.class.getName()));
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update"})
    void anInterruptedRunIsCompletedByTheNext(String action) throws SQLException {
        String url = cluster.jdbcUrl("interrupted");
        InTheMiddle.action = () -> {
            throw new IllegalStateException("interrupted");
        };
        assertThatThrownBy(() -> interrupted(url).run(action, MAPPED)).hasStackTraceContaining("interrupted");
        SchemaTool tool = new SchemaTool(url);
        assertThat(tool.query("select name x from sqlite_schema where name = 'Author'"))
                .hasSize(1);
        assertThat(tool.update(MAPPED)).isNotEmpty();

        tool.run(action, MAPPED);
        assertComplete(tool);
    }

    @ParameterizedTest
    @ValueSource(strings = {"create", "update"})
    void theLeaderIsLostInTheMiddle(String action) throws SQLException {
        String url = cluster.jdbcUrl("killed");
        InTheMiddle.action = () -> cluster.leader().kill();
        interrupted(url).run(action, MAPPED);
        assertComplete(new SchemaTool(url));
    }
}
