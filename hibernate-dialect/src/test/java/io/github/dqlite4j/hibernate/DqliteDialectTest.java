package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.hibernate.Shop.Customer;
import io.github.dqlite4j.hibernate.Shop.Person;
import io.github.dqlite4j.hibernate.Shop.Purchase;
import io.github.dqlite4j.hibernate.Shop.Sale;
import java.nio.file.Path;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.hibernate.LockMode;
import org.hibernate.Session;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.exception.ConstraintViolationException.ConstraintKind;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DqliteDialectTest {

    @TempDir
    Path directory;

    private TestDatabase database;

    @BeforeEach
    void open() {
        database = new TestDatabase(directory, Shop.ENTITIES);
    }

    @AfterEach
    void close() {
        database.close();
    }

    private void transaction(java.util.function.Consumer<Session> work) {
        database.sessions.inTransaction(work::accept);
    }

    private List<?> query(String hql) {
        return database.sessions.fromTransaction(
                session -> session.createSelectionQuery(hql, Object.class).list());
    }

    private String createSql(String table) {
        return (String) database.sessions.fromTransaction(
                session -> session.createNativeQuery("select sql from sqlite_master where name=:name", Object.class)
                        .setParameter("name", table)
                        .getSingleResult());
    }

    private Customer customer(Session session, String name) {
        Customer customer = new Customer();
        customer.name = name;
        customer.city = "Oslo";
        session.persist(customer);
        return customer;
    }

    private void purchase(LocalDate day, LocalDateTime at) {
        // The text that dqlite4j binds; sqlite-jdbc adds a time to dates.
        String timestamp = DateTimeFormatter.ofPattern("uuuu-MM-dd HH:mm:ss.SSSSSSSSS", Locale.ROOT)
                .format(at);
        transaction(session -> session.createNativeMutationQuery(
                        "insert into Purchase (id, day, at) values (1, '" + day + "', '" + timestamp + "')")
                .executeUpdate());
    }

    @Test
    void anIdentityBehindAnIntegerColumnKeepsItsRows() {
        transaction(session -> customer(session, "a"));
        assertThat(query("select id from Customer")).isEqualTo(List.of(1L));
        assertThat(createSql("Customer")).contains("id INTEGER");
    }

    @Test
    void generatedKeysComeFromTheInsertItself() {
        transaction(session -> customer(session, "a"));
        assertThat(database.sql).noneMatch(sql -> sql.contains("last_insert_rowid"));
    }

    @Test
    void uniqueKeysOfSeveralColumnsAreEnforced() {
        transaction(session -> customer(session, "a"));
        assertThatThrownBy(() -> transaction(session -> customer(session, "a")))
                .isInstanceOfSatisfying(ConstraintViolationException.class, error -> {
                    assertThat(error.getKind()).isEqualTo(ConstraintKind.UNIQUE);
                    assertThat(error.getConstraintName()).isEqualTo("Customer.name, Customer.city");
                });
        assertThat(createSql("Customer")).contains("constraint uk_name_city unique (name, city)");
    }

    @Test
    void foreignKeysAreCreatedAndCascade() {
        transaction(session -> {
            Purchase purchase = new Purchase();
            purchase.customer = customer(session, "a");
            session.persist(purchase);
        });
        transaction(
                session -> session.createMutationQuery("delete from Customer").executeUpdate());
        assertThat(query("select count(*) from Purchase")).isEqualTo(List.of(0L));
        assertThatThrownBy(() -> transaction(session -> session.createNativeMutationQuery(
                                "insert into Purchase (id, customer_id) values (1, 77)")
                        .executeUpdate()))
                .isInstanceOfSatisfying(
                        ConstraintViolationException.class,
                        error -> assertThat(error.getKind()).isEqualTo(ConstraintKind.FOREIGN_KEY));
    }

    @Test
    void tablesWithRowsThatReferToEachOtherAreDropped() {
        transaction(session -> {
            Purchase purchase = new Purchase();
            purchase.customer = customer(session, "a");
            session.persist(purchase);
        });
        database.sessions.getSchemaManager().dropMappedObjects(false);
        assertThat(createSqlCount()).isZero();
    }

    private long createSqlCount() {
        return database.sessions.fromTransaction(session -> session.createNativeQuery(
                        "select count(*) from sqlite_master where type='table' and name not like 'sqlite%'", Long.class)
                .getSingleResult());
    }

    @Test
    void idsOfEveryKindNeedOneConnection() {
        transaction(session -> {
            customer(session, "a");
            session.flush();
            for (int i = 0; i < 60; i++) {
                session.persist(new Purchase());
                session.persist(new Sale());
            }
        });
        assertThat(database.mostOpen()).isEqualTo(1);
        assertThat(query("select max(id) from Purchase")).isEqualTo(List.of(60L));
        assertThat(query("select max(id) from Sale")).isEqualTo(List.of(60L));
    }

    @Test
    void noIdIsUsedTwiceAfterARollback() {
        Set<Long> ids = new HashSet<>();
        for (int round = 0; round < 3; round++) {
            database.sessions.inSession(session -> {
                session.beginTransaction();
                session.persist(new Sale());
                session.flush();
                session.getTransaction().rollback();
            });
            try (TestDatabase other = database.reopen(Map.of("hibernate.hbm2ddl.auto", "none"))) {
                Sale there = new Sale();
                other.sessions.inTransaction(session -> session.persist(there));
                assertThat(ids.add(there.id)).isTrue();
            }
            Sale here = new Sale();
            transaction(session -> session.persist(here));
            assertThat(ids.add(here.id)).isTrue();
        }
        assertThat(ids).hasSize(6);
    }

    @Test
    void theSchemaValidates() {
        try (TestDatabase other = database.reopen(Map.of("hibernate.hbm2ddl.auto", "validate"))) {
            assertThat(other.sessions.isOpen()).isTrue();
        }
    }

    @Test
    void anUpdateOfTheSchemaChangesNothing() {
        transaction(session -> session.persist(new Sale()));
        try (TestDatabase other = database.reopen(Map.of("hibernate.hbm2ddl.auto", "update"))) {
            Sale sale = new Sale();
            other.sessions.inTransaction(session -> session.persist(sale));
            assertThat(sale.id).isEqualTo(2);
        }
    }

    @Test
    void bulkStatementsOnHierarchiesUseTemporaryTablesOnly() {
        long tables = createSqlCount();
        transaction(session -> {
            Person person = new Person();
            person.id = 1;
            person.name = "n";
            session.persist(person);
        });
        transaction(session -> {
            assertThat(session.createMutationQuery("update Person set nickname='x', name='y'")
                            .executeUpdate())
                    .isEqualTo(1);
            assertThat(session.createMutationQuery("insert into Person (id, name, nickname) values (2, 'b', 'c')")
                            .executeUpdate())
                    .isEqualTo(1);
            assertThat(session.createMutationQuery("delete from Person where nickname='x'")
                            .executeUpdate())
                    .isEqualTo(1);
        });
        assertThat(query("select name from Party")).isEqualTo(List.of("b"));
        assertThat(createSqlCount()).isEqualTo(tables);
        assertThat(database.mostOpen()).isEqualTo(1);
    }

    @Test
    void noColumnIsDeclaredWithANameThatChangesValuesOnTheWire() {
        for (String table : List.of("Customer", "Purchase")) {
            assertThat(createSql(table).toLowerCase(Locale.ROOT))
                    .doesNotContainPattern("\\b(boolean|date|datetime|timestamp)\\b(?!\\()");
        }
        assertThat(createSql("Customer")).contains("premium boolean(1)");
        assertThat(createSql("Purchase")).contains("day date(10)").contains("at timestamp(6)");
    }

    @Test
    void pessimisticLocksSendNoLockingSql() {
        transaction(session -> customer(session, "a"));
        for (LockMode mode : List.of(LockMode.PESSIMISTIC_READ, LockMode.PESSIMISTIC_WRITE, LockMode.UPGRADE_NOWAIT)) {
            transaction(session -> {
                Customer found = session.find(Customer.class, 1L, mode);
                assertThat(found.name).isEqualTo("a");
                session.lock(found, mode);
                assertThat(session.createSelectionQuery("from Customer", Customer.class)
                                .setHibernateLockMode(mode)
                                .list())
                        .hasSize(1);
            });
        }
        assertThat(database.sql).isNotEmpty().noneMatch(sql -> sql.contains("for update") || sql.contains("for share"));
    }

    @Test
    void commentsAreNotInTheSchema() {
        assertThat(database.ddl()).noneMatch(sql -> sql.startsWith("comment on"));
    }

    @Test
    void truncatingDeletesTheRows() {
        transaction(session -> session.persist(new Sale()));
        database.sessions.getSchemaManager().truncate();
        assertThat(query("select count(*) from Sale")).isEqualTo(List.of(0L));
    }

    @Test
    void distinctFromComparesNulls() {
        transaction(session -> customer(session, "a"));
        assertThat(query("select name from Customer where email is distinct from 'x'"))
                .isEqualTo(List.of("a"));
        assertThat(query("select name from Customer where email is not distinct from 'x'"))
                .isEmpty();
        assertThat(query("select name from Customer where email is not distinct from null"))
                .hasSize(1);
    }

    @Test
    void setOperationsAreNotPutInParentheses() {
        transaction(session -> customer(session, "a"));
        assertThat(query("select name from Customer union all select city from Customer"))
                .map(String::valueOf)
                .containsExactlyInAnyOrder("Oslo", "a");
    }

    @Test
    void fieldsOfDatesAreNumbers() {
        purchase(LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 12, 31, 23, 58, 59, 250_000_000));
        assertThat(query("select 1 from Purchase where extract(day from day) = 29 and extract(month from day) = 2"
                        + " and extract(year from day) = 2024 and day(day) = 29 and extract(quarter from at) = 4"
                        + " and extract(hour from at) = 23 and extract(minute from at) = 58"
                        + " and extract(day of year from day) = 60 and extract(day of week from day) = 5"
                        + " and extract(week from at) = 1 and extract(second from at) = 59.25"))
                .hasSize(1);
    }

    @Test
    void castsReturnDatesAndTimes() {
        purchase(LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 12, 31, 23, 58, 59, 250_000_000));
        assertThat(query("select 1 from Purchase where cast(at as LocalDate) = date 2024-12-31"
                        + " and cast(at as LocalTime) = time 23:58:59.25 and cast(day as LocalDateTime) = datetime 2024-02-29 00:00:00"
                        + " and cast('2024-02-29' as LocalDate) = day and cast(at as LocalDateTime) = at"
                        + " and extract(date from at) = date 2024-12-31 and extract(time from at) = time 23:58:59.25"))
                .hasSize(1);
    }

    @Test
    void datesAreFormatted() {
        purchase(LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 12, 31, 23, 58, 59));
        assertThat(query("select format(day as 'yyyy-MM-dd') from Purchase")).isEqualTo(List.of("2024-02-29"));
        assertThat(query("select format(at as 'dd.MM.yyyy HH:mm:ss') from Purchase"))
                .isEqualTo(List.of("31.12.2024 23:58:59"));
    }

    @Test
    void literalsCompareWithStoredValues() {
        purchase(LocalDate.of(2024, 2, 29), LocalDateTime.of(2024, 12, 31, 23, 58, 59));
        assertThat(query("select 1 from Purchase where day = date 2024-02-29 and at = datetime 2024-12-31 23:58:59"))
                .hasSize(1);
        assertThat(query("select 1 from Purchase where day < local date and at < local datetime"))
                .hasSize(1);
    }

    @Test
    void datesAreAddedToAndSubtracted() {
        purchase(LocalDate.of(2024, 2, 28), LocalDateTime.of(2024, 12, 31, 23, 58, 59));
        assertThat(query(
                        "select 1 from Purchase where day + 2 day = date 2024-03-01 and at + 61 second = datetime 2025-01-01 00:00:00"
                                + " and day + 1 week = date 2024-03-06 and day + 1 quarter = date 2024-05-28"))
                .hasSize(1);
        List<?> added = database.sessions.fromTransaction(session -> session.createSelectionQuery(
                        "select 1 from Purchase where day + :n day = date 2024-03-01", Integer.class)
                .setParameter("n", 2)
                .list());
        assertThat(added).hasSize(1);
        assertThat(query("select (date 2024-03-01 - day) by day from Purchase")).isEqualTo(List.of(2L));
        assertThat(query("select (datetime 2025-01-01 00:00:00 - at) by second from Purchase"))
                .isEqualTo(List.of(61L));
        assertThat(query("select (date 2025-02-27 - day) by month from Purchase"))
                .isEqualTo(List.of(11L));
        assertThat(query("select (date 2025-02-28 - day) by year from Purchase"))
                .isEqualTo(List.of(1L));
    }

    @Test
    void theCurrentTimestampHasFractions() {
        transaction(session -> session.persist(new Sale()));
        List<Object> seen = new ArrayList<>();
        for (int i = 0; i < 20; i++) {
            seen.addAll(query("select extract(second from local datetime) from Sale"));
        }
        assertThat(seen).anyMatch(second -> ((Number) second).doubleValue() % 1 != 0);
    }

    @Test
    void theVersionIsTheServersOrTheOldestSupported() {
        assertThat(database.dialect().getVersion().isSameOrAfter(3, 40)).isTrue();
        assertThat(new DqliteDialect().getVersion().isSame(3, 40)).isTrue();
    }
}
