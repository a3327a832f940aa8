package io.github.dqlite4j.jdbc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.peer.WireBytes;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.nio.charset.StandardCharsets;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Reading once, and what holds for every result set. */
class ForwardCursorTest {
    private static DqliteResultSet result(FakeRows messages, long maxRows, int maxFieldSize) {
        return new DqliteResultSet(
                new ForwardCursor(messages, maxRows), new ColumnReader(ZoneOffset.UTC), null, maxFieldSize);
    }

    private static DqliteResultSet result(int... counts) {
        return result(FakeRows.of(counts), 0, 0);
    }

    @Test
    void knowsWhereItStands() throws SQLException {
        try (ResultSet result = result(2, 0, 1)) {
            assertThat(result.isBeforeFirst()).isTrue();
            assertThat(result.getRow()).isZero();
            for (int row = 1; row <= 3; row++) {
                assertThat(result.next()).isTrue();
                assertThat(result.isLast()).isEqualTo(row == 3);
                assertThat(result.isFirst()).isEqualTo(row == 1);
                assertThat(result.isBeforeFirst()).isFalse();
                assertThat(result.isAfterLast()).isFalse();
                assertThat(result.getRow()).isEqualTo(row);
                assertThat(result.getInt(1)).isEqualTo(row);
            }
            for (int i = 0; i < 2; i++) {
                assertThat(result.next()).isFalse();
                assertThat(result.isAfterLast()).isTrue();
                assertThat(result.isLast()).isFalse();
                assertThat(result.getRow()).isZero();
            }
        }
    }

    @Test
    void anEmptyResultHasNoPlaceToBe() throws SQLException {
        try (ResultSet result = result(0)) {
            assertThat(result.isBeforeFirst()).isFalse();
            assertThat(result.next()).isFalse();
            assertThat(result.isAfterLast()).isFalse();
            assertThat(result.isFirst()).isFalse();
            assertThat(result.isLast()).isFalse();
        }
    }

