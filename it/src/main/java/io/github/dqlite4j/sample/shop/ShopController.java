package io.github.dqlite4j.sample.shop;

import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page, the report, and the state of the cluster. */
@RestController
class ShopController {
    private final OrderBook orders;
    private final Catalogue catalogue;
    private final Bookkeeping bookkeeping;
    private final ClusterWatch cluster;

    ShopController(OrderBook orders, Catalogue catalogue, Bookkeeping bookkeeping, ClusterWatch cluster) {
        this.orders = orders;
        this.catalogue = catalogue;
        this.bookkeeping = bookkeeping;
        this.cluster = cluster;
    }

    @GetMapping("/api/report")
    Report report() {
        return bookkeeping.report();
    }

    @GetMapping("/api/cluster")
    ClusterView cluster() {
        return cluster.look();
    }

    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String page() {
        return ShopPage.render(
                cluster.look(), catalogue.products(), orders.before(Long.MAX_VALUE, 12), bookkeeping.report());
    }
}
