package io.github.dqlite4j.it.starter;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.LocalDate;

/** The entity of the starter's tests. */
@Entity
class Item {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    String name;
    BigDecimal price;
    LocalDate day;
    Boolean premium;

    protected Item() {}

    Item(String name, BigDecimal price) {
        this.name = name;
        this.price = price;
        this.day = LocalDate.of(2024, 2, 29);
    }
}
