package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.NodeUnderTest;
import java.sql.SQLException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.boot.jdbc.test.autoconfigure.JdbcTest;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.simple.JdbcClient;
import org.springframework.test.annotation.DirtiesContext;
import org.springframework.test.context.DynamicPropertyRegistry;
import org.springframework.test.context.DynamicPropertySource;

/** A slice with JDBC only. An embedded database is on the class path, and is not used. */
@JdbcTest(properties = "spring.flyway.enabled=false")
@DirtiesContext
class JdbcSliceIT {
    private static final NodeUnderTest NODE = start();

    @Autowired
    private JdbcClient jdbc;

    private static NodeUnderTest start() {
        try {
            return new NodeUnderTest();
        } catch (SQLException e) {
            throw new IllegalStateException(e);
        }
    }

    @DynamicPropertySource
    static void url(DynamicPropertyRegistry registry) {
        registry.add("spring.datasource.url", () -> NODE.url("jdbcslice"));
    }

    @AfterAll
    static void stop() throws SQLException {
        NODE.close();
    }

    @Test
    void theSliceUsesTheNode() {
        jdbc.sql("CREATE TABLE item (id INTEGER PRIMARY KEY, name TEXT)").update();
        jdbc.sql("INSERT INTO item VALUES (1, ?)").param("sliced").update();
        assertThatThrownBy(
                        () -> jdbc.sql("INSERT INTO item VALUES (1, 'again')").update())
                .isInstanceOf(DuplicateKeyException.class);
        assertThat(jdbc.sql("SELECT name FROM item").query(String.class).single())
                .isEqualTo("sliced");
    }
}
