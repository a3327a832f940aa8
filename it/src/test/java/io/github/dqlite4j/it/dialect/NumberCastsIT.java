package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.params.provider.Arguments.arguments;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import jakarta.persistence.Lob;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.DayOfWeek;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.DataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Casts of HQL between numbers, texts, booleans and enums. No value is changed silently. */
class NumberCastsIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Value")
    static class Value {
        @Id
        int id;

        Boolean truth;
        Integer number;

        @Column(name = "large")
        Long big;

        Float single;

        @Column(name = "dbl")
        Double real;

        @Column(precision = 12, scale = 2)
        BigDecimal price;

        String word;
        String digits;

        @Lob
        String story;

        DayOfWeek day;

        @Enumerated(EnumType.STRING)
        DayOfWeek named;

        Duration length;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("numbers"))
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Value.class)
                .buildSessionFactory();
        sessions.inTransaction(session -> {
            Value value = new Value();
            value.id = 1;
            value.truth = true;
            value.number = 7;
            value.big = 9_007_199_254_740_993L;
            value.single = 0.5f;
            value.real = -2.75;
            value.price = new BigDecimal("100.00");
            value.word = "abc";
            value.digits = "42";
            value.story = "12x";
            value.day = DayOfWeek.TUESDAY;
            value.named = DayOfWeek.TUESDAY;
            value.length = Duration.ofNanos(5);
            session.persist(value);
            Value empty = new Value();
            empty.id = 2;
            session.persist(empty);
        });
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    private static List<Object> select(String hql, int id) {
        return sessions.fromSession(
                session -> session.createSelectionQuery("select " + hql + " from Value where id = " + id, Object.class)
                        .list());
    }

    static Stream<Arguments> casts() {
        return Stream.of(
                arguments("cast(digits as Integer)", 42),
                arguments("cast(digits as Long)", 42L),
                arguments("cast(' -7 ' as Integer)", -7),
                arguments("cast('+7' as Integer)", 7),
                arguments("cast('9223372036854775807' as Long)", Long.MAX_VALUE),
                arguments("cast(digits as Short)", (short) 42),
                arguments("cast(digits as Byte)", (byte) 42),
                arguments("cast(digits as Double)", 42.0),
                arguments("cast('-1.5e3' as Double)", -1500.0),
                arguments("cast('.5' as Float)", 0.5f),
                arguments("cast('1.255' as BigDecimal(12,2))", new BigDecimal("1.26")),
                arguments("cast(digits as BigInteger)", BigInteger.valueOf(42)),
                arguments("cast(real as Integer)", -2),
                arguments("cast(price as Long)", 100L),
                arguments("cast(big as Double)", 9_007_199_254_740_992.0),
                arguments("cast(big as BigDecimal(20,2))", new BigDecimal("9007199254740993")),
                arguments("cast(10 / 3.0 as BigDecimal(12,2))", new BigDecimal("3.33")),
                arguments("cast(price as Double)", 100.0),
                arguments("cast(number as String)", "7"),
                arguments("cast(big as String)", "9007199254740993"),
                arguments("cast(real as String)", "-2.75"),
                arguments("cast(price as String)", "100.00"),
                arguments("cast(price * price as String)", "10000.0000"),
                arguments("cast(truth as Integer)", 1),
                arguments("cast(truth as Long)", 1L),
                arguments("cast(truth as String)", "true"),
                arguments("cast(number as Boolean)", true),
                arguments("cast(real as Boolean)", true),
                arguments("cast(0.0 as Boolean)", false),
                arguments("cast(price as Boolean) = true", true),
                arguments("cast(day as String)", "1"),
                arguments("cast(day as Integer)", 1),
                arguments("cast(named as String)", "TUESDAY"),
                arguments("cast(length as Long)", 5L),
                arguments("cast(5 as Duration)", Duration.ofNanos(5)));
    }

    @ParameterizedTest
    @MethodSource("casts")
    void aCastGivesTheSameValueInTheOtherType(String hql, Object expected) {
        Object found = select(hql, 1).get(0);
        if (found instanceof BigDecimal decimal) {
            assertThat(decimal).isEqualByComparingTo((BigDecimal) expected);
        } else {
            assertThat(found).isEqualTo(expected);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cast(word as Integer)",
                "cast(word as Long)",
                "cast(word as Double)",
                "cast(word as BigDecimal(12,2))",
                "cast(word as BigInteger)",
                "cast(word as Duration)",
                "cast(story as Integer)",
                "cast(story as Double)",
                "cast('' as Integer)",
                "cast('1.5' as Integer)",
                "cast('9223372036854775808' as Long)",
                "cast('0x10' as Integer)",
                "cast(real * 1e18 * 10 as Long)",
                "cast(big as Integer)",
                "cast(number * 100 as Byte)",
            })
    void whatIsNotInTheOtherTypeIsAnError(String hql) {
        assertThatThrownBy(() -> select(hql, 1)).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "cast(word as Integer)",
                "cast(word as Double)",
                "cast(word as BigDecimal(12,2))",
                "cast(real as Long)",
                "cast(price as String)",
                "cast(truth as String)",
                "cast(real as Boolean)"
            })
    void nullStaysNull(String hql) {
        assertThat(select(hql, 2)).hasSize(1).containsOnlyNulls();
    }
}
