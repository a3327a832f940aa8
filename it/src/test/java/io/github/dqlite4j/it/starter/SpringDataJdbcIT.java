package io.github.dqlite4j.it.starter;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDataSource;
import io.github.dqlite4j.spring.boot.data.DqliteJdbcDialect;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import javax.sql.DataSource;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.ComponentScan.Filter;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.FilterType;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.dao.OptimisticLockingFailureException;
import org.springframework.data.annotation.Id;
import org.springframework.data.annotation.Version;
import org.springframework.data.domain.Limit;
import org.springframework.data.domain.Page;
import org.springframework.data.domain.PageRequest;
import org.springframework.data.domain.Persistable;
import org.springframework.data.domain.Sort;
import org.springframework.data.jdbc.core.JdbcAggregateTemplate;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.jdbc.repository.config.AbstractJdbcConfiguration;
import org.springframework.data.jdbc.repository.config.EnableJdbcRepositories;
import org.springframework.data.relational.core.mapping.MappedCollection;
import org.springframework.data.relational.core.mapping.Table;
import org.springframework.data.relational.core.sql.LockMode;
import org.springframework.data.relational.repository.Lock;
import org.springframework.data.repository.ListCrudRepository;
import org.springframework.data.repository.ListPagingAndSortingRepository;
import org.springframework.jdbc.core.JdbcTemplate;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcOperations;
import org.springframework.jdbc.core.namedparam.NamedParameterJdbcTemplate;
import org.springframework.jdbc.support.JdbcTransactionManager;
import org.springframework.transaction.PlatformTransactionManager;
import org.springframework.transaction.support.TransactionTemplate;

/** Spring Data JDBC without configuration of a dialect. */
@Timeout(120)
class SpringDataJdbcIT {
    private static DqliteCluster cluster;
    private static AnnotationConfigApplicationContext context;

    private final Orders orders = context.getBean(Orders.class);
    private final Samples samples = context.getBean(Samples.class);
    private final JdbcTemplate jdbc = context.getBean(JdbcTemplate.class);
    private final TransactionTemplate transactions =
            new TransactionTemplate(context.getBean(PlatformTransactionManager.class));

    enum State {
        OPEN,
        SENT
    }

    record Line(String product, int pieces) {}

    @Table("orders")
    static class Order {
        @Id
        @Nullable
        Long id;

        @Version
        int version;

        String customer;
        State state;

        @MappedCollection(idColumn = "order_id", keyColumn = "place")
        List<Line> lines;

        Order(String customer, State state, List<Line> lines) {
            this.customer = customer;
            this.state = state;
            this.lines = lines;
        }
    }

    @Table("sample")
    record Sample(
            @Id UUID key,
            BigDecimal price,
            boolean flag,
            LocalDate day,
            LocalDateTime at,
            Instant moment,
            byte[] bytes,
            double real,
            @Nullable String text)
            implements Persistable<UUID> {
        @Override
        public UUID getId() {
            return key;
        }

        @Override
        public boolean isNew() {
            return true;
        }
    }

    interface Orders extends ListCrudRepository<Order, Long>, ListPagingAndSortingRepository<Order, Long> {
        List<Order> findByCustomerLikeOrderByCustomerDesc(String pattern);

        List<Order> findByCustomerStartingWith(String start);

        List<Order> findByState(State state, Limit limit);

        boolean existsByCustomer(String customer);

        int countByState(State state);

        @Lock(LockMode.PESSIMISTIC_WRITE)
        List<Order> findByCustomer(String customer);

        List<Order> findByIdIn(Set<Long> ids);
    }

    interface Samples extends ListCrudRepository<Sample, UUID> {}

    @Configuration
    @EnableJdbcRepositories(
            considerNestedRepositories = true,
            includeFilters =
                    @Filter(
                            type = FilterType.ASSIGNABLE_TYPE,
                            classes = {Orders.class, Samples.class}))
    static class Application extends AbstractJdbcConfiguration {
        @Bean
        DataSource dataSource() {
            DqliteDataSource source = new DqliteDataSource();
            source.setUrl(cluster.jdbcUrl("data"));
            return source;
        }

        @Bean
        NamedParameterJdbcOperations operations(DataSource source) {
            return new NamedParameterJdbcTemplate(source);
        }

        @Bean
        JdbcTemplate template(DataSource source) {
            return new JdbcTemplate(source);
        }

        @Bean
        PlatformTransactionManager transactionManager(DataSource source) {
            return new JdbcTransactionManager(source);
        }
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        context = new AnnotationConfigApplicationContext(Application.class);
        context.getBean(JdbcTemplate.class)
                .execute(
                        "CREATE TABLE orders (id INTEGER PRIMARY KEY, version INTEGER NOT NULL, customer TEXT NOT NULL, state TEXT NOT NULL);"
                                + " CREATE TABLE line (order_id INTEGER NOT NULL REFERENCES orders, place INTEGER NOT NULL, product TEXT, pieces INTEGER, PRIMARY KEY (order_id, place));"
                                + " CREATE TABLE sample (key UUID PRIMARY KEY, price DECIMAL(10, 2), flag BOOL, day DATE(10), at TIMESTAMP(9), moment TIMESTAMP(9) WITH TIME ZONE,"
                                + " bytes BLOB, real DOUBLE, text TEXT)");
    }

