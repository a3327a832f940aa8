package io.github.dqlite4j.peer;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.jdbc.DqliteConnectionPoolDataSource;
import io.github.dqlite4j.peer.SharedConnection.Call;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.stream.Stream;
import javax.sql.PooledConnection;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInstance;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * One connection in several threads: each call has its right answer, or fails with an SQLException if another ended it. A
 * subclass says where the table of {@link SharedConnection} is.
 */
@Timeout(300)
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
public abstract class ConcurrentUse {
    private final boolean realNode;
    private final int rounds;
    private final int closingRounds;

    /**
     * @param realNode whether every call can be made, and not only those that a {@link NumberedNode} understands
     * @param rounds how often each pair of calls is made
     * @param closingRounds how often each end of a result is tried, each time at another row
     */
    protected ConcurrentUse(boolean realNode, int rounds, int closingRounds) {
        this.realNode = realNode;
        this.rounds = rounds;
        this.closingRounds = closingRounds;
    }

    protected abstract String url();

    @Test
    void twoThreadsReadTheirOwnResults() throws Exception {
        try (Connection connection = DriverManager.getConnection(url())) {
            assertNothingThrown(ParallelCalls.run(() -> readResults(connection, 0), () -> readResults(connection, 1)));
        }
    }

    /** Reads 100 results with one statement, the even queries or the odd ones. */
    private static void readResults(Connection connection, int side) throws SQLException {
        try (PreparedStatement select = connection.prepareStatement(SharedConnection.SELECT)) {
            for (int i = 0; i < 100; i++) {
                int number = i % 5 * 2 + side;
                select.setLong(1, number);
                try (ResultSet rows = select.executeQuery()) {
                    SharedConnection.checkRest(rows, number, 0);
                }
            }
        }
    }

    private List<Call> possible() {
        return Arrays.stream(Call.values())
                .filter(call -> realNode || !call.needsRealNode())
                .toList();
    }

    private Stream<Arguments> calls() {
        return possible().stream()
                .flatMap(call -> Stream.of(true, false).map(autoCommit -> Arguments.of(call, autoCommit)));
    }

    /** The checks that the pairs below rely on. */
    @ParameterizedTest(name = "{0}, auto-commit {1}")
    @MethodSource("calls")
    void callOfOneThreadIsRight(Call call, boolean autoCommit) throws Exception {
        try (SharedConnection shared = new SharedConnection(url(), autoCommit, false)) {
            Throwable thrown = ParallelCalls.run(() -> call.run(shared, 0)).get(0);
            assertRightOrAllowed(thrown, call, null, autoCommit);
            if (!call.endsConnection()) {
                shared.checkUsable();
            }
        }
    }

    private Stream<Arguments> pairs() {
        return possible().stream()
                .flatMap(first -> possible().stream()
                        .filter(second -> second.compareTo(first) >= 0)
                        .flatMap(second ->
                                Stream.of(true, false).map(autoCommit -> Arguments.of(first, second, autoCommit))));
    }

    @ParameterizedTest(name = "{0} beside {1}, auto-commit {2}")
    @MethodSource("pairs")
    void callsOfTwoThreadsAreRight(Call first, Call second, boolean autoCommit) throws Exception {
        boolean twoReaders = first == Call.READ_ROWS && second == first;
        for (int round = 0; round < rounds; round++) {
            try (SharedConnection shared = new SharedConnection(url(), autoCommit, twoReaders)) {
                List<@Nullable Throwable> thrown =
                        ParallelCalls.run(() -> first.run(shared, 0), () -> second.run(shared, 1));
                assertRightOrAllowed(thrown.get(0), first, second, autoCommit);
                assertRightOrAllowed(thrown.get(1), second, first, autoCommit);
                if (!first.endsConnection() && !second.endsConnection()) {
                    shared.checkUsable();
                }
            }
        }
    }

    /** @param beside what the other thread called meanwhile, null if there is none */
    private static void assertRightOrAllowed(
            @Nullable Throwable thrown, Call call, @Nullable Call beside, boolean autoCommit) {
        boolean neverAllowed = autoCommit && call.needsTransaction();
        if (beside != null && call.mayFailBecauseOf(beside)) {
            assertNoneButSqlException(thrown);
        } else if (neverAllowed) {
            assertThat(thrown).isInstanceOf(SQLException.class).hasFieldOrPropertyWithValue("SQLState", "25000");
        } else {
            assertThat(thrown).as("%s beside %s", call, beside).isNull();
        }
    }

    private static void assertNoneButSqlException(@Nullable Throwable thrown) {
        if (thrown == null) {
            return;
        }
        assertThat(thrown).isInstanceOf(SQLException.class);
        for (Throwable cause = thrown.getCause(); cause != null; cause = cause.getCause()) {
            assertThat(cause).isNotInstanceOf(RuntimeException.class).isNotInstanceOf(Error.class);
        }
    }

    private static void assertNothingThrown(List<@Nullable Throwable> thrown) {
        assertThat(thrown).allSatisfy(each -> assertThat(each).isNull());
    }

    /** What ends a result, or what it depends on. */
    enum Closing {
        RESULT {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                rows.close();
            }
        },
        STATEMENT {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                rows.getStatement().close();
            }
        },
        CONNECTION {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                handle.close();
            }
        },
        ABORT {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                handle.abort(Runnable::run);
            }
        },
        POOLED_CONNECTION {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                pooled.close();
            }
        },
        NEXT_HANDLE {
            @Override
            void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException {
                SharedConnection.checkQuery(pooled.getConnection(), 9);
            }
        };

        abstract void run(PooledConnection pooled, Connection handle, ResultSet rows) throws SQLException;
    }

    private static Stream<Arguments> closings() {
        return Arrays.stream(Closing.values())
                .flatMap(closing -> Stream.of(true, false).map(pool -> Arguments.of(closing, pool)))
                .filter(arguments -> (boolean) arguments.get()[1]
                        || !needsPool((Closing) arguments.get()[0]));
    }

    private static boolean needsPool(Closing closing) {
        return closing == Closing.POOLED_CONNECTION || closing == Closing.NEXT_HANDLE;
    }

    @ParameterizedTest(name = "{0}, of a pool {1}")
    @MethodSource("closings")
    void readerSeesRightRowsUntilTheyAreClosed(Closing closing, boolean pool) throws Exception {
        DqliteConnectionPoolDataSource source = new DqliteConnectionPoolDataSource();
        source.setUrl(url());
        for (int round = 0; round < closingRounds; round++) {
            PooledConnection pooled = source.getPooledConnection();
            try (Connection connection = pool ? pooled.getConnection() : DriverManager.getConnection(url());
                    PreparedStatement select = connection.prepareStatement(SharedConnection.SELECT)) {
                int number = round % 10;
                select.setLong(1, number);
                ResultSet rows = select.executeQuery();
                CountDownLatch read = new CountDownLatch(1 + round * 47 % NumberedNode.ROWS);
                List<@Nullable Throwable> thrown = ParallelCalls.run(() -> readOn(rows, number, read), () -> {
                    read.await();
                    closing.run(pooled, connection, rows);
                });
                assertNoneButSqlException(thrown.get(0));
                assertThat(thrown.get(1)).isNull();
            } finally {
                pooled.close();
            }
        }
    }

    private static void readOn(ResultSet rows, int number, CountDownLatch read) throws SQLException {
        try {
            for (int row = 0; row < NumberedNode.ROWS; row++) {
                SharedConnection.checkNext(rows, number, row);
                read.countDown();
            }
        } finally {
            while (read.getCount() > 0) {
                read.countDown();
            }
        }
    }
}
