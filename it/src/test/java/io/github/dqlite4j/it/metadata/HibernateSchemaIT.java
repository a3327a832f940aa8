package io.github.dqlite4j.it.metadata;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.Rows;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Index;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.math.BigDecimal;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Hibernate compares its entities with the metadata. */
class HibernateSchemaIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private String url;

    @BeforeEach
    void choose() {
        url = CLUSTER.jdbcUrl("schema-" + UUID.randomUUID());
    }

    @Entity(name = "Maker")
    @Table(name = "maker")
    static class Maker {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Column(nullable = false, unique = true, length = 40)
        String name;
    }

    @Entity(name = "Article")
    @Table(
            name = "article",
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "article_code",
                            columnNames = {"code", "size"}),
            indexes = @Index(name = "article_day", columnList = "day DESC, price"))
    static class Article {
        @Id
        UUID id;

        String code;
        int size;

        @Column(precision = 12, scale = 3)
        BigDecimal price;

        boolean sold;
        Boolean perhaps;
        LocalDate day;
        Instant at;
        byte[] picture;
        double weight;

        @ManyToOne
        @JoinColumn(name = "maker_id", foreignKey = @ForeignKey(name = "article_maker"))
        Maker maker;
    }

    /** The same table with one column more. */
    @Entity(name = "Maker")
    @Table(name = "maker")
    static class MakerWithCountry {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Column(nullable = false, unique = true, length = 40)
        String name;

        String country;
    }

    /** The same table with a column of another type. */
    @Entity(name = "Maker")
    @Table(name = "maker")
    static class MakerWithNumber {
        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        BigDecimal name;
    }

    private void open(String action, Class<?>... entities) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", action)
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true");
        for (Class<?> entity : entities) {
            configuration.addAnnotatedClass(entity);
        }
        try (SessionFactory sessions = configuration.buildSessionFactory()) {
            assertThat(sessions.isOpen()).isTrue();
        }
    }

    private List<String> schema() throws SQLException {
        try (Connection connection = DriverManager.getConnection(url);
                Statement statement = connection.createStatement()) {
            return Rows.of(statement.executeQuery("SELECT name, sql FROM sqlite_schema ORDER BY name"), "name", "sql");
        }
    }

    @Test
    void whatWasCreatedIsValidAndNeedsNoUpdate() throws SQLException {
        open("create", Maker.class, Article.class);
        List<String> created = schema();

        open("validate", Maker.class, Article.class);
        open("update", Maker.class, Article.class);

        assertThat(schema()).isEqualTo(created);
    }

    @Test
    void whatIsMissingIsFoundAndAdded() throws SQLException {
        open("create", Maker.class);
        assertThatThrownBy(() -> open("validate", MakerWithCountry.class))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("country");

        open("update", MakerWithCountry.class);

        open("validate", MakerWithCountry.class);
        try (Connection connection = DriverManager.getConnection(url)) {
            assertThat(Rows.of(connection.getMetaData().getColumns(null, null, "maker", null), "COLUMN_NAME"))
                    .containsExactlyInAnyOrder("id", "name", "country");
        }
    }

    @Test
    void anotherTypeIsNotValid() {
        open("create", Maker.class);

        assertThatThrownBy(() -> open("validate", MakerWithNumber.class))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("name");
    }
}
