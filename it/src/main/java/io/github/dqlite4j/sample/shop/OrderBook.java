package io.github.dqlite4j.sample.shop;

import io.github.dqlite4j.spring.boot.retry.RetryCondition;
import io.github.dqlite4j.spring.boot.retry.RetryableTransaction;
import java.time.Clock;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.List;
import java.util.Optional;
import org.springframework.data.domain.Limit;
import org.springframework.stereotype.Service;
import org.springframework.transaction.annotation.Transactional;

/**
 * Transactions on orders. Each method is one transaction, and is run again when the leader changes, even if the outcome of the commit is unknown: placing an order first looks up
 * the request id.
 */
@Service
@RetryableTransaction(RetryCondition.REPEATABLE)
class OrderBook {
    /** @param isNew false if an earlier attempt or request has already placed the order */
    record Placed(OrderView order, boolean isNew) {}

    private final Customers customers;
    private final Products products;
    private final Orders orders;
    private final Ledger ledger;
    private final Clock clock = Clock.systemUTC();

    OrderBook(Customers customers, Products products, Orders orders, Ledger ledger) {
        this.customers = customers;
        this.products = products;
        this.orders = orders;
        this.ledger = ledger;
    }

    /**
     * The transaction begins with BEGIN IMMEDIATE. It is the only writer from its first statement on, so the data that it reads
     * cannot change before it commits.
     */
    @Transactional
    Placed place(NewOrder request) {
        Optional<Order> earlier = orders.findByRequestId(request.requestId());
        if (earlier.isPresent()) {
            return new Placed(OrderView.of(earlier.get()), false);
        }
        Customer customer = customers
                .findById(request.customerId())
                .orElseThrow(() -> new UnknownException("customer", request.customerId()));
        Order order = new Order(
                request.requestId(),
                customer,
                Instant.now(clock).truncatedTo(ChronoUnit.MICROS),
                request.deliverOn(),
                request.gift());
        for (NewOrder.Item item : request.items()) {
            Product product = products.findById(item.productId())
                    .orElseThrow(() -> new UnknownException("product", item.productId()));
            order.add(product, item.quantity());
        }
        orders.save(order);
        order.items.forEach(item -> ledger.save(LedgerEntry.sold(item)));
        return new Placed(OrderView.of(order), true);
    }

    @Transactional(readOnly = true)
    Optional<OrderView> find(String requestId) {
        return orders.findByRequestId(requestId).map(OrderView::of);
    }

    /** Returns orders with smaller ids, latest first. */
    @Transactional(readOnly = true)
    List<OrderView> before(long id, int limit) {
        return orders.latestBefore(id, Limit.of(limit)).stream()
                .map(OrderView::of)
                .toList();
    }
}
