package io.github.dqlite4j.sample.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.Table;
import java.time.LocalDate;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** Other classes must use its methods, not its fields: a lazy relation is a proxy, and the fields of a proxy are empty. */
@Entity
@Table(name = "customers")
@NullUnmarked
class Customer {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    private Long id;

    private String name;
    private String email;

    @Enumerated(EnumType.STRING)
    private CustomerLevel level;

    private LocalDate joinedOn;

    /** Null if the customer was not asked. */
    @Nullable
    private Boolean newsletter;

    protected Customer() {}

    Customer(String name, String email, LocalDate joinedOn, @Nullable Boolean newsletter) {
        this.name = name;
        this.email = email;
        this.level = CustomerLevel.NEW;
        this.joinedOn = joinedOn;
        this.newsletter = newsletter;
    }

    public Long id() {
        return id;
    }

    public String name() {
        return name;
    }

    public String email() {
        return email;
    }

    public CustomerLevel level() {
        return level;
    }

    public LocalDate joinedOn() {
        return joinedOn;
    }

    public @Nullable Boolean newsletter() {
        return newsletter;
    }
}
