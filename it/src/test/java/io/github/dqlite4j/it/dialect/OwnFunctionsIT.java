package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.time.Instant;
import org.hibernate.JDBCException;
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
        Instant at = Instant.parse("2024-01-31T01:02:03.5Z");

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
                "json_objectagg(str(m.id) : m.y)            | {\"1\":2.0,\"2\":4.0,\"4\":10.0}",
                "json_objectagg(str(m.id) : m.y null on null) | {\"1\":2.0,\"2\":4.0,\"3\":null,\"4\":10.0}",
                "json_mergepatch('{\"a\":1}', '{\"a\":null,\"c\":3}') | {\"c\":3}",
                "json_mergepatch('{\"a\":1}', '{\"b\":2}', '{\"a\":null}') | {\"b\":2}",
                "json_array_append('{\"l\":[1]}', '$.l', 2) | {\"l\":[1,2]}",
                "json_array_append('{\"l\":[1]}', '$.l', true) | {\"l\":[1,true]}",
                "json_array_append('{\"l\":2}', '$.l', json_array(1)) | {\"l\":[2,[1]]}",
                "json_array_append('{\"l\":null}', '$.l', 'x') | {\"l\":[null,\"x\"]}",
                "json_array_append('{\"a\":\"b\"}', '$.a', m.at) | {\"a\":[\"b\",\"2024-01-31T01:02:03.5Z\"]}",
                "json_array_append('{}', '$.l', 1)          | {}",
                "json_array_append('3', '$', 1)             | [3,1]",
                "json_array_append(cast(null as String), '$', 1) |",
                "json_array_insert('[1]', '$[0]', datetime 2024-01-31 01:02:03.5) | [\"2024-01-31T01:02:03.5\",1]",
                "json_array_insert('[1]', '$[0]', true)     | [true,1]",
                "json_set('{}', '$.t', datetime 2024-01-31 01:02:03.5) | {\"t\":\"2024-01-31T01:02:03.5\"}",
                "json_insert('{}', '$.t', time 01:02:03)    | {\"t\":\"01:02:03\"}",
                "json_replace('{\"t\":0}', '$.t', date 2024-01-31) | {\"t\":\"2024-01-31\"}",
                "json_set('{}', '$.t', true)                | {\"t\":true}",
                "json_set('{}', '$.t', json_array(1, 2))    | {\"t\":[1,2]}",
                "json_set('{}', '$.t', cast('ab' as Binary)) | {\"t\":\"6162\"}",
                "json_value(json_set('{}', '$.t', m.at), '$.t' returning Instant) | 2024-01-31T01:02:03.500Z",
                "(select t.t from json_table('{\"t\":\"2024-01-31T01:02:03.5\"}', '$' columns(t LocalDateTime)) t) | 2024-01-31T01:02:03.500",
                "(select t.t from json_table('{\"t\":\"2024-01-31T01:02:03.5Z\"}', '$' columns(t Instant)) t) | 2024-01-31T01:02:03.500Z",
                "(select t.t from json_table('{\"t\":\"01:02:03.5\"}', '$' columns(t LocalTime)) t) | 01:02:03.500",
                "(select count(*) from Measure n join lateral json_table(json_array(n.at), '$[*]' columns(t Instant path '$')) t where t.t = n.at) | 4",
                "(select t.q from json_table('{}', '$' columns(q json path '$.q' empty array on empty)) t) | []",
                "json_value('{}', '$.a' default 'x' on empty) | x",
                "json_value('{\"a\":null}', '$.a' default 'x' on empty) |",
                "json_value('{\"a\":3}', '$.a' returning Integer default 5 on empty) | 3",
                "json_value('{\"a\":[]}', '$.a' default 'e' on error default 'x' on empty) | e",
                "json_value(cast(null as String), '$.a' default 'e' on error default 'x' on empty) |",
                "json_value('{\"a\":3}', '$.a' error on error error on empty) | 3",
                "json_query('{}', '$.a' empty array on empty) | []",
                "json_query('{}', '$.a' empty object on empty) | {}",
                "json_query('no json', '$.a' empty array on error) | []",
                "json_query('{\"a\":[1]}', '$.a' error on error error on empty) | [1]",
                "json_exists('no json', '$.a' true on error) | true",
                "json_exists('{}', '$.a' error on error)     | false",
                "json_objectagg(cast(m.x as String) : m.x with unique keys) | {\"1\":1,\"2\":2,\"3\":3,\"5\":5}",
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
                "json_value('{\"a\":[]}', '$.a' error on error)",
                "json_value('no json', '$.a' error on error)",
                "json_query('{}', '$.a' error on error error on empty)",
                "json_exists('no json', '$.a' error on error)",
                "json_objectagg('a' : m.x with unique keys)",
                "(select t.t from json_table('{}', '$' columns(t String error on empty)) t)",
                "(select t.t from json_table('{}', '$' columns(t json error on empty)) t)"
            })
    void theServerFails(String expression) {
        assertThatThrownBy(() -> first(expression)).isInstanceOf(JDBCException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "stddev(m.x) over ()",
                "stddev(distinct m.x)",
                "regexp_like('a', 'b')",
                "format(local datetime as 'yyyy w')"
            })
    void whatCannotBeSaidIsRefused(String expression) {
        assertThatThrownBy(() -> first(expression)).hasStackTraceContaining("dqlite");
    }
}
