package io.github.dqlite4j.hibernate;

import jakarta.persistence.Column;
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
import java.time.LocalDate;
import java.time.LocalDateTime;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;

/** Entities that need each of the dialect's corrections. */
final class Shop {

    static final Class<?>[] ENTITIES = {Customer.class, Purchase.class, Sale.class, Party.class, Person.class};

    private Shop() {}

    /** The integer column sorts before the identity column. */
    @Entity(name = "Customer")
    @Table(
            uniqueConstraints =
                    @UniqueConstraint(
                            name = "uk_name_city",
                            columnNames = {"name", "city"}))
    static class Customer {
        int age;

        @Id
        @GeneratedValue(strategy = GenerationType.IDENTITY)
        Long id;

        @Column(nullable = false)
        String name;

        String city;

        @Column(unique = true)
        String email;

        Boolean premium;
    }

    @Entity(name = "Purchase")
    static class Purchase {
        @Id
        @GeneratedValue
        Long id;

        @ManyToOne
        @OnDelete(action = OnDeleteAction.CASCADE)
        Customer customer;

        LocalDate day;
        LocalDateTime at;

        @Column(precision = 38, scale = 10)
        BigDecimal total;
    }

    @Entity(name = "Sale")
    static class Sale {
        @Id
        @GeneratedValue(strategy = GenerationType.SEQUENCE)
        Long id;
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
