package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.it.fixture.CuttingRelay;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteDriver;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The connection is lost between COMMIT and its answer: it is unknown whether the order was placed. */
class ShopDoubtIT implements DqliteListener {
    private static DqliteCluster cluster;
    private static CuttingRelay relay;
    private static ConfigurableApplicationContext context;
    private static ShopClient shop;

    private final AtomicReference<CuttingRelay.Loss> loss = new AtomicReference<>();
    private final List<String> unknown = new CopyOnWriteArrayList<>();

    @BeforeAll
    static void start() throws Exception {
        cluster = DqliteCluster.start(1);
        relay = new CuttingRelay(cluster.nodes().get(0).address());
        context = new SpringApplication(ShopApplication.class)
                .run(
                        "--server.port=0",
                        "--spring.datasource.hikari.maximum-pool-size=1",
                        "--spring.datasource.url=" + relay.jdbcUrl("shop"));
        shop = ShopClient.of(context);
    }

    @AfterAll
    static void stop() throws Exception {
        if (context != null) {
            context.close();
        }
        relay.close();
        cluster.close();
    }

    @BeforeEach
    void listen() {
        DqliteDriver.addListener(this);
    }

    @AfterEach
    void listenNoMore() {
        DqliteDriver.removeListener(this);
    }

    /** Stock is written last, so that the next request is the COMMIT. */
    @Override
    public void executed(Executed event) {
        if (event.sql().startsWith("update products")) {
            CuttingRelay.Loss now = loss.getAndSet(null);
            if (now != null) {
                relay.arm(now);
            }
        }
        SQLException error = event.error();
        if (error != null && "08007".equals(error.getSQLState())) {
            unknown.add(event.sql());
        }
    }

    @ParameterizedTest
    @EnumSource
    void orderInDoubtIsPlacedOnce(CuttingRelay.Loss lost) throws Exception {
        Books before = Books.read(cluster.jdbcUrl("shop"));
        int losses = relay.losses();
        loss.set(lost);
        Wanted order = new Wanted("doubt about the " + lost, 1580, Map.of(1L, 2));
        ShopClient.Answer answer = shop.post("/api/orders", order.json());
        assertThat(unknown).containsExactly("COMMIT");
        assertThat(relay.losses()).isEqualTo(losses + 1);
        assertThat(answer.status()).isEqualTo(lost == CuttingRelay.Loss.ANSWER ? 200 : 201);
        assertThat(answer.json().get("requestId").stringValue()).isEqualTo(order.requestId());

        Books after = Books.read(cluster.jdbcUrl("shop"));
        assertThat(after.orders()).hasSize(before.orders().size() + 1).contains(order);
        assertThat(after.stock().get(1L)).isEqualTo(before.stock().get(1L) - 2);
        assertThat(shop.get("/api/report").json().get("consistent").booleanValue())
                .isTrue();
    }

    /** The request has no id, so it is not repeated, and the client gets an error. */
    @ParameterizedTest
    @EnumSource
    void updateInDoubtIsNotRepeated(CuttingRelay.Loss lost) throws Exception {
        Books before = Books.read(cluster.jdbcUrl("shop"));
        loss.set(lost);
        ShopClient.Answer answer = shop.post("/api/products/2/restock", "{\"quantity\":7}");
        assertThat(unknown).containsExactly("COMMIT");
        assertThat(answer.status()).isEqualTo(503);
        assertThat(answer.json().get("detail").stringValue()).contains("may or may not have been made");
        Books after = Books.read(cluster.jdbcUrl("shop"));
        assertThat(after.stock().get(2L))
                .isEqualTo(before.stock().get(2L) + (lost == CuttingRelay.Loss.ANSWER ? 7 : 0));
        assertThat(shop.get("/").status()).isEqualTo(200);
    }
}
