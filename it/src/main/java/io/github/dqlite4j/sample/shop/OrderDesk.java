package io.github.dqlite4j.sample.shop;

import java.util.List;
import org.springframework.stereotype.Service;

/**
 * Retries the transactions of {@link OrderBook} when the leader changes. It is not {@code @Transactional} itself, so each
 * attempt is a complete transaction. Placing an order may be repeated even if the outcome of the commit is unknown, because
 * its transaction first looks up the request id.
 */
@Service
class OrderDesk {
    private final OrderBook book;

    OrderDesk(OrderBook book) {
        this.book = book;
    }

    @RetryRepeatable
    OrderBook.Placed place(NewOrder request) {
        return book.place(request);
    }

    @RetryRepeatable
    OrderView find(String requestId) {
        return book.find(requestId).orElseThrow(() -> new UnknownException("order", requestId));
    }

    @RetryRepeatable
    List<OrderView> before(long id, int limit) {
        return book.before(id, limit);
    }
}
