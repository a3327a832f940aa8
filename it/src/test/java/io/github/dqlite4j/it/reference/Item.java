package io.github.dqlite4j.it.reference;

import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.Id;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.util.List;

/** The entity that the samples of functions query. */
@Entity(name = "Item")
class Item {
    enum Kind {
        SMALL,
        LARGE
    }

    @Id
    long id;

    String name = "apple";

    @Column(precision = 10, scale = 2)
    BigDecimal price = new BigDecimal("1.25");

    int amount = 7;
    double weight = 2.5;
    boolean open = true;
    LocalDate sold = LocalDate.of(2024, 2, 29);
    LocalDateTime changed = LocalDateTime.of(2024, 3, 1, 12, 30, 15);
    Kind kind = Kind.LARGE;

    @Enumerated(EnumType.STRING)
    Kind state = Kind.SMALL;

    byte[] bytes = {1, -1};
    List<String> tags = List.of("a", "b");

    @Column(name = "document_")
    String document = "{\"a\":[1,2]}";

    Item() {}

    Item(long id) {
        this.id = id;
    }
}
