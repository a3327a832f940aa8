package io.github.dqlite4j.it.differential;

import io.github.dqlite4j.it.differential.Depot.Item;
import io.github.dqlite4j.it.differential.Depot.Motor;
import io.github.dqlite4j.it.differential.Depot.Party;
import io.github.dqlite4j.it.differential.Depot.Plain;
import io.github.dqlite4j.it.differential.Depot.Pump;
import io.github.dqlite4j.it.differential.Depot.Size;
import io.github.dqlite4j.it.differential.Depot.Supplier;
import io.github.dqlite4j.it.differential.Depot.Vehicle;
import io.github.dqlite4j.it.differential.MutationsIT.Mutation;
import java.math.BigDecimal;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.hibernate.query.criteria.HibernateCriteriaBuilder;
import org.hibernate.query.criteria.JpaConflictClause;
import org.hibernate.query.criteria.JpaCriteriaDelete;
import org.hibernate.query.criteria.JpaCriteriaInsertValues;
import org.hibernate.query.criteria.JpaCriteriaUpdate;
import org.hibernate.query.criteria.JpaRoot;
import org.hibernate.query.criteria.JpaSubQuery;

/** Statements built with the Criteria API, by their names. */
final class CriteriaMutations {
    static final Map<String, Mutation> ALL = all();

    private CriteriaMutations() {}

    private interface Update<E> {
        void build(HibernateCriteriaBuilder builder, JpaCriteriaUpdate<E> update, JpaRoot<E> root);
    }

    private interface Delete<E> {
        void build(HibernateCriteriaBuilder builder, JpaCriteriaDelete<E> delete, JpaRoot<E> root);
    }

    private static <E> Mutation update(Class<E> type, Update<E> how) {
        return session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            JpaCriteriaUpdate<E> update = builder.createCriteriaUpdate(type);
            how.build(builder, update, update.getRoot());
            return session.createMutationQuery(update).executeUpdate();
        };
    }

    private static <E> Mutation delete(Class<E> type, Delete<E> how) {
        return session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            JpaCriteriaDelete<E> delete = builder.createCriteriaDelete(type);
            how.build(builder, delete, delete.getRoot());
            return session.createMutationQuery(delete).executeUpdate();
        };
    }

    private static Map<String, Mutation> all() {
        Map<String, Mutation> all = new LinkedHashMap<>();
        all.put(
                "update one table",
                update(
                        Plain.class,
                        (builder, update, plain) -> update.set(
                                        plain.<BigDecimal>get("amount"),
                                        builder.sum(plain.<BigDecimal>get("amount"), new BigDecimal("0.05")))
                                .where(plain.get("name").in("plain 1", "plain 3"))));
        all.put(
                "update a joined hierarchy",
                update(
                        Motor.class,
                        (builder, update, motor) -> update.set("power", 5)
                                .set("label", "m")
                                .where(builder.gt(motor.<Integer>get("power"), 100))));
        all.put(
                "update a table per class",
                update(
                        Vehicle.class,
                        (builder, update, vehicle) ->
                                update.set("plate", "new").where(builder.lt(vehicle.<Long>get("id"), 4))));
        all.put(
                "update a secondary table",
                update(
                        Item.class,
                        (builder, update, item) -> update.set("remark", "r")
                                .set("stock", 1)
                                .where(builder.isNotNull(item.get("remark")))));
        all.put("update by a subquery", update(Plain.class, (builder, update, plain) -> {
            JpaSubQuery<Long> subquery = update.subquery(Long.class);
            JpaRoot<Item> item = subquery.from(Item.class);
            subquery.select(item.get("id")).where(builder.ge(item.<Integer>get("stock"), 15));
            update.set("kind", "many").where(plain.get("id").in(subquery));
        }));
        all.put(
                "delete from a joined hierarchy",
                delete(Pump.class, (builder, delete, pump) -> delete.where(builder.gt(pump.<Integer>get("flow"), 20))));
        all.put("delete by a subquery", delete(Plain.class, (builder, delete, plain) -> {
            JpaSubQuery<Long> subquery = delete.subquery(Long.class);
            JpaRoot<Party> party = subquery.from(Party.class);
            subquery.select(party.get("id")).where(builder.like(party.get("name"), "client%"));
            delete.where(plain.get("id").in(subquery));
        }));
        all.put(
                "delete by an association",
                delete(
                        Item.class,
                        (builder, delete, item) ->
                                delete.where(builder.equal(item.get("owner").get("name"), "Copper"))));
        all.put("insert values with a conflict", session -> {
            HibernateCriteriaBuilder builder = session.getCriteriaBuilder();
            JpaCriteriaInsertValues<Plain> insert = builder.createCriteriaInsertValues(Plain.class);
            JpaRoot<Plain> plain = insert.getTarget();
            insert.setInsertionTargetPaths(plain.get("id"), plain.get("name"), plain.get("kind"));
            insert.values(
                    builder.values(builder.value(1L), builder.value("again"), builder.value("k")),
                    builder.values(builder.value(9L), builder.value("new"), builder.value("k")));
            JpaConflictClause<Plain> conflict = insert.onConflict().conflictOnConstraintPaths(plain.get("id"));
            conflict.onConflictDoUpdate().set("name", conflict.getExcludedRoot().get("name"));
            return session.createMutationQuery(insert).executeUpdate();
        });
        all.put(
                "assign an embeddable",
                session -> session.createMutationQuery("update Item set size = :size where id > 2")
                        .setParameter("size", new Size(7, 8))
                        .executeUpdate());
        all.put(
                "assign an embeddable and a column of the secondary table",
                session -> session.createMutationQuery("update Item set size = :size, remark = 'r' where stock > 5")
                        .setParameter("size", new Size(7, 8))
                        .executeUpdate());
        all.put(
                "delete a supplier's items",
                session -> session.createMutationQuery("delete from Item i where i.owner in (:owners)")
                        .setParameterList(
                                "owners",
                                List.of(
                                        session.getReference(Supplier.class, 1L),
                                        session.getReference(Supplier.class, 2L)))
                        .executeUpdate());
        return all;
    }
}
