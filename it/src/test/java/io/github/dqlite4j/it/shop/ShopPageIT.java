package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.sample.shop.ShopApplication;
import java.io.IOException;
import java.net.Socket;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.springframework.boot.SpringApplication;
import org.springframework.context.ConfigurableApplicationContext;

/** The page of the sample while nodes are killed and started again: with the buttons of the demo, in a browser, and without them. */
@Timeout(300)
class ShopPageIT {
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    /** The pictures of the page, to be looked at. */
    private static final Path PICTURES = Path.of("target", "shop-page");

    @TempDir
    Path profile;

    private static ConfigurableApplicationContext start(String url, SpringApplication shop, String argument) {
        return shop.run("--server.address=127.0.0.1", "--server.port=0", "--spring.datasource.url=" + url, argument);
    }

    /** The shop with the buttons of the demo. */
    private static ConfigurableApplicationContext demo(DqliteCluster cluster, DemoNodes nodes) {
        return start(
                cluster.jdbcUrl("shop"),
                new SpringApplication(ShopApplication.class, DemoControls.class),
                "--demo.nodes=" + nodes.address());
    }

    private static void pictures(Browser browser, String state) throws Exception {
        Files.createDirectories(PICTURES);
        browser.resize(1100, 900);
        browser.picture(PICTURES.resolve(state + "-desktop.png"));
        browser.resize(390, 844);
        browser.picture(PICTURES.resolve(state + "-phone.png"));
        assertThat(browser.value("document.documentElement.scrollWidth - window.innerWidth"))
                .as("pixels that do not fit on a phone")
                .isEqualTo("0");
    }

    private static String text(String selector) {
        return "document.querySelector('" + selector + "')?.textContent";
    }

    /** Waits until the page has a text. */
    private static String pageWith(ShopClient shop, String text) throws Exception {
        long until = System.nanoTime() + PATIENCE.toNanos();
        String page = shop.get("/").response().body();
        while (!page.contains(text) && System.nanoTime() < until) {
            Thread.sleep(50);
            page = shop.get("/").response().body();
        }
        assertThat(page).contains(text);
        return page;
    }

    @Test
    void thePageTellsWhatHappensToTheNodes() throws Exception {
        Optional<Path> chromium = Browser.program();
        assumeTrue(chromium.isPresent(), "No chromium is installed, so the page is not tried in a browser");
        try (DqliteCluster cluster = DqliteCluster.start(3);
                DemoNodes nodes = new DemoNodes(cluster);
                ConfigurableApplicationContext context = demo(cluster, nodes);
                Browser browser = Browser.start(chromium.get(), profile)) {
            String page = "http://127.0.0.1:" + ShopClient.port(context) + "/";
            String first = cluster.leader().address().toString();
            Books before = Books.read(cluster.jdbcUrl("shop"));
            try (Shoppers shoppers = new Shoppers(2, ShopClient.of(context), before.cents())) {
                shoppers.awaitMore(20, PATIENCE);
                browser.resize(390, 844);
                browser.open(page);
                browser.await(text(".nodes .leader") + " === '" + first + "'");
                browser.await("document.querySelectorAll('.chart .bar:not([height=\"0\"])').length > 2");
                browser.await(text("#books") + " === 'add up'");
                assertThat(browser.value(text("#story"))).startsWith("All nodes answer.");
                assertThat(browser.value("document.querySelectorAll('.down, .gap').length"))
                        .isEqualTo("0");
                pictures(browser, "normal");

                browser.value("document.querySelector('[data-demo=kill]').click()");
                browser.await(text("#demo") + " === 'Killed " + first + "'");
                browser.await(text(".nodes .down") + " === '" + first + "'");
                browser.await("!document.querySelector('.nodes .leader')");
                browser.await(text("#story") + ".includes('Orders wait')");
                pictures(browser, "killed");
                String second = cluster.leader().address().toString();
                browser.await(text(".nodes .leader") + " === '" + second + "'");
                browser.await("document.querySelectorAll('.chart .gap').length > 0");
                browser.await("document.querySelectorAll('.chart .mark').length === 1");
                assertThat(browser.value(text("#changes li:first-child")))
                        .contains(second + " leads, after ", " s without a leader");
                shoppers.awaitMore(20, PATIENCE);
                pictures(browser, "elected");
                shoppers.stop();
                assertThat(shoppers.unexpected()).isEmpty();
            }

            browser.value("document.querySelector('[data-demo=kill]').click()");
            browser.await("document.querySelectorAll('.nodes .down').length === 2");
            browser.open("about:blank");
            browser.open(page);
            browser.await(text("#story") + ".includes('too few are left')");
            browser.await(text("#age") + ".startsWith('The database does not answer. This is from ')");
            pictures(browser, "no-leader");

            browser.value("document.querySelector('[data-demo=start]').click()");
            browser.await(text("#demo") + ".startsWith('Started ')");
            browser.await(text("#story") + ".startsWith('All nodes answer.')");
            browser.await("document.querySelectorAll('.nodes .leader').length === 1");
            browser.await(text("#age") + " === ''");
            pictures(browser, "back");
            assertThat(
                            browser.value(
                                    "performance.getEntriesByType('resource').filter(entry => !entry.name.startsWith(location.origin)).length"))
                    .as("external resources")
                    .isEqualTo("0");
        }
    }

