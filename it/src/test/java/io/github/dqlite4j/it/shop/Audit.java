package io.github.dqlite4j.it.shop;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Compares the answers that clients received with the database. */
final class Audit {
    private Audit() {}

    /**
     * Everything that is wrong, in words; empty if nothing is.
     *
     * @param acknowledged orders whose placement was confirmed to the client
     * @param doubtful orders whose outcome was reported as unknown, and that were not sent again
     * @param stored every order in the database
     * @param opening the stock of each product before the first order
     * @param stock the stock of each product now
     */
    static List<String> complaints(
            Map<String, Wanted> acknowledged,
            Map<String, Wanted> doubtful,
            List<Wanted> stored,
            Map<Long, Integer> opening,
            Map<Long, Integer> stock) {
        List<String> complaints = new ArrayList<>();
        Set<String> seen = new HashSet<>();
        Map<Long, Integer> left = new HashMap<>(opening);
        for (Wanted order : stored) {
            String id = order.requestId();
            if (!seen.add(id)) {
                complaints.add("doubled: " + id);
            }
            Wanted wanted = acknowledged.getOrDefault(id, doubtful.get(id));
            if (wanted == null) {
                complaints.add("not sent by a client: " + id);
            } else if (!wanted.equals(order)) {
                complaints.add("wanted: " + wanted + " stored: " + order);
            }
            order.quantities().forEach((product, quantity) -> left.merge(product, -quantity, Integer::sum));
        }
        acknowledged.keySet().stream()
                .filter(id -> !seen.contains(id))
                .map(id -> "lost: " + id)
                .forEach(complaints::add);
        stock.forEach((product, now) -> {
            if (now < 0) {
                complaints.add("negative stock of product " + product + ": " + now);
            }
            if (!now.equals(left.get(product))) {
                complaints.add("stock of product " + product + ": " + now + ", not " + left.get(product));
            }
        });
        return complaints;
    }
}