    @Test
    void doesNotMoveBack() throws SQLException {
        try (ResultSet result = result(3)) {
            assertThat(result.next()).isTrue();
            assertThatThrownBy(result::previous).hasMessageContaining("TYPE_SCROLL_INSENSITIVE");
            assertThatThrownBy(result::first).isInstanceOf(SQLException.class);
            assertThatThrownBy(result::last).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.absolute(1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.relative(1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(result::beforeFirst).isInstanceOf(SQLException.class);
            assertThatThrownBy(result::afterLast).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.setFetchDirection(ResultSet.FETCH_REVERSE))
                    .isInstanceOf(SQLException.class);
            assertThat(result.getType()).isEqualTo(ResultSet.TYPE_FORWARD_ONLY);
            assertThat(result.getFetchDirection()).isEqualTo(ResultSet.FETCH_FORWARD);
            assertThat(result.getInt(1)).isOne();
        }
    }

    @Test
    void stopsTheServerAtTheGreatestNumberOfRowsAndKeepsTheLast() throws SQLException {
        FakeRows messages = FakeRows.of(3, 3);
        try (ResultSet result = result(messages, 2, 0)) {
            assertThat(result.next()).isTrue();
            assertThat(messages.stopped).isZero();
            assertThat(result.next()).isTrue();
            assertThat(messages.stopped).isOne();
            assertThat(result.isLast()).isTrue();
            assertThat(result.getInt(1)).isEqualTo(2);
            assertThat(result.next()).isFalse();
        }
    }

    @Test
    void findsTheFirstOfEqualLabelsInAnyCase() throws SQLException {
        try (ResultSet result = result(1)) {
            assertThat(result.findColumn("n")).isOne();
            assertThat(result.findColumn("N")).isOne();
            assertThat(result.findColumn("N")).isOne();
            for (String label : new String[] {"", "m", "n ", null}) {
                assertThatThrownBy(() -> result.findColumn(label)).hasFieldOrPropertyWithValue("SQLState", "42S22");
            }
        }
    }

    @Test
    void columnsOutOfRangeAreErrors() throws SQLException {
        try (ResultSet result = result(1)) {
            assertThat(result.next()).isTrue();
            for (int column : new int[] {-1, 0, 3}) {
                assertThatThrownBy(() -> result.getObject(column)).hasFieldOrPropertyWithValue("SQLState", "07009");
            }
        }
    }

    @Test
    void cutsTextsAndBlobsToTheGreatestFieldSize() throws SQLException {
        FakeRows messages = new FakeRows();
        messages.add(new WireBytes()
                .int64(3)
                .text("t")
                .text("b")
                .text("i")
                .int64(0x143)
                .text("aé雪x")
                .blob("abcdef".getBytes(StandardCharsets.UTF_8))
                .int64(1234567)
                .int64(-1));
        try (ResultSet result = result(messages, 0, 4)) {
            assertThat(result.next()).isTrue();
            assertThat(result.getString(1)).isEqualTo("aé");
            assertThat(result.getObject(1)).isEqualTo("aé");
            assertThat(result.getBytes(2)).containsExactly('a', 'b', 'c', 'd');
            assertThat(result.getBinaryStream(2)).hasContent("abcd");
            assertThat(result.getString(3)).isEqualTo("1234567");
        }
    }

    @Test
    void wasNullIsAboutTheLastCell() throws SQLException {
        FakeRows messages = new FakeRows();
        messages.add(new WireBytes()
                .int64(2)
                .text("a")
                .text("b")
                .int64(0x15)
                .int64(0)
                .int64(7)
                .int64(-1));
        try (ResultSet result = result(messages, 0, 0)) {
            assertThat(result.wasNull()).isFalse();
            assertThat(result.next()).isTrue();
            assertThat(result.getInt("a")).isZero();
            assertThat(result.wasNull()).isTrue();
            assertThat(result.getInt("b")).isEqualTo(7);
            assertThat(result.wasNull()).isFalse();
            assertThat(result.getObject("a")).isNull();
            assertThat(result.wasNull()).isTrue();
        }
    }

    @Test
    void closesTwiceHarmlessly() throws SQLException {
        FakeRows messages = FakeRows.of(1);
        ResultSet result = result(messages, 0, 0);
        result.close();
        result.close();
        assertThat(result.isClosed()).isTrue();
        assertThat(messages.closed).isOne();
    }

    static Stream<Method> methods() {
        Set<String> allowed = Set.of("close", "isClosed", "unwrap", "isWrapperFor");
        return Stream.of(ResultSet.class.getMethods())
                .filter(method -> Modifier.isAbstract(method.getModifiers()) || method.isDefault())
                .filter(method -> !allowed.contains(method.getName()));
    }

    @ParameterizedTest
    @MethodSource("methods")
    void everythingElseOfAClosedResultThrows(Method method) throws Exception {
        ResultSet result = result(1);
        result.next();
        result.close();
        Object[] arguments = Stream.of(method.getParameterTypes())
                .map(ForwardCursorTest::argument)
                .toArray();
        assertThatThrownBy(() -> {
                    try {
                        method.invoke(result, arguments);
                    } catch (InvocationTargetException e) {
                        throw e.getCause();
                    }
                })
                .isInstanceOf(SQLException.class)
                .satisfies(e -> assertThat(((SQLException) e).getSQLState())
                        .isEqualTo(e instanceof SQLFeatureNotSupportedException ? "HYC00" : "24000"));
    }

    private static Object argument(Class<?> type) {
        List<Object> examples = List.of(1, 1L, (short) 1, (byte) 1, 1f, 1d, true, "n", ResultSet.class);
        return examples.stream()
                .filter(example -> type.isInstance(example)
                        || java.lang.invoke.MethodType.methodType(type)
                                .wrap()
                                .returnType()
                                .isInstance(example))
                .findFirst()
                .orElse(null);
    }
}
