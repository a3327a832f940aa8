package io.github.dqlite4j.sample.shop;

import java.util.stream.Collectors;
import org.springframework.beans.factory.ObjectProvider;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;

/** The page, the report, and the state of the cluster. */
@RestController
class ShopController {
    private final Bookkeeping bookkeeping;
    private final ClusterWatch cluster;
    private final Pulse pulse;
    private final Snapshots snapshots;
    private final String additions;

    ShopController(
            Bookkeeping bookkeeping,
            ClusterWatch cluster,
            Pulse pulse,
            Snapshots snapshots,
            ObjectProvider<PageAddition> additions) {
        this.bookkeeping = bookkeeping;
        this.cluster = cluster;
        this.pulse = pulse;
        this.snapshots = snapshots;
        this.additions = additions.stream().map(PageAddition::html).collect(Collectors.joining());
    }

    @GetMapping("/api/report")
    Report report() {
        return bookkeeping.report();
    }

    @GetMapping("/api/cluster")
    ClusterView cluster() {
        return cluster.look();
    }

    /** Does not wait for a leader. */
    @GetMapping(path = "/", produces = MediaType.TEXT_HTML_VALUE)
    String page() throws InterruptedException {
        return ShopPage.render(pulse.history(), snapshots.latest(), additions);
    }
}
