package io.github.dqlite4j.it.differential;

import static org.assertj.core.api.Assumptions.assumeThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.PostgreSqlServer;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries of {@code differential/queries.hql} and {@link CriteriaQueries}, on a real node, on H2, and on PostgreSQL where it is
 * installed. All must have the same result, unless {@code differential/differences.txt} or {@code differences-postgresql.txt} has a reason.
 */
class DifferentialIT {
    private static final Comparison WITH_H2 = new Comparison("differences.txt");
    private static final Comparison WITH_POSTGRESQL = new Comparison("differences-postgresql.txt");

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
        server = PostgreSqlServer.startIfInstalled(LISTED, false);
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
        return Comparison.open(url, Library.ENTITIES, Library::fill);
    }

    static List<String> queries() {
        return Comparison.lines("queries.hql");
    }

    static List<String> criteria() {
        return List.copyOf(CriteriaQueries.ALL.keySet());
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hqlReturnsTheSame(String hql) {
        compare(hql, Question.hql(hql), h2, WITH_H2);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaReturnTheSame(String name) {
        compare(name, CriteriaQueries.ALL.get(name), h2, WITH_H2);
    }

    @ParameterizedTest
    @MethodSource("queries")
    void hqlReturnsTheSameAsOnPostgreSql(String hql) {
        compare(hql, Question.hql(hql), postgresql(), WITH_POSTGRESQL);
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaReturnTheSameAsOnPostgreSql(String name) {
        compare(name, CriteriaQueries.ALL.get(name), postgresql(), WITH_POSTGRESQL);
    }

    /** Without a PostgreSQL whose differences are listed these tests are skipped, and reported so. */
    private static SessionFactory postgresql() {
        assumeThat(postgresql).as("PostgreSQL " + LISTED + " is not installed").isNotNull();
        return postgresql;
    }

    private static void compare(String name, Question question, SessionFactory other, Comparison comparison) {
        comparison.check(name, Answer.of(other, question), Answer.of(dqlite, question));
    }

    @Test
    void eachDifferenceIsThatOfAQuery() {
        List<String> all =
                Stream.concat(queries().stream(), criteria().stream()).toList();
        WITH_H2.checkNames(all);
        WITH_POSTGRESQL.checkNames(all);
    }
}
