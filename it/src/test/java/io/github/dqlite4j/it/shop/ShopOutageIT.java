package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.ConfigurableApplicationContext;

/** Without a majority the sample reports the outage; it works again when the nodes are back. */
class ShopOutageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    @Test
    @ExtendWith(OutputCaptureExtension.class)
    void outageIsReportedAndEnds(CapturedOutput output) throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                ConfigurableApplicationContext context = new SpringApplication(ShopApplication.class)
                        .run(
                                "--server.port=0",
                                "--spring.datasource.hikari.connection-timeout=3000",
                                "--spring.datasource.url=" + cluster.jdbcUrl("shop")
                                        + "?failoverTimeout=3000&loginTimeout=3000")) {
            ShopClient shop = ShopClient.of(context);
            assertThat(shop.get("/").status()).isEqualTo(200);
            Books before = Books.read(cluster.jdbcUrl("shop"));
            List<DqliteCluster.Node> lost = cluster.nodes().subList(0, 2);
            try (Shoppers shoppers = new Shoppers(4, shop, before.cents())) {
                shoppers.awaitMore(10, PATIENCE);
                lost.forEach(DqliteCluster.Node::kill);
                shoppers.awaitUnavailable(4, PATIENCE);
                for (DqliteCluster.Node node : lost) {
                    node.restart();
                }
                shoppers.awaitMore(10, PATIENCE);
                shoppers.stop();
                assertThat(shoppers.unexpected()).isEmpty();
                Books after = Books.read(cluster.jdbcUrl("shop"));
                assertThat(Audit.complaints(
                                shoppers.acknowledged(),
                                shoppers.doubtful(),
                                after.orders(),
                                before.stock(),
                                after.stock()))
                        .isEmpty();
            }
            // Requests came and failed all the time, and yet the outage is one warning and one line at its end.
            String of = cluster.nodes().get(0).address().toString();
            assertThat(lines(output, of, "No leader of"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("WARN");
            assertThat(lines(output, of, "none was found for"))
                    .hasSize(1)
                    .first()
                    .asString()
                    .contains("INFO");
            assertThat(shop.get("/api/report").json().get("consistent").booleanValue())
                    .isTrue();
        }
    }

    private static List<String> lines(CapturedOutput output, String node, String words) {
        return output.toString()
                .lines()
                .filter(line ->
                        line.contains(" io.github.dqlite4j.cluster ") && line.contains(node) && line.contains(words))
                .toList();
    }
}
