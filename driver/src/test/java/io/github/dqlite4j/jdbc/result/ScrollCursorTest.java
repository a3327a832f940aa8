package io.github.dqlite4j.jdbc.result;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.jdbc.convert.ColumnReader;
import io.github.dqlite4j.peer.WireBytes;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLFeatureNotSupportedException;
import java.time.ZoneOffset;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Moving to and fro, as the Javadoc of ResultSet says. */
class ScrollCursorTest {
    private static DqliteResultSet result(FakeRows messages, long maxRows) {
        return new DqliteResultSet(new ScrollCursor(messages, maxRows), new ColumnReader(ZoneOffset.UTC), null, 0);
    }

    private static DqliteResultSet result(int... counts) {
        return result(FakeRows.of(counts), 0);
    }

    private static void assertOn(ResultSet result, int row) throws SQLException {
        assertThat(result.getRow()).isEqualTo(row);
        assertThat(result.getLong(1)).isEqualTo(row);
        assertThat(result.getString(2)).isEqualTo("row " + row);
    }

    @Test
    void anEmptyResultHasNoPlaceToBe() throws SQLException {
        try (ResultSet result = result(0)) {
            for (int i = 0; i < 2; i++) {
                assertThat(result.isBeforeFirst()).isFalse();
                assertThat(result.isAfterLast()).isFalse();
                assertThat(result.isFirst()).isFalse();
                assertThat(result.isLast()).isFalse();
                assertThat(result.getRow()).isZero();
                assertThat(result.first()).isFalse();
                assertThat(result.last()).isFalse();
                assertThat(result.absolute(1)).isFalse();
                assertThat(result.absolute(-1)).isFalse();
                assertThat(result.relative(1)).isFalse();
                assertThat(result.relative(-1)).isFalse();
                assertThat(result.previous()).isFalse();
                assertThat(result.next()).isFalse();
                result.beforeFirst();
                result.afterLast();
            }
        }
    }

    @Test
    void absoluteCountsFromEitherEnd() throws SQLException {
        try (ResultSet result = result(2, 3)) {
            assertThat(result.absolute(4)).isTrue();
            assertOn(result, 4);
            assertThat(result.absolute(-1)).isTrue();
            assertOn(result, 5);
            assertThat(result.absolute(-5)).isTrue();
            assertOn(result, 1);
            assertThat(result.absolute(-6)).isFalse();
            assertThat(result.isBeforeFirst()).isTrue();
            assertThat(result.absolute(6)).isFalse();
            assertThat(result.isAfterLast()).isTrue();
            assertThat(result.absolute(0)).isFalse();
            assertThat(result.isBeforeFirst()).isTrue();
            assertThat(result.absolute(Integer.MAX_VALUE)).isFalse();
            assertThat(result.isAfterLast()).isTrue();
            assertThat(result.absolute(Integer.MIN_VALUE)).isFalse();
            assertThat(result.isBeforeFirst()).isTrue();
        }
    }

    @Test
    void afterTheLastComesTheLastAgain() throws SQLException {
        try (ResultSet result = result(2, 3)) {
            result.afterLast();
            assertThat(result.isAfterLast()).isTrue();
            assertThat(result.getRow()).isZero();
            assertThat(result.next()).isFalse();
            assertThat(result.previous()).isTrue();
            assertOn(result, 5);
            assertThat(result.isLast()).isTrue();
            result.beforeFirst();
            assertThat(result.previous()).isFalse();
            assertThat(result.next()).isTrue();
            assertOn(result, 1);
            assertThat(result.isFirst()).isTrue();
            assertThat(result.last()).isTrue();
            assertOn(result, 5);
            assertThat(result.first()).isTrue();
            assertOn(result, 1);
        }
    }

    @Test
    void withoutACurrentRowNothingCanBeRead() throws SQLException {
        try (ResultSet result = result(1)) {
            assertThatThrownBy(() -> result.getInt(1)).hasFieldOrPropertyWithValue("SQLState", "24000");
            assertThat(result.next()).isTrue();
            assertThat(result.next()).isFalse();
            assertThatThrownBy(() -> result.getInt(1)).hasFieldOrPropertyWithValue("SQLState", "24000");
        }
    }

