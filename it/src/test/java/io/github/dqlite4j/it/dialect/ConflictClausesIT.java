package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.DiscriminatorColumn;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import jakarta.persistence.Tuple;
import jakarta.persistence.UniqueConstraint;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.exception.ConstraintViolationException;
import org.hibernate.query.IllegalQueryOperationException;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaConflictClause;
import org.hibernate.query.criteria.JpaConflictUpdateAction;
import org.hibernate.query.criteria.JpaCriteriaInsertSelect;
import org.hibernate.query.criteria.JpaCriteriaQuery;
import org.hibernate.query.criteria.JpaEntityJoin;
import org.hibernate.query.criteria.JpaRoot;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** {@code insert … on conflict} of HQL. H2 has no such statement, so the rows are written down here. */
class ConflictClausesIT {
    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Stock")
    @Table(
            name = "stock",
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "stock_name",
                            columnNames = {"name", "place"}))
    static class Stock {
        @Id
        @Column(name = "stock_id")
        long id;

        String name;
        String place;
        int amount;
    }

    @Entity(name = "Delivery")
    static class Delivery {
        @Id
        long id;

        String name;
        int amount;
    }

    @Entity(name = "Thing")
    @DiscriminatorColumn(name = "kind")
    static class Thing {
        @Id
        long id;

        String name;
    }

    @Entity(name = "Tool")
    static class Tool extends Thing {
        String use;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(
                cluster.jdbcUrl("conflicts"), Stock.class, Delivery.class, Thing.class, Tool.class);
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    @BeforeEach
    void fill() {
        sessions.getSchemaManager().truncate();
        sessions.inTransaction(session -> {
            for (int i = 1; i < 4; i++) {
                Stock stock = new Stock();
                stock.id = i;
                stock.name = "s" + i;
                stock.place = "a";
                stock.amount = 10 * i;
                session.persist(stock);
                Delivery delivery = new Delivery();
                delivery.id = i + 1;
                delivery.name = "d" + (i + 1);
                delivery.amount = i;
                session.persist(delivery);
            }
            Tool tool = new Tool();
            tool.id = 1;
            tool.name = "saw";
            session.persist(tool);
        });
    }

    private static int execute(String hql) {
        return sessions.fromTransaction(
                session -> session.createMutationQuery(hql).executeUpdate());
    }

    private static List<String> stock() {
        return sessions.fromTransaction(session -> session.createSelectionQuery(
                        "select s.id || s.name || s.place || s.amount from Stock s order by s.id", String.class)
                .list());
    }

    @ParameterizedTest
    @CsvSource(delimiter = '|', textBlock = """
            1 | insert into Stock (id, name, place, amount) values (1, 'x', 'b', 5), (4, 'y', 'b', 6) on conflict do nothing                        | 1s1a10 2s2a20 3s3a30 4yb6
            0 | insert into Stock (id, name, place, amount) values (9, 's1', 'a', 5) on conflict do nothing                                         | 1s1a10 2s2a20 3s3a30
            1 | insert into Stock (id, name, place, amount) values (1, 'x', 'b', 5), (4, 'y', 'b', 6) on conflict (id) do nothing                   | 1s1a10 2s2a20 3s3a30 4yb6
            2 | insert into Stock (id, name, place, amount) values (1, 'x', 'b', 5), (4, 'y', 'b', 6) on conflict (id) do update set name = excluded.name | 1xa10 2s2a20 3s3a30 4yb6
            1 | insert into Stock s (id, name, place, amount) values (1, 'x', 'b', 5), (2, 'y', 'b', 6) on conflict (id) do update set amount = s.amount + excluded.amount where s.amount < 15 | 1s1a15 2s2a20 3s3a30
            1 | insert into Stock (id, name, place, amount) values (9, 's2', 'a', 5) on conflict (name, place) do update set amount = excluded.amount | 1s1a10 2s2a5 3s3a30
            1 | insert into Stock s (id, name, place, amount) values (1, 'x', 'b', 5) on conflict (id) do update set amount = (select max(t.amount) from Stock t where t.place = s.place) + 1 | 1s1a31 2s2a20 3s3a30
            1 | insert into Stock s (id, name, place, amount) select d.id, d.name, 'b', d.amount from Delivery d on conflict do nothing | 1s1a10 2s2a20 3s3a30 4d4b3
            """)
    void conflicts(int count, String hql, String rows) {
        assertThat(execute(hql)).isEqualTo(count);
        assertThat(stock()).containsExactly(rows.split(" "));
    }

    @Test
    void aViolationOfAnotherConstraintIsAnError() {
        assertThatThrownBy(
                        () -> execute(
                                "insert into Stock (id, name, place, amount) values (9, 's1', 'a', 5) on conflict (id) do nothing"))
                .isInstanceOf(ConstraintViolationException.class);
    }

    @Test
    void theNameOfAConstraintIsRefused() {
        for (String action : List.of("do nothing", "do update set amount = 1")) {
            assertThatThrownBy(() -> execute("insert into Stock (id, name, place, amount) values (9, 's1', 'a', 5)"
                            + " on conflict on constraint stock_name " + action))
                    .hasRootCauseInstanceOf(IllegalQueryOperationException.class)
                    .hasStackTraceContaining("SQLite has no \"on conflict on constraint stock_name\"");
        }
    }

    /** HQL looks the name up in the SELECT, and finds another column. */
    @Test
    void aPathOfTheSelectIsRefused() {
        assertThatThrownBy(() -> execute("insert into Stock s (id, name, place, amount)"
                        + " select d.id, d.name, 'b', d.amount from Delivery d on conflict (id) do nothing"))
                .hasRootCauseInstanceOf(IllegalQueryOperationException.class)
                .hasStackTraceContaining("is one of the SELECT");
    }

    private interface Source {
        void build(HibernateCriteriaBuilder builder, JpaCriteriaQuery<?> select, JpaRoot<Delivery> delivery);
    }

    @SuppressWarnings("deprecation")
    private static int insertSelect(Source source) {
        return sessions.fromTransaction(session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            JpaCriteriaInsertSelect<Stock> insert = builder.createCriteriaInsertSelect(Stock.class);
            JpaRoot<Stock> stock = insert.getTarget();
            insert.setInsertionTargetPaths(stock.get("id"), stock.get("name"), stock.get("place"), stock.get("amount"));
            JpaCriteriaQuery<Tuple> select = builder.createTupleQuery();
            JpaRoot<Delivery> delivery = select.from(Delivery.class);
            select.multiselect(delivery.get("id"), delivery.get("name"), builder.literal("b"), delivery.get("amount"));
            source.build(builder, select, delivery);
            insert.select(select);
            JpaConflictClause<Stock> conflict = insert.onConflict().conflictOnConstraintPaths(stock.get("id"));
            JpaConflictUpdateAction<Stock> update = conflict.onConflictDoUpdate();
            update.set(
                    stock.<Integer>get("amount"),
                    builder.sum(
                            stock.<Integer>get("amount"),
                            conflict.getExcludedRoot().<Integer>get("amount")));
            update.where(builder.gt(stock.<Integer>get("amount"), 0));
            return session.createMutationQuery(insert).executeUpdate();
        });
    }

    /** Behind a FROM or a join, SQLite reads ON as the condition of a join. */
    @Test
    void rowsOfASelect() {
        assertThat(insertSelect((builder, select, delivery) -> {})).isEqualTo(3);
        assertThat(stock()).containsExactly("1s1a10", "2s2a21", "3s3a32", "4d4b3");
        assertThat(insertSelect((builder, select, delivery) -> select.where(builder.gt(delivery.<Long>get("id"), 3))))
                .isOne();
        assertThat(insertSelect((builder, select, delivery) -> {
                    JpaEntityJoin<Delivery, Stock> join = delivery.join(Stock.class);
                    join.on(builder.equal(join.get("id"), delivery.get("id")));
                }))
                .isEqualTo(3);
        assertThat(stock()).containsExactly("1s1a10", "2s2a22", "3s3a34", "4d4b9");
    }

    @Test
    void entitiesOfAHierarchyInOneTable() {
        assertThat(execute("insert into Thing (id, name) values (1, 'axe'), (2, 'pen')"
                        + " on conflict (id) do update set name = excluded.name"))
                .isEqualTo(2);
        assertThat(
                        execute(
                                "insert into Tool (id, name, use) values (2, 'x', 'x'), (3, 'jar', 'jam') on conflict (id) do nothing"))
                .isOne();
        assertThatThrownBy(() -> execute("insert into Tool (id, name, use) values (1, 'axe', 'wood')"
                        + " on conflict (id) do update set use = excluded.use"))
                .hasRootCauseInstanceOf(IllegalQueryOperationException.class)
                .hasStackTraceContaining("an entity that shares the table");
        List<String> things = sessions.fromTransaction(
                session -> session.createSelectionQuery("select name from Thing order by id", String.class)
                        .list());
        assertThat(things).containsExactly("axe", "pen", "jar");
    }
}
