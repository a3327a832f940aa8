package io.github.dqlite4j.it.parity;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.TimeZone;
import java.util.TreeSet;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** Compares with sqlite-jdbc: the same statements and getters give the same results, except for the listed differences. */
class ParityIT {
    private static final Path PAGE = Path.of("..", "docs", "parity.md");

    private static final List<String> VALUES = List.of(
            "NULL",
            "0",
            "1",
            "-1",
            "127",
            "128",
            "32768",
            "2147483648",
            "9223372036854775807",
            "-9223372036854775808",
            "1763726096",
            "1763726096789",
            "0.0",
            "1.0",
            "1.5",
            "-2.75",
            "0.1",
            "1e20",
            "1e300",
            "''",
            "'word'",
            "'42'",
            "'-7'",
            "'3.75'",
            "' 42 '",
            "'true'",
            "'no'",
            "'2026-11-21'",
            "'2026-11-21 12:34:56'",
            "'2026-11-21 12:34:56.789'",
            "'2026-11-21T12:34:56'",
            "'12:34:56'",
            "'ünï ☃'",
            "x''",
            "x'00ff'",
            "x'313233'");

    private static DqliteCluster cluster;
    private static TimeZone zone;

    @BeforeAll
    static void start() {
        zone = TimeZone.getDefault();
        TimeZone.setDefault(TimeZone.getTimeZone("UTC"));
        cluster = DqliteCluster.start(1);
    }

    @AfterAll
    static void stop() {
        TimeZone.setDefault(zone);
        cluster.close();
    }

    private static Connection ours(String database) throws SQLException {
        return DriverManager.getConnection(cluster.jdbcUrl(database));
    }

    private static Connection oracle() throws SQLException {
        return DriverManager.getConnection("jdbc:sqlite::memory:");
    }

    private interface Query {
        ResultSet of(Connection connection) throws SQLException;
    }

    private static Set<String> differences(Query query, String value, Connection ours, Connection oracle)
            throws SQLException {
        Set<String> differences = new TreeSet<>();
        for (Getter getter : Getter.values()) {
            try (ResultSet mine = query.of(ours);
                    ResultSet theirs = query.of(oracle)) {
                assertThat(mine.next()).isTrue();
                assertThat(theirs.next()).isTrue();
                if (!getter.read(mine).equals(getter.read(theirs))) {
                    differences.add(getter.call + " of " + value);
                }
            }
        }
        return differences;
    }

    private static Set<String> listed() {
        Set<String> listed = new TreeSet<>();
        for (Difference.Line line : Difference.ofGetters()) {
            for (String getter : line.getters()) {
                for (String value : line.values()) {
                    assertThat(listed.add(getter + " of " + value))
                            .as("listed once: %s of %s", getter, value)
                            .isTrue();
                }
            }
        }
        return listed;
    }

    @Test
    void everyGetterOfEveryLiteralGivesTheSame() throws SQLException {
        Set<String> differences = new TreeSet<>();
        try (Connection ours = ours("literals");
                Connection oracle = oracle();
                Statement mine = ours.createStatement();
                Statement theirs = oracle.createStatement()) {
            for (String value : VALUES) {
                differences.addAll(differences(
                        connection -> (connection == ours ? mine : theirs).executeQuery("SELECT " + value + " AS v"),
                        value,
                        ours,
                        oracle));
            }
        }
        assertThat(differences).isEqualTo(listed());
    }

    /** What was stored through a parameter and read back from a column without a type. */
    @Test
    void everyGetterOfEveryStoredValueGivesTheSame() throws SQLException {
        Set<String> differences = new TreeSet<>();
        try (Connection ours = ours("stored");
                Connection oracle = oracle()) {
            for (Connection connection : List.of(ours, oracle)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, v)");
                }
                try (PreparedStatement insert = connection.prepareStatement("INSERT INTO t VALUES (?, ?)")) {
                    for (int i = 0; i < VALUES.size(); i++) {
                        try (Statement statement = connection.createStatement();
                                ResultSet row = statement.executeQuery("SELECT " + VALUES.get(i))) {
                            row.next();
                            insert.setInt(1, i);
                            insert.setObject(2, row.getObject(1));
                        }
                        assertThat(insert.executeUpdate()).isOne();
                    }
                }
            }
            try (PreparedStatement mine = ours.prepareStatement("SELECT v FROM t WHERE id = ?");
                    PreparedStatement theirs = oracle.prepareStatement("SELECT v FROM t WHERE id = ?")) {
                for (int i = 0; i < VALUES.size(); i++) {
                    int id = i;
                    differences.addAll(differences(
                            connection -> {
                                PreparedStatement select = connection == ours ? mine : theirs;
                                select.setInt(1, id);
                                return select.executeQuery();
                            },
                            VALUES.get(i),
                            ours,
                            oracle));
                }
            }
        }
        assertThat(differences).isEqualTo(listed());
    }

    @Test
    void everyStatementGivesTheSame() throws SQLException {
        List<String> differences = new ArrayList<>();
        try (Connection ours = ours("statements");
                Connection oracle = oracle();
                Statement mine = ours.createStatement();
                Statement theirs = oracle.createStatement()) {
            for (String sql : Statements.ALL) {
                if (!Answer.of(mine, sql).equals(Answer.of(theirs, sql)) && !differences.contains(sql)) {
                    differences.add(sql);
                }
            }
        }
        assertThat(differences)
                .containsExactlyElementsOf(Difference.ofStatements().stream()
                        .map(line -> line.values().get(0))
                        .toList());
    }

    @ParameterizedTest
    @EnumSource
    void everyCallEndsAsListed(CallDifference difference) throws SQLException {
        String database = "calls-" + difference.ordinal();
        try (Connection ours = ours(database);
                Connection oracle = oracle()) {
            for (Connection connection : List.of(ours, oracle)) {
                try (Statement statement = connection.createStatement()) {
                    statement.execute("CREATE TABLE t (id INTEGER PRIMARY KEY, a)");
                }
            }
            assertThat(difference.outcome(ours)).isEqualTo(difference.here);
            assertThat(difference.outcome(oracle)).isEqualTo(difference.there);
        }
    }

    @Test
    void everyDifferenceHasAnExample() {
        Set<Difference> shown = new TreeSet<>();
        Difference.ofGetters().forEach(line -> shown.add(line.difference()));
        Difference.ofStatements().forEach(line -> shown.add(line.difference()));
        assertThat(shown).containsExactly(Difference.values());
        assertThat(Difference.ofGetters())
                .allSatisfy(line -> assertThat(Arrays.stream(Getter.values()).map(getter -> getter.call))
                        .containsAll(line.getters()));
    }

    @Test
    void thePageShowsTheTable() throws IOException {
        Path written = Files.writeString(Path.of("target", "parity.md"), Difference.page());
        assertThat(Files.readString(PAGE))
                .as("docs/parity.md agrees with %s, which can be copied there", written)
                .isEqualTo(Difference.page());
    }
}
