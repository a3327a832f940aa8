package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.cluster.DqliteCluster;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ConfigurableApplicationContext;

/** Without a majority there is nothing to retry on: the sample says so, and works again when the nodes are back. */
class ShopOutageIT {
    @Test
    void anOutageIsSaidAndOver() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                ConfigurableApplicationContext context = new SpringApplication(ShopApplication.class)
                        .run(
                                "--server.port=0",
                                "--spring.datasource.hikari.connection-timeout=3000",
                                "--spring.datasource.url=" + cluster.jdbcUrl("shop")
                                        + "?failoverTimeout=3000&loginTimeout=3000")) {
            ShopClient shop = new ShopClient(
                    ((WebServerApplicationContext) context).getWebServer().getPort());
            String order = """
                    {"requestId":"through the outage","customerId":1,"items":[{"productId":1,"quantity":2}]}""";
            assertThat(shop.get("/").status()).isEqualTo(200);
            List<DqliteCluster.Node> lost = cluster.nodes().subList(0, 2);
            lost.forEach(DqliteCluster.Node::kill);

            ShopClient.Answer answer = shop.post("/api/orders", order);
            assertThat(answer.status()).isEqualTo(503);
            assertThat(answer.header("Retry-After")).isEqualTo("1");
            assertThat(answer.json().get("detail").stringValue()).startsWith("The cluster is not available");

            for (DqliteCluster.Node node : lost) {
                node.restart();
            }
            cluster.leader();
            ShopClient.Answer again = shop.post("/api/orders", order);
            assertThat(again.status()).isIn(200, 201);
            assertThat(shop.post("/api/orders", order).status()).isEqualTo(200);
            var report = shop.get("/api/report").json();
            assertThat(report.get("orders").intValue()).isEqualTo(1);
            assertThat(report.get("consistent").booleanValue()).isTrue();
        }
    }
}
