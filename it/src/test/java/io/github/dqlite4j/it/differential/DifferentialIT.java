package io.github.dqlite4j.it.differential;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries of {@code differential/queries.hql} and {@link CriteriaQueries}, on a real node, on H2, and on PostgreSQL where it is installed. All must return
 * the same, unless {@code differential/differences.txt}, or {@code differences-postgresql.txt}, says why not.
 */
class DifferentialIT {
    private static final Map<String, String> ON_H2 = differences("differences.txt");
    private static final Map<String, String> ON_POSTGRESQL = differences("differences-postgresql.txt");

    /** The major version of PostgreSQL whose differences are listed: that of Debian 12. */
    private static final int LISTED = 15;

    private static DqliteCluster cluster;
    private static SessionFactory dqlite;
    private static SessionFactory h2;
    private static @Nullable PostgreSqlServer server;
    private static @Nullable SessionFactory postgresql;

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(1);
        dqlite = open(cluster.jdbcUrl("differential"));
        h2 = open("jdbc:h2:mem:differential;DB_CLOSE_DELAY=-1");
        server = PostgreSqlServer.startIfInstalled(LISTED);
        if (server != null) {
            postgresql = open(server.url());
        }
    }

    @AfterAll
    static void stop() {
        if (postgresql != null) {
            postgresql.close();
        }
        if (server != null) {
            server.close();
        }
        h2.close();
        dqlite.close();
        cluster.close();
    }

    private static SessionFactory open(String url) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true");
        Library.ENTITIES.forEach(configuration::addAnnotatedClass);
        SessionFactory sessions = configuration.buildSessionFactory();
        sessions.inTransaction(Library::fill);
        return sessions;
    }

    static List<String> queries() {
        return lines("queries.hql").toList();
    }

    static List<String> criteria() {
        return List.copyOf(CriteriaQueries.ALL.keySet());
    }

    private static Stream<String> lines(String file) {
        try (InputStream in = DifferentialIT.class.getResourceAsStream("/differential/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"));
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }

    /** Query, then what stands behind {@code ::}. */
    private static Map<String, String> differences(String file) {
        Map<String, String> differences = new LinkedHashMap<>();
        lines(file).forEach(line -> {
            String[] parts = line.split(" :: ", 2);
            differences.put(parts[0], parts[1]);
        });
        return differences;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hqlReturnsTheSame(String hql) {
        compare(hql, Question.hql(hql), h2, ON_H2);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaReturnTheSame(String name) {
        compare(name, CriteriaQueries.ALL.get(name), h2, ON_H2);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hqlReturnsTheSameAsOnPostgreSql(String hql) {
        compare(hql, Question.hql(hql), postgresql(), ON_POSTGRESQL);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaReturnTheSameAsOnPostgreSql(String name) {
        compare(name, CriteriaQueries.ALL.get(name), postgresql(), ON_POSTGRESQL);
    }

    /** Without a PostgreSQL whose differences are listed these tests are skipped, and reported so. */
    private static SessionFactory postgresql() {
        assumeThat(postgresql).as("PostgreSQL " + LISTED + " is not installed").isNotNull();
        return postgresql;
    }

    private static void compare(
            String name, Question question, SessionFactory oracle, Map<String, String> differences) {
        Answer expected = Answer.of(oracle, question);
        Answer found = Answer.of(dqlite, question);
        if (differences.containsKey(name)) {
            assertThat(found.equals(expected) && !found.failed())
                    .as("It is listed that %s differs: %s", name, found)
                    .isFalse();
            return;
        }
        assertThat(expected.failed()).as("Expected: %s", expected).isFalse();
        assertThat(found).as(name).hasToString(expected.toString());
    }

    @Test
    void eachDifferenceIsThatOfAQuery() {
        List<String> all =
                Stream.concat(queries().stream(), criteria().stream()).toList();
        assertThat(all).containsAll(ON_H2.keySet()).containsAll(ON_POSTGRESQL.keySet());
    }
}
