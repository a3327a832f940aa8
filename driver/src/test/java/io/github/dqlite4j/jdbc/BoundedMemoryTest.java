package io.github.dqlite4j.jdbc;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.peer.ScriptedPeer.Asked;
import io.github.dqlite4j.peer.ScriptedPeer.Script;
import io.github.dqlite4j.peer.WireBytes;
import io.netty.util.internal.PlatformDependent;
import java.lang.management.ManagementFactory;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Memory, on the heap and outside it, and file descriptors stay bounded, with any answers of a server and any results that an application drops. */
@Timeout(120)
class BoundedMemoryTest {
    private static final long MORE = 0xeeee_eeee_eeee_eeeeL;
    private static final int MESSAGES = 100;
    private static final long MOST_DIRECT = 12 << 20;

    /** What to do with rows that are not read. */
    enum ThrownAway {
        CLOSED_IN_A_TRANSACTION {
            @Override
            void run(Connection connection) throws SQLException {
                connection.setAutoCommit(false);
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT scripted")) {
                    assertThat(rows.next()).isTrue();
                }
                connection.commit();
            }
        },
        READ_AND_FORGOTTEN {
            @Override
            void run(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT scripted")) {
                    while (rows.next()) {
                        assertThat(rows.getBytes(1)).hasSize(1 << 20);
                    }
                }
            }
        },
        PUT_ASIDE {
            @Override
            void run(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement();
                        Statement other = connection.createStatement();
                        ResultSet rows = statement.executeQuery("SELECT scripted")) {
                    assertThat(catchThrowable(() -> other.executeUpdate("DELETE FROM t")))
                            .satisfiesAnyOf(
                                    thrown -> assertThat(thrown).isNull(),
                                    thrown -> assertThat(thrown).hasFieldOrPropertyWithValue("SQLState", "53000"));
                    assertThat(rows.next()).isTrue();
                }
            }
        },
        SCROLLED {
            @Override
            void run(Connection connection) throws SQLException {
                try (Statement statement = connection.createStatement(
                                ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY);
                        ResultSet rows = statement.executeQuery("SELECT scripted")) {
                    assertThat(rows.absolute(50)).isTrue();
                    assertThat(rows.absolute(1)).isTrue();
                }
            }
        };

        abstract void run(Connection connection) throws SQLException;
    }

    /** Rows of 1 MiB; remembers how much direct memory there was at most meanwhile. */
    private static Script blobs(AtomicLong most) {
        byte[] more = blob(MORE);
        byte[] last = blob(-1);
        return with -> {
            for (int i = 1; i < MESSAGES; i++) {
                with.send(more);
                most.accumulateAndGet(PlatformDependent.usedDirectMemory(), Math::max);
            }
            with.send(last);
        };
    }

    private static byte[] blob(long marker) {
        return new WireBytes()
                .int64(1)
                .text("b")
                .int64(4)
                .blob(new byte[1 << 20])
                .int64(marker)
                .message(7, 0);
    }

    @ParameterizedTest
    @EnumSource
    void directMemoryDoesNotGrowWithWhatIsThrownAway(ThrownAway thrownAway) throws Exception {
        AtomicLong most = new AtomicLong();
        try (ScriptedPeer node = ScriptedPeer.node(blobs(most));
                Connection connection = DriverManager.getConnection(node.url())) {
            thrownAway.run(connection);
            long before = PlatformDependent.usedDirectMemory();
            most.set(0);
            thrownAway.run(connection);
            assertThat(most.get() - before).isLessThan(MOST_DIRECT);
            assertThat(PlatformDependent.usedDirectMemory() - before).isLessThan(MOST_DIRECT);
        }
    }

    @Test
    void aScrollableResultOfEndlessRowsHasABound() throws Exception {
        byte[] message = blob(MORE);
        try (ScriptedPeer node = ScriptedPeer.node(with -> {
                    for (; ; ) {
                        with.send(message);
                    }
                });
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement =
                        connection.createStatement(ResultSet.TYPE_SCROLL_INSENSITIVE, ResultSet.CONCUR_READ_ONLY)) {
            try (ResultSet rows = statement.executeQuery("SELECT scripted")) {
                assertThatThrownBy(rows::last)
                        .isInstanceOf(SQLException.class)
                        .hasFieldOrPropertyWithValue("SQLState", "53000")
                        .hasMessageContaining("scrollable");
                assertThat(rows.absolute(3)).isTrue();
                assertThat(rows.getBytes(1)).hasSize(1 << 20);
            }
            assertThat(connection.isValid(20)).isTrue();
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
        }
    }

    /** Answers the first question of this kind with rows without end, once {@code now} is set. */
    private static ScriptedPeer endlessDescription(String question, AtomicBoolean now, byte[] message) {
        return ScriptedPeer.node(asked -> asked.sql().contains(question) && now.getAndSet(false), with -> {
            for (; ; ) {
                with.send(message);
            }
        });
    }

    private static byte[] description(int nameLength) {
        String name = "n".repeat(nameLength);
        WireBytes rows = new WireBytes()
                .int64(6)
                .text("a")
                .text("b")
                .text("c")
                .text("d")
                .text("e")
                .text("f");
        for (int i = 0; i < 4; i++) {
            rows.int64(0x11_3333)
                    .text("main")
                    .text(name + i)
                    .text("c")
                    .text("INTEGER")
                    .int64(0)
                    .int64(0);
        }
        return rows.int64(MORE).message(7, 0);
    }

    @ParameterizedTest
    @ValueSource(ints = {20_000, 2_000_000})
    void anEndlessDescriptionOfTheSchemaIsRefused(int nameLength) throws Exception {
        AtomicBoolean now = new AtomicBoolean();
        try (ScriptedPeer node = endlessDescription("CROSS JOIN pragma_table_xinfo", now, description(nameLength));
                Connection connection = DriverManager.getConnection(node.url());
                Statement statement = connection.createStatement()) {
            now.set(true);
            assertThatThrownBy(() -> statement.executeQuery("SELECT a FROM t"))
                    .isInstanceOf(SQLException.class)
                    .hasFieldOrPropertyWithValue("SQLState", "08P01")
                    .hasMessageContaining("a description of its schema of more than");
            assertThat(connection.isClosed()).isFalse();
            assertThat(connection.isValid(20)).isTrue();
            assertThat(statement.executeUpdate("DELETE FROM t")).isZero();
        }
    }

    @Test
    void aDescriptionThatIsRefusedWhileConnectingLeavesNoFileDescriptors() throws Exception {
        byte[] message =
                new WireBytes().int64(1).text("n").int64(1).int64(7).int64(MORE).message(7, 0);
        AtomicLong asked = new AtomicLong();
        try (ScriptedPeer node = ScriptedPeer.node(
                request -> request.type() == Asked.QUERY_SQL && request.sql().contains("pragma_table_xinfo"), with -> {
                    asked.incrementAndGet();
                    for (; ; ) {
                        with.send(message);
                    }
                })) {
            String url = node.url("loginTimeout=300");
            assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
            long before = fileDescriptors();
            for (int i = 0; i < 10; i++) {
                assertThatThrownBy(() -> DriverManager.getConnection(url)).isInstanceOf(SQLException.class);
            }
            // The peer's own sockets are closed a little later.
            while (fileDescriptors() > before + 3) {
                Thread.sleep(10);
            }
            assertThat(asked).hasPositiveValue();
        }
    }

    private static long fileDescriptors() {
        return ((com.sun.management.UnixOperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean())
                .getOpenFileDescriptorCount();
    }
}
