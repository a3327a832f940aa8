package io.github.dqlite4j.sample.shop;

import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.Table;
import java.math.BigDecimal;
import java.time.Instant;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

/** One change of stock and money. Entries are never modified. */
@Entity
@Table(name = "ledger")
@NullUnmarked
class LedgerEntry {
    enum Kind {
        OPENING,
        RESTOCK,
        SALE
    }

    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Enumerated(EnumType.STRING)
    Kind kind;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Product product;

    @ManyToOne(fetch = FetchType.LAZY)
    @Nullable
    Order order;

    /** Negative for sales. */
    int quantity;

    BigDecimal amount;
    Instant bookedAt;

    protected LedgerEntry() {}

    private LedgerEntry(
            Kind kind, Product product, @Nullable Order order, int quantity, BigDecimal amount, Instant bookedAt) {
        this.kind = kind;
        this.product = product;
        this.order = order;
        this.quantity = quantity;
        this.amount = amount;
        this.bookedAt = bookedAt;
    }

    static LedgerEntry received(Kind kind, Product product, int quantity, Instant at) {
        return new LedgerEntry(kind, product, null, quantity, BigDecimal.ZERO.setScale(2), at);
    }

    static LedgerEntry sold(OrderItem item) {
        return new LedgerEntry(Kind.SALE, item.product, item.order, -item.quantity, item.amount(), item.order.placedAt);
    }
}
