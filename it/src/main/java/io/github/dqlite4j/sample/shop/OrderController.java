package io.github.dqlite4j.sample.shop;

import jakarta.validation.Valid;
import jakarta.validation.constraints.Max;
import jakarta.validation.constraints.Positive;
import java.util.List;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RequestParam;
import org.springframework.web.bind.annotation.RestController;

@RestController
@RequestMapping("/api/orders")
class OrderController {
    private final OrderBook book;
    private final Pulse pulse;

    OrderController(OrderBook book, Pulse pulse) {
        this.book = book;
        this.pulse = pulse;
    }

    /** Answers 201 for a new order, or 200 and the existing order if the request id was used before. */
    @PostMapping
    ResponseEntity<OrderView> place(@Valid @RequestBody NewOrder request) {
        OrderBook.Placed placed = book.place(request);
        if (placed.isNew()) {
            pulse.orderPlaced();
        }
        return ResponseEntity.status(placed.isNew() ? HttpStatus.CREATED : HttpStatus.OK)
                .body(placed.order());
    }

    @GetMapping("/{requestId}")
    OrderView find(@PathVariable String requestId) {
        return book.find(requestId).orElseThrow(() -> new UnknownException("order", requestId));
    }

    /** Lists orders, latest first; {@code before} is the smallest id of the previous page. */
    @GetMapping
    List<OrderView> list(
            @RequestParam(defaultValue = "20") @Positive @Max(1000) int limit,
            @RequestParam(defaultValue = "9223372036854775807") @Positive long before) {
        return book.before(before, limit);
    }
}