    /** The status that is answered to a page which has reached the shop under this host, with the header. */
    private static int pressed(int port, String action, String host) throws IOException {
        try (Socket socket = new Socket("127.0.0.1", port)) {
            socket.setSoTimeout((int) PATIENCE.toMillis());
            String request = "POST /demo/" + action + " HTTP/1.1\r\nHost: " + host
                    + "\r\nX-Demo: page\r\nContent-Length: 0\r\nConnection: close\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            String answer = new String(socket.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
            return Integer.parseInt(answer.split(" ", 3)[1]);
        }
    }

    private static int get(String address) throws Exception {
        HttpRequest request =
                HttpRequest.newBuilder(URI.create(address)).timeout(PATIENCE).build();
        return HttpClient.newHttpClient()
                .send(request, HttpResponse.BodyHandlers.discarding())
                .statusCode();
    }

    @Test
    void otherSitesCannotKillNodes() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                DemoNodes nodes = new DemoNodes(cluster);
                ConfigurableApplicationContext context = demo(cluster, nodes)) {
            ShopClient shop = ShopClient.of(context);
            cluster.leader();
            assertThat(shop.post("/demo/kill", "").status())
                    .as("without the header")
                    .isEqualTo(404);
            for (String host : List.of("shop.example", "shop.example:80", "127.0.0.1.example", "localhost.")) {
                assertThat(pressed(ShopClient.port(context), "kill", host))
                        .as(host)
                        .isEqualTo(403);
            }
            assertThat(get(nodes.address() + "kill")).as("GET").isEqualTo(405);
            assertThat(cluster.nodes()).allMatch(DqliteCluster.Node::isRunning);

            assertThat(shop.press("kill").response().body()).startsWith("Killed ");
            assertThat(cluster.nodes()).filteredOn(node -> !node.isRunning()).hasSize(1);
            for (String host : List.of("127.0.0.1", "localhost:8080", "[::1]:8080", "[::1]")) {
                assertThat(pressed(ShopClient.port(context), "start", host))
                        .as(host)
                        .isEqualTo(200);
            }
            assertThat(cluster.nodes()).allMatch(DqliteCluster.Node::isRunning);
        }
    }

    /** The pool would wait ten minutes, longer than the client of this test does. */
    @Test
    void thePageDoesNotWaitForALeader() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3);
                ConfigurableApplicationContext context = start(
                        cluster.jdbcUrl("shop") + "?failoverTimeout=600000&queryTimeout=600000",
                        new SpringApplication(ShopApplication.class),
                        "--spring.datasource.hikari.connection-timeout=600000")) {
            ShopClient shop = ShopClient.of(context);
            assertThat(pageWith(shop, "<b id=\"orders\">0</b>")).contains("All nodes answer.");
            // Texts of users are no places of the page to be filled.
            assertThat(shop.post(
                                    "/api/products",
                                    "{\"sku\": \"{latest}\", \"name\": \"$1 {stock}\", \"price\": 1, \"stock\": 0}")
                            .status())
                    .isEqualTo(201);
            pageWith(shop, "<td>{latest}</td><td>$1 {stock}</td>");
            cluster.nodes().subList(0, 2).forEach(DqliteCluster.Node::kill);
            assertThat(pageWith(shop, "too few are left"))
                    .contains("class=\"down\">" + cluster.nodes().get(0).address())
                    .doesNotContain("data-demo");
            assertThat(shop.press("kill").status()).isEqualTo(404);
            for (DqliteCluster.Node node : cluster.nodes().subList(0, 2)) {
                node.restart();
            }
            cluster.leader();
        }
    }
}
