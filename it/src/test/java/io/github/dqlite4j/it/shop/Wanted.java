package io.github.dqlite4j.it.shop;

import java.util.Map;
import java.util.stream.Collectors;

/**
 * An order as a client wants it, or as the database has it.
 *
 * @param cents what it costs
 * @param quantities by product
 */
record Wanted(String requestId, long cents, Map<Long, Integer> quantities) {
    String json() {
        return quantities.entrySet().stream()
                .map(item -> "{\"productId\":%d,\"quantity\":%d}".formatted(item.getKey(), item.getValue()))
                .collect(Collectors.joining(
                        ",", "{\"requestId\":\"" + requestId + "\",\"customerId\":1,\"items\":[", "]}"));
    }
}
