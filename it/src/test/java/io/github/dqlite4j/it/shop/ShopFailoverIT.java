package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import com.zaxxer.hikari.HikariDataSource;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.jdbc.DqliteNodeInfo;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.sql.Connection;
import java.sql.SQLException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** Leaders are lost while many clients place orders through the sample's pool of ten connections. */
class ShopFailoverIT {
    private static final int CLIENTS = 8;
    private static final int SCARCE = 60;
    private static final Duration PATIENCE = Duration.ofSeconds(40);

    private static DqliteCluster cluster;
    private static ConfigurableApplicationContext context;
    private static ShopClient shop;
    private Books before;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(3);
        context = new SpringApplication(ShopApplication.class)
                .run("--server.port=0", "--spring.datasource.url=" + cluster.jdbcUrl("shop"));
        shop = ShopClient.of(context);
    }

    /** What is in stock now, and a product that there is too little of. */
    @BeforeEach
    void open() throws Exception {
        cluster.awaitVoters();
        String sku = UUID.randomUUID().toString();
        assertThat(shop.post(
                                "/api/products",
                                "{\"sku\":\"%s\",\"name\":\"Scarce\",\"price\":0.10,\"stock\":%d}"
                                        .formatted(sku, SCARCE))
                        .status())
                .isEqualTo(201);
        before = Books.read(cluster.jdbcUrl("shop"));
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        cluster.close();
    }

    @Test
    void noOrderIsLostOrDoubledWhileLeadersAreKilled() throws Exception {
        try (Shoppers shoppers = new Shoppers(CLIENTS, shop, before.cents())) {
            shoppers.awaitMore(30, PATIENCE);
            DqliteCluster.Node first = cluster.leader();
            first.kill();
            shoppers.awaitMore(30, PATIENCE);
            first.restart();
            DqliteCluster.Node second = cluster.leaderAfter(first);
            shoppers.awaitMore(30, PATIENCE);
            second.kill();
            shoppers.awaitMore(30, PATIENCE);
            shoppers.stop();
            second.restart();
            check(shoppers);
        }
    }

    /** What was on its way to the paused node is answered when it goes on, and may have been committed by then. */
    @Test
    void noOrderIsLostOrDoubledWhileTheLeaderIsPaused() throws Exception {
        try (Shoppers shoppers = new Shoppers(CLIENTS, shop, before.cents())) {
            shoppers.awaitMore(30, PATIENCE);
            DqliteCluster.Node paused = cluster.leader();
            paused.pause();
            try {
                cluster.leaderAfter(paused);
            } finally {
                paused.resume();
            }
            shoppers.awaitMore(60, PATIENCE);
            shoppers.stop();
            check(shoppers);
        }
    }

    private void check(Shoppers shoppers) throws Exception {
        assertThat(shoppers.unexpected()).isEmpty();
        Books after = Books.read(cluster.jdbcUrl("shop"));
        List<Wanted> placed = new ArrayList<>(after.orders());
        placed.removeAll(before.orders());
        assertThat(Audit.complaints(
                        shoppers.acknowledged(), shoppers.doubtful(), placed, before.stock(), after.stock()))
                .isEmpty();
        assertThat(placed).hasSize(after.orders().size() - before.orders().size());
        assertThat(after.orders()).extracting(Wanted::requestId).noneMatch(shoppers.refused()::containsKey);
        var report = shop.get("/api/report").json();
        assertThat(report.get("consistent").booleanValue()).isTrue();
        assertThat(report.get("orders").intValue()).isEqualTo(after.orders().size());
        assertThat(report.get("ordersTotal").decimalValue().movePointRight(2).longValueExact())
                .isEqualTo(after.orders().stream().mapToLong(Wanted::cents).sum());
        thePoolHasRecovered();
    }

    /** Every connection that the pool may have goes to the new leader, and the pool is the one it was. */
    private void thePoolHasRecovered() throws SQLException {
        HikariDataSource pool = context.getBean(HikariDataSource.class);
        String leader = cluster.leader().address().toString();
        List<Connection> borrowed = new ArrayList<>();
        try {
            for (int i = 0; i < pool.getMaximumPoolSize(); i++) {
                Connection connection = pool.getConnection();
                borrowed.add(connection);
                assertThat(connection.isValid(5)).isTrue();
                assertThat(connection.unwrap(DqliteNodeInfo.class).node()).isEqualTo(leader);
            }
        } finally {
            for (Connection connection : borrowed) {
                connection.close();
            }
        }
        assertThat(pool.getHikariPoolMXBean().getActiveConnections()).isZero();
        assertThat(pool.getHikariPoolMXBean().getThreadsAwaitingConnection()).isZero();
    }
}