    @AfterAll
    static void stop() {
        context.close();
        cluster.close();
    }

    @BeforeEach
    void empty() {
        orders.deleteAll();
        samples.deleteAll();
    }

    private Order saved(String customer, State state, Line... lines) {
        return orders.save(new Order(customer, state, List.of(lines)));
    }

    @Test
    void theDialectIsFound() {
        assertThat(context.getBean(JdbcDialect.class)).isSameAs(DqliteJdbcDialect.INSTANCE);
    }

    @Test
    void aggregatesAreStoredAndRead() {
        Order order = saved("Ada", State.OPEN, new Line("pen", 2), new Line("ink", 1));
        assertThat(order.id).isNotNull();
        Order read = orders.findById(order.id).orElseThrow();
        assertThat(read.lines).containsExactly(new Line("pen", 2), new Line("ink", 1));
        assertThat(read.state).isEqualTo(State.OPEN);
        read.lines = List.of(new Line("paper", 9));
        read.state = State.SENT;
        orders.save(read);
        assertThat(orders.findById(order.id).orElseThrow().lines).containsExactly(new Line("paper", 9));
        order.customer = "stale";
        assertThatThrownBy(() -> orders.save(order)).isInstanceOf(OptimisticLockingFailureException.class);
        orders.deleteById(order.id);
        assertThat(jdbc.queryForObject("SELECT count(*) FROM line", Integer.class))
                .isZero();
    }

    @Test
    void queriesAreDerivedFromNames() {
        List<Order> many = orders.saveAll(List.of(
                new Order("Ada", State.OPEN, List.of()),
                new Order("Alan", State.SENT, List.of()),
                new Order("100%", State.SENT, List.of())));
        assertThat(many).allSatisfy(order -> assertThat(order.id).isNotNull());
        assertThat(orders.findByCustomerLikeOrderByCustomerDesc("A%"))
                .extracting(order -> order.customer)
                .containsExactly("Alan", "Ada");
        assertThat(orders.findByCustomerStartingWith("Al")).hasSize(1);
        // Spring Data escapes the % but writes no ESCAPE, without which SQLite takes the backslash as it is.
        assertThat(orders.findByCustomerStartingWith("100%")).isEmpty();
        assertThat(orders.findByState(State.SENT, Limit.of(1))).hasSize(1);
        assertThat(orders.existsByCustomer("Ada")).isTrue();
        assertThat(orders.existsByCustomer("Eve")).isFalse();
        assertThat(orders.countByState(State.SENT)).isEqualTo(2);
        assertThat(orders.findByIdIn(Set.of(many.get(0).id, many.get(2).id))).hasSize(2);
        // A lock is no part of the query, and the transaction has the write lock.
        assertThat(transactions.<Integer>execute(
                        status -> orders.findByCustomer("Ada").size()))
                .isEqualTo(1);
    }

    @Test
    void pagesAreSelectedByTheDatabase() {
        for (int i = 0; i < 25; i++) {
            saved("customer " + (char) ('a' + i), State.OPEN, new Line("pen", i));
        }
        Page<Order> second =
                orders.findAll(PageRequest.of(1, 10, Sort.by("customer").descending()));
        assertThat(second.getTotalElements()).isEqualTo(25);
        assertThat(second.getContent()).hasSize(10);
        assertThat(second.getContent().get(0).customer).isEqualTo("customer o");
        assertThat(second.getContent().get(0).lines).hasSize(1);
        assertThat(orders.findAll(
                        PageRequest.of(2, 10, Sort.by(Sort.Order.asc("customer").nullsLast()))))
                .hasSize(5);
    }

    @Test
    void valuesComeBackAsTheyWere() {
        Sample sample = new Sample(
                UUID.randomUUID(),
                new BigDecimal("12.30"),
                true,
                LocalDate.of(2026, 2, 28),
                LocalDateTime.of(2026, 2, 28, 23, 59, 58, 123_456_789),
                Instant.parse("2026-02-28T12:00:00.123456789Z"),
                new byte[] {0, 1, 2},
                0.1,
                null);
        samples.save(sample);
        Sample read = samples.findById(sample.key()).orElseThrow();
        assertThat(read).usingRecursiveComparison().isEqualTo(sample);
        assertThatThrownBy(() -> samples.save(sample)).isInstanceOf(DuplicateKeyException.class);
    }

    @Test
    void anUpsertIsRefused() {
        JdbcAggregateTemplate aggregates = context.getBean(JdbcAggregateTemplate.class);
        Order order = saved("Ada", State.OPEN);
        assertThatThrownBy(() -> aggregates.upsert(order)).hasMessageContaining("psert");
        assertThat(orders.findById(order.id)).isPresent();
    }
}
