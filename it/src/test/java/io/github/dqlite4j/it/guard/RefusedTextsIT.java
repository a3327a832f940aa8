package io.github.dqlite4j.it.guard;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.client.DqliteClientException;
import io.github.dqlite4j.it.fixture.ClientPath;
import io.github.dqlite4j.it.fixture.ClientPlace;
import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.Connection;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.SQLSyntaxErrorException;
import java.sql.Statement;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** The error of a text that SQLite refuses has SQLite's message, even if the driver treats a part of the text as a parameter. */
class RefusedTextsIT {
    private static NodeUnderTest node;

    @BeforeAll
    static void start() throws SQLException {
        node = new NodeUnderTest();
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.execute("CREATE TABLE t (a)");
        }
    }

    @AfterAll
    static void stop() throws SQLException {
        node.close();
    }

    @AfterEach
    void nodeIsAlive() throws SQLException {
        node.assertAlive();
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            select 1::int                     | unrecognized token: ":"
            insert into t values (1::int)     | unrecognized token: ":"
            select a from t where a = :       | unrecognized token: ":"
            select @                          | unrecognized token: "@"
            select $                          | unrecognized token: "$"
            select $x::y(                     | unrecognized token: "$x::y("
            select $x::y(z                    | unrecognized token: "$x::y(z"
            select #                          | unrecognized token: "#"
            select #1                         | near "#1": syntax error
            select ?0                         | variable number must be between ?1 and
            select ?1 ?2                      | near "?2": syntax error
            select ? a b                      | near "b": syntax error
            select ?99999999999               | variable number must be between ?1 and
            select 'abc                       | unrecognized token: "'abc"
            select ?, "abc                    | unrecognized token: ""abc"
            select `abc, ?                    | unrecognized token: "`abc, ?"
            select [abc, ?                    | unrecognized token: "[abc, ?"
            select x'1', ?                    | unrecognized token: "x'1'"
            select x'zz                       | unrecognized token: "x'zz"
            selec ?                           | near "selec": syntax error
            update t set a = ?::text          | unrecognized token: ":"
            create table u (a default ::x)    | unrecognized token: ":"
            select data->>'a' #>> '{b}', ? from t | unrecognized token: "#"
            select 1 ^ ?                      | unrecognized token: "^"
            select \\ ?                       | unrecognized token: "\\"
            """)
    void inTheServersWords(String sql, String words) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(sql)) {
            assertThatThrownBy(() -> statement.execute(sql))
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessageContaining(words)
                    .hasFieldOrPropertyWithValue("SQLState", "42000");
            assertThatThrownBy(prepared::execute)
                    .isInstanceOf(SQLSyntaxErrorException.class)
                    .hasMessageContaining(words)
                    .hasFieldOrPropertyWithValue("SQLState", "42000");
            assertThat(connection.isValid(5)).isTrue();
        }
        for (ClientPath path : ClientPath.values()) {
            DqliteClientException failure = path.failure(node, ClientPlace.CONNECTION, sql);
            if (isForRows(path) == sql.startsWith("select") || !"HY000".equals(failure.sqlState())) {
                assertThat(failure)
                        .as("by %s", path)
                        .hasMessageContaining(words)
                        .hasFieldOrPropertyWithValue("sqlState", "42000");
            }
        }
    }

    /** Others say that a query is none of theirs. */
    private static boolean isForRows(ClientPath path) {
        return path.givesRows() && path != ClientPath.PREPARED;
    }

    /** A right text whose parameters are not set. */
    @ParameterizedTest
    @CsvSource(delimiter = '|', quoteCharacter = '~', textBlock = """
            select ?abc
            select :a, @b, $c::d(e), #f
            update t set a = :a::text
            insert into t values (?)
            select ? from missing
            explain select ?
            """)
    void parametersThatAreNotSetAreNamed(String sql) throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement();
                PreparedStatement prepared = connection.prepareStatement(sql)) {
            assertThatThrownBy(() -> statement.execute(sql)).hasFieldOrPropertyWithValue("SQLState", "07001");
            assertThatThrownBy(prepared::execute).hasFieldOrPropertyWithValue("SQLState", "07001");
        }
        for (ClientPlace place : ClientPlace.values()) {
            assertThat(ClientPath.FETCH.failure(node, place, sql).sqlState()).isEqualTo("07001");
            assertThat(ClientPath.SCRIPT.failure(node, place, sql).sqlState()).isEqualTo("07001");
        }
    }

    @Test
    void aStepOfABatch() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            statement.addBatch("update t set a = 1::int");
            assertThatThrownBy(statement::executeBatch)
                    .hasMessageContaining("unrecognized token: \":\"")
                    .hasFieldOrPropertyWithValue("SQLState", "42000");
            statement.addBatch("update t set a = ?");
            assertThatThrownBy(statement::executeBatch).hasFieldOrPropertyWithValue("SQLState", "07001");
        }
    }

    @Test
    void aTransactionStaysOpen() throws SQLException {
        try (Connection connection = node.connect();
                Statement statement = connection.createStatement()) {
            connection.setAutoCommit(false);
            statement.execute("INSERT INTO t VALUES (1)");
            assertThatThrownBy(() -> statement.execute("select 1::int")).isInstanceOf(SQLSyntaxErrorException.class);
            try (ResultSet rows = statement.executeQuery("SELECT count(*) FROM t")) {
                assertThat(rows.next()).isTrue();
                assertThat(rows.getInt(1)).isOne();
            }
            connection.rollback();
        }
    }
}
