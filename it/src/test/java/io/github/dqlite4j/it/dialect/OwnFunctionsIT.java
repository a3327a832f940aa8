package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Functions of HQL that H2 does not have, with results worked out by hand, and forms that are refused. */
class OwnFunctionsIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Measure")
    static class Measure {
        @Id
        long id;

        int x;
        Double y;

        Measure() {}

        Measure(long id, int x, Double y) {
            this.id = id;
            this.x = x;
            this.y = y;
        }
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("functions"))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true")
                .addAnnotatedClass(Measure.class)
                .buildSessionFactory();
        sessions.inTransaction(session -> {
            session.persist(new Measure(1, 1, 2.0));
            session.persist(new Measure(2, 2, 4.0));
            session.persist(new Measure(3, 3, null));
            session.persist(new Measure(4, 5, 10.0));
        });
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    private static Object first(String expression) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + expression + " from Measure m", Object.class)
                        .setMaxResults(1)
                        .getSingleResult());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "json_set('{\"a\":1}', '$.a', 2)            | {\"a\":2}",
                "json_set('{\"a\":1}', '$.b', 'x')          | {\"a\":1,\"b\":\"x\"}",
                "json_insert('{\"a\":1}', '$.a', 2)         | {\"a\":1}",
                "json_replace('{\"a\":1}', '$.b', 2)        | {\"a\":1}",
                "json_remove('{\"a\":1,\"b\":2}', '$.a')    | {\"b\":2}",
                "json_mergepatch('{\"a\":1}', '{\"a\":null,\"c\":3}') | {\"c\":3}",
                "json_array_append('{\"l\":[1]}', '$.l', 2) | {\"l\":[1,2]}",
                "json_value('no json', '$.a')               |",
                "json_value('no json', '$.a' default 'x' on error) | x",
                "json_exists('no json', '$.a')              | false",
                "median(m.x)                                | 2.5",
                "var_pop(m.y)                               | 11.5555555555",
                "covar_pop(m.y, m.x)                        | 5.7777777777",
                "regr_slope(m.y, m.x)                       | 2.0",
                "regr_count(m.y, m.x)                       | 3",
                "percentile_cont(0.25) within group (order by m.y desc) | 7.0",
                "mode() within group (order by m.x)         | 1",
                "trunc(1234.567, 2)                         | 1234.56",
                "trunc(-1.999, 2)                           | -1.99"
            })
    void functionIsRight(String expression, String expected) {
        Object found = first(expression);
        if (found instanceof Double && expected != null) {
            assertThat((Double) found)
                    .isCloseTo(Double.parseDouble(expected), org.assertj.core.data.Offset.offset(1e-6));
        } else {
            assertThat(found == null ? null : found.toString()).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "json_value('{}', '$.a' error on empty)",
                "json_value('{}', '$.a' default 'x' on empty)",
                "json_query('{}', '$.a' empty array on empty)",
                "json_objectagg('a' : m.x with unique keys)",
                "stddev(m.x) over ()",
                "stddev(distinct m.x)",
                "regexp_like('a', 'b')",
                "format(local datetime as 'yyyy w')"
            })
    void whatCannotBeSaidIsRefused(String expression) {
        assertThatThrownBy(() -> first(expression)).hasStackTraceContaining("dqlite");
    }
}
