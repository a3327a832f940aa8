package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.hibernate.DqliteDialect;
import io.github.dqlite4j.it.dialect.Records.Everything;
import io.github.dqlite4j.it.dialect.Records.Owner;
import io.github.dqlite4j.it.dialect.Records.Party;
import io.github.dqlite4j.it.dialect.Records.Person;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.LockModeType;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** The dialect with Hibernate's own pool of one connection: a request for a second connection fails. */
class DialectIT {

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SessionFactory sessions;

    private static SessionFactory open(String database, String action) {
        return new Configuration()
                .setProperty("hibernate.connection.url", CLUSTER.jdbcUrl(database))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", action)
                .setProperty("hibernate.hbm2ddl.halt_on_error", "true")
                .addAnnotatedClass(Owner.class)
                .addAnnotatedClass(Everything.class)
                .addAnnotatedClass(Party.class)
                .addAnnotatedClass(Person.class)
                .buildSessionFactory();
    }

    @BeforeEach
    void open() {
        sessions = open("dialect", "create");
    }

    @AfterEach
    void close() {
        sessions.close();
    }

    private List<?> query(String hql) {
        return sessions.fromTransaction(
                session -> session.createSelectionQuery(hql, Object.class).list());
    }

    @Test
    void theDialectIsFoundWithTheServersVersion() {
        DqliteDialect dialect = (DqliteDialect) sessions.unwrap(SessionFactoryImplementor.class)
                .getJdbcServices()
                .getDialect();
        assertThat(dialect.getVersion().isSameOrAfter(3, 37)).isTrue();
    }

    @Test
    void theSchemaValidatesAndIsCreatedAgainOverRows() {
        sessions.inTransaction(session -> {
            Everything everything = new Everything();
            everything.owner = new Owner();
            session.persist(everything.owner);
            session.persist(everything);
        });
        open("dialect", "validate").close();
        open("dialect", "update").close();
        open("dialect", "create").close();
        assertThat(query("from Everything")).isEmpty();
    }

    @Test
    void everyTypeIsReadAsItWasWritten() {
        Everything kept = new Everything();
        kept.day = LocalDate.of(2024, 2, 29);
        kept.time = LocalTime.of(23, 59, 58, 123_000_000);
        kept.at = LocalDateTime.of(2024, 2, 29, 23, 59, 58, 123_456_000);
        kept.instant = Instant.parse("2024-02-29T12:00:00.123456Z");
        kept.offset = OffsetDateTime.parse("2024-02-29T12:00:00.5+02:00");
        kept.total = new BigDecimal("12345678901.25");
        kept.uuid = UUID.randomUUID();
        kept.bytes = new byte[] {0, 1, -1};
        kept.ratio = 0.1;
        sessions.inTransaction(session -> session.persist(kept));
        Everything found = (Everything) query("from Everything").get(0);
        assertThat(found.day).isEqualTo(kept.day);
        assertThat(found.time).isEqualTo(kept.time);
        assertThat(found.at).isEqualTo(kept.at);
        assertThat(found.instant).isEqualTo(kept.instant);
        assertThat(found.offset.toInstant()).isEqualTo(kept.offset.toInstant());
        assertThat(found.total).isEqualByComparingTo(kept.total);
        assertThat(found.flag).isNull();
        assertThat(found.uuid).isEqualTo(kept.uuid);
        assertThat(found.bytes).isEqualTo(kept.bytes);
        assertThat(found.ratio).isEqualTo(kept.ratio);
        Map<String, Object> values = Map.of(
                "day",
                kept.day,
                "time",
                kept.time,
                "at",
                kept.at,
                "instant",
                kept.instant,
                "total",
                kept.total,
                "uuid",
                kept.uuid);
        values.forEach((attribute, value) -> {
            Long count = sessions.fromTransaction(session -> session.createSelectionQuery(
                            "select count(*) from Everything e where e." + attribute + " = :value", Long.class)
                    .setParameter("value", value)
                    .getSingleResult());
            assertThat(count).as("found by its %s", attribute).isEqualTo(1);
        });
    }

