package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.math.BigDecimal;
import java.time.Instant;
import java.time.LocalDate;
import java.time.ZoneOffset;
import java.util.UUID;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.dao.DataIntegrityViolationException;
import org.springframework.dao.DuplicateKeyException;
import org.springframework.jdbc.core.JdbcTemplate;
import tools.jackson.databind.JsonNode;

/** The sample application on three nodes, used over HTTP. */
class ShopIT {
    private static DqliteCluster cluster;
    private static ConfigurableApplicationContext context;
    private static ShopClient shop;
    private static JdbcTemplate jdbc;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(3);
        context = new SpringApplication(ShopApplication.class)
                .run("--server.port=0", "--spring.datasource.url=" + cluster.jdbcUrl("shop"));
        shop = ShopClient.of(context);
        jdbc = context.getBean(JdbcTemplate.class);
    }

    @AfterAll
    static void stop() {
        if (context != null) {
            context.close();
        }
        cluster.close();
    }

    private static JsonNode newProduct(String price, int stock) throws Exception {
        String sku = UUID.randomUUID().toString();
        ShopClient.Answer answer = shop.post(
                "/api/products",
                "{\"sku\":\"%s\",\"name\":\"Thing\",\"price\":%s,\"stock\":%d}".formatted(sku, price, stock));
        assertThat(answer.status()).isEqualTo(201);
        return answer.json();
    }

    private static String order(String requestId, long product, int quantity) {
        return """
                {"requestId":"%s","customerId":1,"deliverOn":"2028-02-29","items":[{"productId":%d,"quantity":%d}]}""".formatted(requestId, product, quantity);
    }

    private static int stock(long product) {
        return jdbc.queryForObject("select stock from products where id = ?", Integer.class, product);
    }

    @Test
    void theSchemaIsMigrated() {
        assertThat(jdbc.queryForList(
                        "select version from flyway_schema_history where success order by installed_rank",
                        String.class))
                .containsExactly("1", "2", "3");
        assertThat(jdbc.queryForObject("select level from customers where id = 1", String.class))
                .isEqualTo("REGULAR");
    }

    @Test
    void aCustomerIsAddedOnce() throws Exception {
        String email = UUID.randomUUID() + "@shop.example";
        String json = "{\"name\":\"Ann\",\"email\":\"%s\"}".formatted(email);
        ShopClient.Answer added = shop.post("/api/customers", json);
        assertThat(added.status()).isEqualTo(201);
        assertThat(added.json().get("newsletter").isNull()).isTrue();
        assertThat(added.json().get("level").stringValue()).isEqualTo("NEW");
        assertThat(LocalDate.parse(added.json().get("joinedOn").stringValue()))
                .isBetween(
                        LocalDate.now(ZoneOffset.UTC).minusDays(1),
                        LocalDate.now(ZoneOffset.UTC).plusDays(1));
        ShopClient.Answer again = shop.post("/api/customers", json);
        assertThat(again.status()).isEqualTo(409);
        assertThat(again.json().get("detail").stringValue()).contains("customers.email");
        assertThat(shop.get("/api/customers")
                        .json()
                        .valueStream()
                        .filter(customer -> email.equals(customer.get("email").stringValue())))
                .singleElement()
                .satisfies(customer ->
                        assertThat(customer.get("newsletter").isNull()).isTrue());
        ShopClient.Answer asked = shop.post(
                "/api/customers",
                "{\"name\":\"Bob\",\"email\":\"%s@shop.example\",\"newsletter\":false}".formatted(UUID.randomUUID()));
        assertThat(asked.json().get("newsletter").booleanValue()).isFalse();
    }

    @Test
    void anOrderTakesItsGoodsAndIsPlacedOnce() throws Exception {
        JsonNode product = newProduct("0.10", 10);
        long id = product.get("id").longValue();
        String requestId = UUID.randomUUID().toString();
        Instant before = Instant.now();
        ShopClient.Answer placed = shop.post("/api/orders", order(requestId, id, 3));
        assertThat(placed.status()).isEqualTo(201);
        assertThat(placed.json().get("total").decimalValue()).isEqualByComparingTo(new BigDecimal("0.30"));
        assertThat(placed.json().get("deliverOn").stringValue()).isEqualTo("2028-02-29");
        assertThat(placed.json().get("gift").isNull()).isTrue();
        assertThat(placed.json().get("status").stringValue()).isEqualTo("PLACED");
        assertThat(Instant.parse(placed.json().get("placedAt").stringValue()))
                .isBetween(before.minusSeconds(1), Instant.now());
        assertThat(stock(id)).isEqualTo(7);

        ShopClient.Answer again = shop.post("/api/orders", order(requestId, id, 5));
        assertThat(again.status()).isEqualTo(200);
        assertThat(again.json()).isEqualTo(placed.json());
        assertThat(shop.get("/api/orders/" + requestId).json()).isEqualTo(placed.json());
        assertThat(stock(id)).isEqualTo(7);
        assertThat(shop.get("/api/orders?limit=1000")
                        .json()
                        .valueStream()
                        .filter(order -> requestId.equals(order.get("requestId").stringValue())))
                .containsExactly(placed.json());
    }

    @Test
    void ordersAreListedPageByPage() throws Exception {
        long id = newProduct("1.00", 10).get("id").longValue();
        for (int i = 0; i < 3; i++) {
            shop.post("/api/orders", order(UUID.randomUUID().toString(), id, 1));
        }
        JsonNode first = shop.get("/api/orders?limit=2").json();
        assertThat(first.size()).isEqualTo(2);
        long smallest = first.get(1).get("id").longValue();
        assertThat(first.get(0).get("id").longValue()).isGreaterThan(smallest);
        JsonNode second = shop.get("/api/orders?limit=1&before=" + smallest).json();
        assertThat(second.get(0).get("id").longValue()).isLessThan(smallest);
    }

    @Test
    void stockNeverGoesBelowZero() throws Exception {
        long scarce = newProduct("2.50", 2).get("id").longValue();
        long plenty = newProduct("1.00", 100).get("id").longValue();
        String requestId = UUID.randomUUID().toString();
        String json = """
                {"requestId":"%s","customerId":1,
                 "items":[{"productId":%d,"quantity":5},{"productId":%d,"quantity":3}]}""".formatted(requestId, plenty, scarce);
        ShopClient.Answer refused = shop.post("/api/orders", json);
        assertThat(refused.status()).isEqualTo(409);
        assertThat(refused.json().get("detail").stringValue()).contains("There are 2 of");
        assertThat(stock(scarce)).isEqualTo(2);
        assertThat(stock(plenty)).isEqualTo(100);
        assertThat(shop.get("/api/orders/" + requestId).status()).isEqualTo(404);

        ShopClient.Answer restocked = shop.post("/api/products/" + scarce + "/restock", "{\"quantity\":4}");
        assertThat(restocked.status()).isEqualTo(200);
        assertThat(restocked.json().get("stock").intValue()).isEqualTo(6);
        assertThat(shop.post("/api/orders", json).status()).isEqualTo(201);
        assertThat(stock(scarce)).isEqualTo(3);
    }

    @Test
    void theDatabaseRefusesWhatTheCodeWouldForget() throws Exception {
        long id = newProduct("2.50", 2).get("id").longValue();
        assertThatThrownBy(() -> jdbc.update("update products set stock = stock - 3 where id = ?", id))
                .isInstanceOf(DataIntegrityViolationException.class)
                .hasMessageContaining("stock_is_never_negative");
        assertThatThrownBy(() -> jdbc.update("update products set price = 0 where id = ?", id))
                .isInstanceOf(DataIntegrityViolationException.class);
        String requestId = UUID.randomUUID().toString();
        shop.post("/api/orders", order(requestId, id, 1));
        assertThatThrownBy(() -> jdbc.update(
                        "insert into orders (request_id, customer_id, status, placed_at, total)"
                                + " values (?, 1, 'PLACED', '2026-01-01 00:00:00', 1)",
                        requestId))
                .isInstanceOf(DuplicateKeyException.class);
        assertThatThrownBy(() -> jdbc.update("delete from products where id = ?", id))
                .isInstanceOf(DataIntegrityViolationException.class);
    }

    @Test
    void aPriceIsNotOverwrittenUnseen() throws Exception {
        JsonNode product = newProduct("5.00", 1);
        String path = "/api/products/" + product.get("id").longValue() + "/price";
        String json = "{\"price\":%s,\"version\":" + product.get("version").longValue() + "}";
        ShopClient.Answer first = shop.put(path, json.formatted("6.00"));
        assertThat(first.status()).isEqualTo(200);
        assertThat(first.json().get("price").decimalValue()).isEqualByComparingTo(new BigDecimal("6.00"));
        assertThat(first.json().get("version").longValue())
                .isGreaterThan(product.get("version").longValue());
        assertThat(shop.put(path, json.formatted("7.00")).status()).isEqualTo(409);
    }

    @Test
    void badInputIsReported() throws Exception {
        long id = newProduct("2.50", 2).get("id").longValue();
        String requestId = UUID.randomUUID().toString();
        assertThat(shop.post("/api/orders", "{").status()).isEqualTo(400);
        assertThat(shop.post("/api/orders", order("", id, 1)).status()).isEqualTo(400);
        assertThat(shop.post("/api/orders", order(requestId, id, 0)).status()).isEqualTo(400);
        assertThat(shop.post("/api/orders", order(requestId, id, -1)).status()).isEqualTo(400);
        assertThat(shop.post("/api/orders", "{\"requestId\":\"x\",\"customerId\":1,\"items\":[]}")
                        .status())
                .isEqualTo(400);
        assertThat(shop.post("/api/orders", order(requestId, 999_999, 1)).status())
                .isEqualTo(404);
        assertThat(shop.get("/api/orders?limit=0").status()).isEqualTo(400);
        assertThat(shop.post("/api/products", "{\"sku\":\"s\",\"name\":\"n\",\"price\":1.001,\"stock\":1}")
                        .status())
                .isEqualTo(400);
        assertThat(shop.post("/api/customers", "{\"name\":\"Ann\",\"email\":\"nowhere\"}")
                        .status())
                .isEqualTo(400);
        assertThat(stock(id)).isEqualTo(2);
    }

    @Test
    void reportAddsUpAndNoticesErrors() throws Exception {
        long id = newProduct("19.99", 50).get("id").longValue();
        shop.post("/api/orders", order(UUID.randomUUID().toString(), id, 7));
        shop.post("/api/products/" + id + "/restock", "{\"quantity\":5}");
        JsonNode report = shop.get("/api/report").json();
        assertThat(report.get("consistent").booleanValue()).isTrue();
        assertThat(report.get("ordersTotal").decimalValue())
                .isGreaterThanOrEqualTo(new BigDecimal("139.93"))
                .isEqualByComparingTo(report.get("itemsTotal").decimalValue())
                .isEqualByComparingTo(report.get("ledgerTotal").decimalValue());
        String sku = jdbc.queryForObject("select sku from products where id = ?", String.class, id);
        assertThat(report.get("stock")
                        .valueStream()
                        .filter(line -> sku.equals(line.get("sku").stringValue())))
                .singleElement()
                .hasToString("{\"sku\":\"%s\",\"stock\":48,\"received\":55,\"sold\":7,\"booked\":48}".formatted(sku));
        try {
            jdbc.update("update products set stock = stock + 1 where id = ?", id);
            assertThat(shop.get("/api/report").json().get("consistent").booleanValue())
                    .isFalse();
        } finally {
            jdbc.update("update products set stock = stock - 1 where id = ?", id);
        }
    }

    @Test
    void theClusterSaysWhoLeads() throws Exception {
        JsonNode answer = shop.get("/api/cluster").json();
        assertThat(answer.get("leader").stringValue())
                .isEqualTo(cluster.leader().address().toString());
        assertThat(answer.get("nodes").valueStream().map(JsonNode::stringValue))
                .containsExactlyElementsOf(cluster.nodes().stream()
                        .map(node -> node.address().toString())
                        .toList());
    }

    @Test
    void thePageShowsOrdersStockAndTheLeader() throws Exception {
        String name = "<b>&\"" + UUID.randomUUID();
        ShopClient.Answer added = shop.post(
                "/api/products",
                "{\"sku\":\"%s\",\"name\":\"%s\",\"price\":3.5,\"stock\":77}"
                        .formatted(UUID.randomUUID(), name.replace("\"", "\\\"")));
        long id = added.json().get("id").longValue();
        ShopClient.Answer placed =
                shop.post("/api/orders", order(UUID.randomUUID().toString(), id, 2));
        ShopClient.Answer page = shop.get("/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("Content-Type")).startsWith("text/html");
        assertThat(page.response().body())
                .contains("<li class=\"leader\">" + cluster.leader().address() + "</li>")
                .contains("<td>2 × " + added.json().get("sku").stringValue() + "</td><td class=\"n\">7.00</td>")
                .contains("<td>" + placed.json().get("id").longValue() + "</td>")
                .contains("<td class=\"n\">3.50</td><td class=\"n\">75</td>")
                .contains(name.replace("&", "&amp;")
                        .replace("<", "&lt;")
                        .replace(">", "&gt;")
                        .replace("\"", "&quot;"))
                .doesNotContain(name)
                .doesNotContainPattern("(src|href)=")
                .doesNotContain("{main}");
        cluster.followers()
                .forEach(node -> assertThat(page.response().body()).contains("<li>" + node.address() + "</li>"));
    }
}
