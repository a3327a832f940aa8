package io.github.dqlite4j.sample.shop;

import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.EnumType;
import jakarta.persistence.Enumerated;
import jakarta.persistence.FetchType;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import jakarta.persistence.Table;
import jakarta.persistence.Version;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.annotations.BatchSize;
import org.jspecify.annotations.NullUnmarked;
import org.jspecify.annotations.Nullable;

@Entity
@Table(name = "orders")
@NullUnmarked
class Order {
    @Id
    @GeneratedValue(strategy = GenerationType.IDENTITY)
    Long id;

    @Version
    long version;

    /** Chosen by the client and unique in the database, so a request that is sent twice is one order. */
    String requestId;

    @ManyToOne(fetch = FetchType.LAZY, optional = false)
    Customer customer;

    @OneToMany(mappedBy = "order", cascade = CascadeType.ALL)
    @BatchSize(size = 100)
    List<OrderItem> items = new ArrayList<>();

    @Enumerated(EnumType.STRING)
    OrderStatus status;

    Instant placedAt;

    @Nullable
    LocalDate deliverOn;

    /** Null if the client did not say. */
    @Nullable
    Boolean gift;

    BigDecimal total;

    protected Order() {}

    Order(
            String requestId,
            Customer customer,
            Instant placedAt,
            @Nullable LocalDate deliverOn,
            @Nullable Boolean gift) {
        this.requestId = requestId;
        this.customer = customer;
        this.status = OrderStatus.PLACED;
        this.placedAt = placedAt;
        this.deliverOn = deliverOn;
        this.gift = gift;
        this.total = BigDecimal.ZERO.setScale(2);
    }

    /** Adds an item and reduces the stock of the product. */
    void add(Product product, int quantity) {
        product.take(quantity);
        OrderItem item = new OrderItem(this, product, quantity);
        items.add(item);
        total = total.add(item.amount());
    }
}
