package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.sql.Timestamp;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import org.hibernate.SessionFactory;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Generated;
import org.hibernate.annotations.GeneratedColumn;
import org.junit.jupiter.api.Test;

/** Values that the database gives to columns: they are read after the insert, and queries find them. */
class DefaultsIT {

    @Entity(name = "Made")
    static class Made {
        @Id
        long id;

        int number = 21;

        @Generated
        @ColumnDefault("current_timestamp")
        Instant moment;

        @Generated
        @ColumnDefault("CURRENT_TIMESTAMP")
        LocalDateTime local;

        @Generated
        @ColumnDefault("CURRENT_TIMESTAMP")
        Timestamp stamp;

        @Generated
        @ColumnDefault("current_date")
        LocalDate day;

        @Generated
        @ColumnDefault("current_time")
        LocalTime time;

        @Generated
        @ColumnDefault("1.50")
        @Column(precision = 10, scale = 2)
        BigDecimal price;

        @Generated
        @ColumnDefault("(lower('ABC'))")
        String text;

        @GeneratedColumn("number * 2")
        int twice;
    }

    @Test
    void generatedValuesAreReadAndFound() {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                SessionFactory sessions = new SchemaTool(cluster.jdbcUrl("defaults")).sessions("create", Made.class)) {
            Made made = new Made();
            sessions.inTransaction(session -> session.persist(made));
            assertThat(made.text).isEqualTo("abc");
            assertThat(made.price).isEqualTo(new BigDecimal("1.50"));
            assertThat(made.twice).isEqualTo(42);
            Long found = sessions.fromTransaction(session -> session.createSelectionQuery(
                            "select count(*) from Made where moment = :moment and local = :local and stamp = :stamp"
                                    + " and day = :day and time = :time and price = :price and twice = 42",
                            Long.class)
                    .setParameter("moment", made.moment)
                    .setParameter("local", made.local)
                    .setParameter("stamp", made.stamp)
                    .setParameter("day", made.day)
                    .setParameter("time", made.time)
                    .setParameter("price", made.price)
                    .getSingleResult());
            assertThat(found).isOne();
        }
    }
}
