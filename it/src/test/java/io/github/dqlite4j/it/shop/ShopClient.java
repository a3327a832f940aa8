package io.github.dqlite4j.it.shop;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.ApplicationContext;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Calls the sample over HTTP. */
final class ShopClient {
    /** @param json {@code MissingNode} if the answer is no JSON */
    record Answer(int status, HttpResponse<String> response, JsonNode json) {
        String header(String name) {
            return response.headers().firstValue(name).orElse("");
        }
    }

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(Duration.ofSeconds(5)).build();
    private final String base;

    ShopClient(int port) {
        this.base = "http://127.0.0.1:" + port;
    }

    static ShopClient of(ApplicationContext shop) {
        return new ShopClient(port(shop));
    }

    /** Where the shop listens. */
    static int port(ApplicationContext shop) {
        return ((WebServerApplicationContext) shop).getWebServer().getPort();
    }

    Answer get(String path) throws IOException, InterruptedException {
        return send(HttpRequest.newBuilder().GET(), path);
    }

    Answer post(String path, String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .POST(HttpRequest.BodyPublishers.ofString(json)),
                path);
    }

    /** As a button of the demo's page does. */
    Answer press(String action) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder().header("X-Demo", "page").POST(HttpRequest.BodyPublishers.noBody()),
                "/demo/" + action);
    }

    Answer put(String path, String json) throws IOException, InterruptedException {
        return send(
                HttpRequest.newBuilder()
                        .header("Content-Type", "application/json")
                        .PUT(HttpRequest.BodyPublishers.ofString(json)),
                path);
    }

    private Answer send(HttpRequest.Builder request, String path) throws IOException, InterruptedException {
        HttpResponse<String> response = http.send(
                request.uri(URI.create(base + path))
                        .timeout(Duration.ofSeconds(45))
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        boolean json = response.headers().firstValue("Content-Type").orElse("").contains("json");
        return new Answer(response.statusCode(), response, json ? JSON.readTree(response.body()) : JSON.missingNode());
    }
}
