package io.github.dqlite4j.it.bench;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Two thousand entities in one transaction, inserted and then updated by Hibernate: in batches of 100, against row by row. */
final class HibernateBatches {
    private static final int ROWS = 2_000;

    /** Medians in milliseconds; how many times faster the batches were. */
    record Outcome(double single, double batches, double faster) {}

    private HibernateBatches() {}

    /** An entity with an id that the application makes, as Hibernate does not batch those of the database. */
    @Entity(name = "Line")
    static class Line {
        @Id
        long id;

        String text = "";
        int number;
    }

    static List<Outcome> measure(int rounds) {
        try (SessionFactory single = open(1);
                SessionFactory batches = open(100)) {
            List<List<Double>> times = List.of(
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>(),
                    new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
            for (int i = -2; i < rounds; i++) {
                double[] insert = {insert(single), insert(batches)};
                double[] update = {update(single), update(batches)};
                empty(single);
                if (i >= 0) {
                    add(times.subList(0, 3), insert);
                    add(times.subList(3, 6), update);
                }
            }
            return List.of(outcome(times.subList(0, 3)), outcome(times.subList(3, 6)));
        }
    }

    private static SessionFactory open(int batch) {
        return new Configuration()
                .setProperty("hibernate.connection.url", RoundTrips.url())
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "update")
                .setProperty("hibernate.jdbc.batch_size", Integer.toString(batch))
                .setProperty("hibernate.order_inserts", "true")
                .setProperty("hibernate.order_updates", "true")
                .addAnnotatedClass(Line.class)
                .buildSessionFactory();
    }

    /** The rows of each factory have ids of their own, so that both find the same size of table. */
    @SuppressWarnings("deprecation")
    private static long first(SessionFactory sessions) {
        return sessions.getSessionFactoryOptions().getJdbcBatchSize() > 1 ? ROWS : 0;
    }

    private static double insert(SessionFactory sessions) {
        long start = System.nanoTime();
        sessions.inTransaction(session -> {
            for (int i = 0; i < ROWS; i++) {
                Line line = new Line();
                line.id = first(sessions) + i;
                line.text = "line " + i;
                line.number = i;
                session.persist(line);
            }
        });
        return (System.nanoTime() - start) / 1e6;
    }

    private static double update(SessionFactory sessions) {
        return sessions.fromTransaction(session -> {
            List<Line> lines = session.createSelectionQuery("from Line where id >= :first and id < :last", Line.class)
                    .setParameter("first", first(sessions))
                    .setParameter("last", first(sessions) + ROWS)
                    .list();
            long start = System.nanoTime();
            lines.forEach(line -> line.number++);
            session.flush();
            return (System.nanoTime() - start) / 1e6;
        });
    }

    private static void empty(SessionFactory sessions) {
        sessions.inTransaction(
                session -> session.createMutationQuery("delete from Line").executeUpdate());
    }

    private static void add(List<List<Double>> times, double[] round) {
        times.get(0).add(round[0]);
        times.get(1).add(round[1]);
        times.get(2).add(round[0] / round[1]);
    }

    private static Outcome outcome(List<List<Double>> times) {
        return new Outcome(
                Slices.median(times.get(0)), Slices.median(times.get(1)), Slices.median(times.get(2)));
    }
}