    @Test
    void temporalSqlAgreesWithWhatTheDriverStores() {
        Everything kept = new Everything();
        kept.day = LocalDate.of(2024, 2, 29);
        kept.at = LocalDateTime.of(2024, 12, 31, 23, 58, 59);
        sessions.inTransaction(session -> session.persist(kept));
        assertThat(query("select 1 from Everything where day = date 2024-02-29 and at = datetime 2024-12-31 23:58:59"
                        + " and extract(day from day) = 29 and extract(second from at) = 59"
                        + " and day + 1 day = date 2024-03-01 and at + 61 second = datetime 2025-01-01 00:00:00"
                        + " and day < local date and at < local datetime"))
                .hasSize(1);
        assertThat(query("select (date 2024-03-02 - day) by day from Everything"))
                .isEqualTo(List.of(2L));
        assertThat(query(
                                "select cast('2024-02-29' as LocalDate), cast(at as LocalDate), cast(at as LocalTime),"
                                        + " cast(day as LocalDateTime), extract(date from at), extract(time from at) from Everything")
                        .get(0))
                .isEqualTo(new Object[] {
                    kept.day,
                    LocalDate.of(2024, 12, 31),
                    LocalTime.of(23, 58, 59),
                    kept.day.atStartOfDay(),
                    LocalDate.of(2024, 12, 31),
                    LocalTime.of(23, 58, 59)
                });
        assertThat(query("select 1 from Everything where cast(at as LocalDate) = date 2024-12-31"
                        + " and extract(date from at) = date 2024-12-31 and extract(time from at) = time 23:58:59"))
                .hasSize(1);
    }

    @Test
    void idsAndBulkStatementsNeedOneConnection() {
        sessions.inTransaction(session -> {
            session.persist(new Owner());
            session.flush();
            session.persist(new Everything());
            session.persist(new Everything());
            Person person = new Person();
            person.id = 1;
            session.persist(person);
        });
        sessions.inTransaction(session -> {
            assertThat(session.createMutationQuery("update Person set name='n', nickname='x'")
                            .executeUpdate())
                    .isEqualTo(1);
            assertThat(session.createMutationQuery("delete from Person where nickname='x'")
                            .executeUpdate())
                    .isEqualTo(1);
        });
        assertThat(query("select id from Everything order by id")).isEqualTo(List.of(1L, 2L));
        assertThat(query("from Party")).isEmpty();
    }

    @Test
    void violationsHaveTheirKind() {
        assertThatThrownBy(() -> sessions.inTransaction(session -> {
                    for (int i = 0; i < 2; i++) {
                        Owner owner = new Owner();
                        owner.name = "a";
                        owner.city = "b";
                        session.persist(owner);
                    }
                }))
                .isInstanceOfSatisfying(ConstraintViolationException.class, error -> {
                    assertThat(error.getKind()).isEqualTo(ConstraintKind.UNIQUE);
                    assertThat(error.getConstraintName()).isEqualTo("Owner.name, Owner.city");
                });
        assertThatThrownBy(() -> sessions.inTransaction(session -> session.createNativeMutationQuery(
                                "insert into Everything (id, owner_id, ratio) values (7, 77, 0)")
                        .executeUpdate()))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        error -> assertThat(error.getKind()).isEqualTo(ConstraintKind.FOREIGN_KEY));
    }

    @Test
    void pessimisticLocksWork() {
        sessions.inTransaction(session -> session.persist(new Owner()));
        sessions.inTransaction(session -> {
            Owner owner = session.find(Owner.class, 1L, LockModeType.PESSIMISTIC_WRITE);
            owner.name = "locked";
        });
        assertThat(query("select name from Owner")).isEqualTo(List.of("locked"));
    }
}
