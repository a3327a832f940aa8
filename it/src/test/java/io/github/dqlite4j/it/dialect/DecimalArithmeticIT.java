package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.math.MathContext;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.exception.DataException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Decimal attributes through JPA on a real node: stored, read back, and calculated with in HQL. */
class DecimalArithmeticIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Line")
    static class Line {
        @Id
        long id;

        @Column(precision = 12, scale = 2)
        BigDecimal price;

        @Column(precision = 12, scale = 4)
        BigDecimal rate;

        BigDecimal plain;
        int quantity;
        double weight;

        Line() {}

        Line(long id, String price, String rate, int quantity) {
            this.id = id;
            this.price = price == null ? null : new BigDecimal(price);
            this.rate = rate == null ? null : new BigDecimal(rate);
            this.plain = this.price;
            this.quantity = quantity;
            this.weight = 0.1;
        }
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("decimals"))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .addAnnotatedClass(Line.class)
                .buildSessionFactory();
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void fill() {
        sessions.inTransaction(session -> {
            session.createMutationQuery("delete from Line").executeUpdate();
            session.persist(new Line(1, "0.10", "1.1000", 3));
            session.persist(new Line(2, "0.20", "0.0333", 1));
        });
    }

    private static BigDecimal number(String hql) {
        return sessions.fromSession(
                session -> session.createSelectionQuery(hql, BigDecimal.class).getSingleResult());
    }

    private static <X> List<X> list(String hql, Class<X> type) {
        return sessions.fromSession(
                session -> session.createSelectionQuery(hql, type).list());
    }

    private static List<Long> ids(String where) {
        return list("select id from Line where " + where + " order by id", Long.class);
    }

    @Test
    void anAttributeComesBackWithItsScale() throws SQLException {
        sessions.inTransaction(session -> {
            session.persist(new Line(3, "19.1", "100", 1));
            session.persist(new Line(4, "1.005", "-0.00005", 1));
        });
        sessions.inSession(session -> {
            assertThat(session.find(Line.class, 3L).price).isEqualTo(new BigDecimal("19.10"));
            assertThat(session.find(Line.class, 3L).plain).isEqualTo(new BigDecimal("19.10"));
            assertThat(session.find(Line.class, 3L).rate).isEqualTo(new BigDecimal("100.0000"));
            assertThat(session.find(Line.class, 4L).price).isEqualTo(new BigDecimal("1.01"));
            assertThat(session.find(Line.class, 4L).rate).isEqualTo(new BigDecimal("-0.0001"));
            assertThat(session.createNativeQuery("select price from Line where id = 3", Object.class)
                            .getSingleResult())
                    .isEqualTo(new BigDecimal("19.10"));
        });
        try (var connection = DriverManager.getConnection(cluster.jdbcUrl("decimals"));
                Statement statement = connection.createStatement();
                ResultSet row = statement.executeQuery("SELECT price FROM Line WHERE id = 4 AND price = 1.01")) {
            assertThat(row.next()).isTrue();
            assertThat(row.getString(1)).isEqualTo("1.01");
        }
    }

    @Test
    void aQuotientIsRoundedToItsColumn() {
        BigDecimal third = BigDecimal.TEN.divide(BigDecimal.valueOf(3), MathContext.DECIMAL128);
        sessions.inTransaction(session -> {
            session.find(Line.class, 1L).price = third;
            session.createMutationQuery("update Line set price = :third where id = 2")
                    .setParameter("third", third)
                    .executeUpdate();
        });
        assertThat(ids("price = 3.33bd")).containsExactly(1L, 2L);
        List<Long> less = sessions.fromSession(session -> session.createSelectionQuery(
                        "select id from Line where price < :third order by id", Long.class)
                .setParameter("third", third)
                .list());
        assertThat(less).containsExactly(1L, 2L);
    }

    @ParameterizedTest
    @ValueSource(strings = {"999999999999.12345678", "1e400", "12345678901234567.89"})
    void moreDigitsThanSqliteKeepsAreRefused(String value) {
        assertThatThrownBy(() -> sessions.inTransaction(
                        session -> session.persist(new Line(9, value.startsWith("9") ? "1" : value, value + "1", 1))))
                .hasRootCauseInstanceOf(java.sql.SQLDataException.class);
        assertThat(ids("id = 9")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "3 * price               | 0.3",
                "price * quantity        | 0.3",
                "price + 0.2bd           | 0.3",
                "price * 1.1bd           | 0.11",
                "price * rate            | 0.11",
                "price + price + price   | 0.3",
                "(price + 0.2bd) * 3     | 0.9",
                "price - 0.3bd           | -0.2",
                "-price * 3              | -0.3",
                "price * 10000001        | 1000000.1",
                "(price + 0.9bd) / 4     | 0.25"
            })
    void arithmeticIsExact(String expression, String expected) {
        assertThat(number("select " + expression + " from Line where id = 1"))
                .isEqualByComparingTo(new BigDecimal(expected));
        assertThat(ids("id = 1 and " + expression + " = " + expected + "bd")).containsExactly(1L);
    }

    @Test
    void aSmallDifferenceOfLargeNumbersIsExact() {
        sessions.inTransaction(session -> session.find(Line.class, 1L).price = new BigDecimal("1000000000.10"));
        assertThat(number("select price - 1000000000 from Line where id = 1")).isEqualByComparingTo("0.1");
    }

    @Test
    void sumsAreExact() {
        assertThat(number("select sum(price) from Line")).isEqualByComparingTo("0.3");
        assertThat(number("select sum(price * quantity) from Line")).isEqualByComparingTo("0.5");
        assertThat(number("select sum(distinct price) from Line")).isEqualByComparingTo("0.3");
        assertThat(number("select sum(price) filter (where quantity = 3) from Line"))
                .isEqualByComparingTo("0.1");
        assertThat(number("select sum(price) * 2 from Line")).isEqualByComparingTo("0.6");
        assertThat(number("select sum(price) from Line where id > 5")).isNull();
        assertThat(list("select max(id) from Line group by weight having sum(price) = 0.30bd", Long.class))
                .hasSize(1);
        assertThat(list("select sum(price) over (order by id) from Line order by id", BigDecimal.class))
                .usingElementComparator(BigDecimal::compareTo)
                .containsExactly(new BigDecimal("0.10"), new BigDecimal("0.30"));
    }

    /** The node sums doubles one after the other, which is off by cents here. */
    @Test
    void aLongSumIsExact() {
        sessions.inTransaction(session -> {
            session.createMutationQuery("delete from Line").executeUpdate();
            session.createNativeMutationQuery(
                            "insert into Line(id, price, rate, plain, quantity, weight) with recursive n(i) as (select 1 union all"
                                    + " select i + 1 from n where i < 100000) select i, 7654321.01, 1, 1, 1, 1 from n")
                    .executeUpdate();
        });
        assertThat(number("select sum(price) from Line")).isEqualByComparingTo("765432101000");
    }

    @Test
    void aSumBeyond64BitsIsAnError() {
        sessions.inTransaction(session -> {
            session.find(Line.class, 1L).price = new BigDecimal("90000000000000000");
            session.find(Line.class, 2L).price = new BigDecimal("90000000000000000");
        });
        assertThatThrownBy(() -> number("select sum(price) from Line")).isInstanceOf(DataException.class);
    }

    @ParameterizedTest
    @CsvSource({
        "60.60, price * 1.1, 66.66",
        "60.60, price * 1.1bd, 66.66",
        "0.05, price * 1.1bd, 0.06",
        "-0.05, price * 1.1bd, -0.06",
        "0.04, price * 1.1bd, 0.04",
        "10.00, price / 3, 3.33",
        "20.00, price / 3, 6.67",
        "1.00, 1.005bd, 1.01",
        "1.00, price * rate, 1.10",
        "1.00, price + 1, 2.00",
        "10.00, quantity / 2, 1.00"
    })
    void whatIsAssignedIsRoundedToItsColumn(String price, String expression, String expected) {
        sessions.inTransaction(session -> session.find(Line.class, 1L).price = new BigDecimal(price));
        sessions.inTransaction(
                session -> session.createMutationQuery("update Line set price = " + expression + " where id = 1")
                        .executeUpdate());
        BigDecimal stored = sessions.fromSession(session -> session.find(Line.class, 1L).price);
        assertThat(stored).isEqualTo(new BigDecimal(expected));
        assertThat(ids("price = " + expected + "bd")).contains(1L);
    }

    private static Line line(long id) {
        return sessions.fromSession(session -> session.find(Line.class, id));
    }

    private static BigDecimal number(String hql, BigDecimal parameter) {
        return sessions.fromSession(session -> session.createSelectionQuery(hql, BigDecimal.class)
                .setParameter("value", parameter)
                .getSingleResult());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "price * :value                   | 1.005     | 0.1005",
                "price * :value                   | 3         | 0.3",
                "price * :value                   | 1E+3      | 100",
                "price + :value                   | 0.00001   | 0.10001",
                "price - :value                   | 0.3       | -0.2",
                "-price * :value                  | 1.1       | -0.11",
                "(price + :value) * rate          | 0.005     | 0.1155",
                "price * :value + rate * :value   | 1.005     | 1.206",
                "sum(price * :value)              | 1.005     | 0.1005",
                "sum(price) * :value              | 1.005     | 0.1005",
                "max(price) * :value              | 1.1       | 0.11",
                "coalesce(price, :value) * 3      | 1.1       | 0.3",
                "round(price * :value, 2)         | 1.05      | 0.11",
                "price / :value                   | 0.1       | 1"
            })
    void aParameterHasTheDigitsOfItsValue(String expression, BigDecimal parameter, BigDecimal expected) {
        assertThat(number("select " + expression + " from Line where id = 1", parameter))
                .isEqualByComparingTo(expected);
    }

    /** The plan of the query is the same; the digits are those of each value. */
    @Test
    void aQueryIsExactForEachOfItsValues() {
        for (String factor : new String[] {"1.1", "1.005", "2", "0.123456789", "1.1"}) {
            BigDecimal value = new BigDecimal(factor);
            assertThat(number("select price * :value from Line where id = 1", value))
                    .isEqualByComparingTo(value.multiply(new BigDecimal("0.1")));
        }
        assertThat(number("select price * :value from Line where id = 1", null)).isNull();
    }

    @Test
    void averagesAreTheNearestDouble() {
        sessions.inTransaction(session -> session.persist(new Line(3, "0.30", "1", 1)));
        assertThat(list("select avg(price) from Line", Double.class)).containsExactly(0.2);
        assertThat(list("select avg(price * quantity) from Line where id < 3", Double.class))
                .containsExactly(0.25);
        assertThat(list("select avg(price) filter (where id < 3) from Line", Double.class))
                .containsExactly(0.15);
        assertThat(list("select avg(price) from Line where id > 9", Double.class))
                .containsExactly((Double) null);
        assertThat(list("select avg(price) over (order by id) from Line order by id", Double.class))
                .containsExactly(0.1, 0.15, 0.2);
    }

    @Test
    void casesAreExact() {
        assertThat(number("select sum(case when quantity = 3 then price else 0 end) * 3 from Line"))
                .isEqualByComparingTo("0.3");
        assertThat(number("select sum(case quantity when 3 then price * 1.1bd else price end) from Line"))
                .isEqualByComparingTo("0.31");
    }

    /** 123456.78 times 1.1234 has 12 digits and fits. Two long factors do not, unless the result is rounded. */
    @ParameterizedTest
    @ValueSource(
            strings = {"9999999999999.9999bd", "-1.234567890123456bd", "9223372036854775808bi", "9223372036854775808bd"
            })
    void aLiteralWithTooManyDigitsIsRefused(String literal) {
        assertThatThrownBy(() -> sessions.fromSession(session -> session.createSelectionQuery(
                                "select l.id from Line l where l.plain < " + literal, Long.class)
                        .list()))
                .hasStackTraceContaining("more digits than a number of SQLite can have");
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "999999999999.999bd",
                "1.50000000000000000000bd",
                "9223372036854775807bi",
                "9223372036854775807bd",
                "1e20bd"
            })
    void aLiteralThatSqliteKeepsIsExact(String literal) {
        BigDecimal expected = new BigDecimal(literal.substring(0, literal.length() - 2));
        Number found = sessions.fromSession(session ->
                session.createSelectionQuery("select " + literal, Number.class).getSingleResult());
        assertThat(new BigDecimal(found.toString())).isEqualByComparingTo(expected);
    }

    @Test
    void aResultWithTooManyDigitsIsRefused() {
        sessions.inTransaction(session -> session.find(Line.class, 1L).price = new BigDecimal("123456.78"));
        assertThat(number("select price * 1.1234bd from Line where id = 1")).isEqualByComparingTo("138691.346652");
        assertThatThrownBy(() -> number("select price * 1.1234567891bd from Line where id = 1"))
                .isInstanceOf(DataException.class);
        assertThatThrownBy(() -> number("select price * :value from Line where id = 1", new BigDecimal("1.1234567891")))
                .isInstanceOf(DataException.class);
        assertThat(number("select round(price * 1.1234567891bd, 2) from Line where id = 1"))
                .isEqualByComparingTo("138698.36");
        assertThatThrownBy(() -> number("select price + :value from Line where id = 1", new BigDecimal("1e-19")))
                .isInstanceOf(DataException.class);
        assertThat(list("select cast(price as Double) * 1.1234567891 from Line where id = 1", Double.class)
                        .get(0))
                .isCloseTo(138698.358, org.assertj.core.data.Offset.offset(0.001));
    }

    @Test
    void whatIsInsertedIsRoundedToItsColumn() {
        sessions.inTransaction(session -> {
            session.createMutationQuery(
                            "insert into Line (id, price, rate, quantity, weight) select id + 10, price * 1.05bd, rate * :value, 1, 1.0 from Line")
                    .setParameter("value", new BigDecimal("1.00005"))
                    .executeUpdate();
            session.createMutationQuery(
                            "insert into Line (id, price, rate, quantity, weight) values (20, 1.005bd, 1.0bd / 3, 1, 1.0)")
                    .executeUpdate();
        });
        assertThat(line(11).price).isEqualTo(new BigDecimal("0.11"));
        assertThat(line(11).rate).isEqualTo(new BigDecimal("1.1001"));
        assertThat(line(20).price).isEqualTo(new BigDecimal("1.01"));
        assertThat(line(20).rate).isEqualTo(new BigDecimal("0.3333"));
        assertThat(ids("price = 0.11bd")).containsExactly(11L);
    }

    @Test
    void aParameterOfAnUpdateIsExact() {
        sessions.inTransaction(
                session -> session.createMutationQuery("update Line set price = price * :value where id = 1")
                        .setParameter("value", new BigDecimal("100.05"))
                        .executeUpdate());
        assertThat(line(1).price).isEqualTo(new BigDecimal("10.01"));
    }

    /** Doubles stay doubles, and integers integers. */
    @Test
    void otherNumbersAreNotRounded() {
        assertThat(list(
                                "select weight * 3, quantity * 3, sum(quantity), sum(weight) from Line where id = 1",
                                Object[].class)
                        .get(0))
                .containsExactly(0.1 * 3, 9, 3L, 0.1);
    }
}