    @ParameterizedTest
    @ValueSource(longs = {1, 2, 3, 4, 5, 6, 7, 8, 9, 10})
    void everyWalkAgreesWithACounter(long seed) throws SQLException {
        Random random = new Random(seed);
        int[] counts = random.ints(1 + random.nextInt(5), 0, 4).toArray();
        int all = java.util.Arrays.stream(counts).sum();
        int max = random.nextInt(all + 3);
        int size = max == 0 ? all : Math.min(max, all);
        try (ResultSet result = result(FakeRows.of(counts), max)) {
            int at = 0;
            for (int step = 0; step < 500; step++) {
                int by = random.nextInt(2 * size + 5) - size - 2;
                boolean on;
                switch (random.nextInt(7)) {
                    case 0 -> {
                        on = result.next();
                        at = at + 1;
                    }
                    case 1 -> {
                        on = result.previous();
                        at = at - 1;
                    }
                    case 2 -> {
                        on = result.relative(by);
                        at = at + by;
                    }
                    case 3 -> {
                        on = result.absolute(by);
                        at = by >= 0 ? by : size + 1 + by;
                    }
                    case 4 -> {
                        on = result.last();
                        at = size;
                    }
                    case 5 -> {
                        result.afterLast();
                        on = false;
                        at = size + 1;
                    }
                    default -> {
                        on = result.first();
                        at = 1;
                    }
                }
                at = Math.max(0, Math.min(at, size + 1));
                assertThat(on).isEqualTo(at > 0 && at <= size);
                if (on) {
                    assertOn(result, at);
                } else {
                    assertThat(result.getRow()).isZero();
                }
                assertThat(result.isBeforeFirst()).isEqualTo(size > 0 && at == 0);
                assertThat(result.isAfterLast()).isEqualTo(size > 0 && at > size);
                assertThat(result.isFirst()).isEqualTo(on && at == 1);
                assertThat(result.isLast()).isEqualTo(on && at == size);
            }
        }
    }

    @Test
    void readsNoFurtherThanItMust() throws SQLException {
        FakeRows messages = FakeRows.of(2, 2, 2);
        try (ResultSet result = result(messages, 0)) {
            assertThat(result.absolute(2)).isTrue();
            assertThat(messages.read()).isEqualTo(1);
            assertThat(result.isLast()).isFalse();
            assertThat(messages.read()).isEqualTo(2);
            assertThat(result.last()).isTrue();
            assertThat(messages.read()).isEqualTo(3);
        }
        assertThat(messages.closed).isOne();
    }

    @Test
    void tellsTheServerWhenThereAreRowsEnough() throws SQLException {
        FakeRows messages = FakeRows.of(2, 2, 2);
        try (ResultSet result = result(messages, 3)) {
            assertThat(result.last()).isTrue();
            assertOn(result, 3);
        }
        assertThat(messages.read()).isEqualTo(2);
        assertThat(messages.stopped).isOne();
    }

    @Test
    void malformedRowsAreAnErrorOfTheConnection() throws SQLException {
        FakeRows messages = FakeRows.of(2, 2);
        messages.add(new WireBytes()
                .int64(2)
                .text("n")
                .text("N")
                .int64(0x37)
                .int64(1)
                .int64(0)
                .int64(-1));
        try (ResultSet result = result(messages, 0)) {
            assertThat(result.absolute(4)).isTrue();
            assertThatThrownBy(result::last).hasFieldOrPropertyWithValue("SQLState", "08P01");
        }
    }

    @Test
    void saysWhatItIs() throws SQLException {
        try (ResultSet result = result(1)) {
            assertThat(result.getType()).isEqualTo(ResultSet.TYPE_SCROLL_INSENSITIVE);
            assertThat(result.getConcurrency()).isEqualTo(ResultSet.CONCUR_READ_ONLY);
            assertThat(result.getHoldability()).isEqualTo(ResultSet.HOLD_CURSORS_OVER_COMMIT);
            result.setFetchDirection(ResultSet.FETCH_REVERSE);
            assertThat(result.getFetchDirection()).isEqualTo(ResultSet.FETCH_REVERSE);
            result.setFetchSize(7);
            assertThat(result.getFetchSize()).isEqualTo(7);
            assertThatThrownBy(() -> result.setFetchSize(-1)).isInstanceOf(SQLException.class);
            assertThatThrownBy(() -> result.setFetchDirection(1)).isInstanceOf(SQLException.class);
            assertThat(result.next()).isTrue();
            assertThatThrownBy(() -> result.updateInt(1, 1))
                    .isInstanceOf(SQLFeatureNotSupportedException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "HYC00");
            assertThat(result.rowUpdated()).isFalse();
        }
    }
}
