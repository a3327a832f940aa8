package io.github.dqlite4j.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

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
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries of {@code differential/queries.hql} and {@link CriteriaQueries}, on a real node and on H2. Both must return the same, unless
 * {@code differential/differences.txt} says why not.
 */
class DifferentialIT {
    private static final Map<String, String> DIFFERENCES = differences();

    private static DqliteCluster cluster;
    private static SessionFactory dqlite;
    private static SessionFactory h2;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        dqlite = open(cluster.jdbcUrl("differential"));
        h2 = open("jdbc:h2:mem:differential;DB_CLOSE_DELAY=-1");
    }

    @AfterAll
    static void stop() {
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
    private static Map<String, String> differences() {
        Map<String, String> differences = new LinkedHashMap<>();
        lines("differences.txt").forEach(line -> {
            String[] parts = line.split(" :: ", 2);
            differences.put(parts[0], parts[1]);
        });
        return differences;
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hqlReturnsTheSame(String hql) {
        compare(hql, Question.hql(hql));
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaReturnTheSame(String name) {
        compare(name, CriteriaQueries.ALL.get(name));
    }

    private static void compare(String name, Question question) {
        Answer expected = Answer.of(h2, question);
        Answer found = Answer.of(dqlite, question);
        if (DIFFERENCES.containsKey(name)) {
            assertThat(found.equals(expected) && !found.failed())
                    .as("differences.txt says that %s differs: %s", name, found)
                    .isFalse();
            return;
        }
        assertThat(expected.failed()).as("On H2: %s", expected).isFalse();
        assertThat(found).as(name).hasToString(expected.toString());
    }

    @Test
    void eachDifferenceIsThatOfAQuery() {
        assertThat(DIFFERENCES.keySet())
                .isSubsetOf(
                        Stream.concat(queries().stream(), criteria().stream()).toList());
    }
}
