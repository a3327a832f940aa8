package io.github.dqlite4j.sample.shop;

import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.util.List;
import org.jspecify.annotations.Nullable;

record OrderView(
        long id,
        String requestId,
        String customer,
        OrderStatus status,
        Instant placedAt,
        @Nullable LocalDate deliverOn,
        @Nullable Boolean gift,
        BigDecimal total,
        List<Item> items) {

    record Item(String sku, int quantity, BigDecimal unitPrice) {}

    static OrderView of(Order order) {
        return new OrderView(
                order.id,
                order.requestId,
                order.customer.name(),
                order.status,
                order.placedAt,
                order.deliverOn,
                order.gift,
                order.total.setScale(2),
                order.items.stream()
                        .map(item -> new Item(item.product.sku(), item.quantity, item.unitPrice.setScale(2)))
                        .toList());
    }
}
