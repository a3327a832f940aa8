package io.github.dqlite4j.it.dialect;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.OffsetDateTime;
import java.util.UUID;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** Entities for the dialect on real nodes. */
final class Records {

    private Records() {}

    @Entity(name = "Owner")
    @Table(uniqueConstraints = @UniqueConstraint(columnNames = {"name", "city"}))
    static class Owner {
        int age;

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        String name;
        String city;
    }

    @Entity(name = "Everything")
    static class Everything {
        @Id
        @GeneratedValue
        Long id;

        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        Owner owner;

        LocalDate day;
        LocalTime time;
        LocalDateTime at;
        Instant instant;
        OffsetDateTime offset;
        BigDecimal total;
        Boolean flag;
        UUID uuid;
        byte[] bytes;
        double ratio;
    }

    @Entity(name = "Party")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Party {
        @Id
        long id;

        String name;
    }

    @Entity(name = "Person")
    static class Person extends Party {
        String nickname;
    }
}
