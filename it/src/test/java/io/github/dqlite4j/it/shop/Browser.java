package io.github.dqlite4j.it.shop;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A headless Chromium with one page, driven by its DevTools protocol. */
final class Browser implements AutoCloseable {
    private static final int PATIENCE_SECONDS = 60;
    private static final JsonMapper JSON = new JsonMapper();
    private static final HttpClient HTTP = HttpClient.newHttpClient();
    private static final String LISTENING = "DevTools listening on ";

    private final Process process;
    private final Map<Integer, CompletableFuture<JsonNode>> calls = new ConcurrentHashMap<>();
    private final AtomicInteger ids = new AtomicInteger();
    private final WebSocket socket;

    private Browser(Process process, URI page) {
        this.process = process;
        this.socket = HTTP.newWebSocketBuilder().buildAsync(page, new Answers()).join();
    }

    /** The program, if there is one. */
    static Optional<Path> program() {
        return Stream.of(System.getenv("PATH").split(":"))
                .flatMap(directory -> Stream.of("chromium-headless-shell", "chromium", "chromium-browser")
                        .map(name -> Path.of(directory, name)))
                .filter(Files::isExecutable)
                .findFirst();
    }

    /** @param directory where it keeps its profile */
    static Browser start(Path program, Path directory) throws Exception {
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--hide-scrollbars",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + directory,
                        "about:blank")
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try {
            URI browser = URI.create(devTools(process).substring(LISTENING.length()));
            return new Browser(process, page(browser.getPort()));
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The line in which it says where it listens. What it prints later is read too, so that it can go on. */
    private static String devTools(Process process) throws Exception {
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> {
            try (BufferedReader errors =
                    new BufferedReader(new InputStreamReader(process.getErrorStream(), StandardCharsets.UTF_8))) {
                for (String next = errors.readLine(); next != null; next = errors.readLine()) {
                    if (next.startsWith(LISTENING)) {
                        line.complete(next);
                    }
                }
            } catch (IOException e) {
                line.completeExceptionally(e);
            }
            line.completeExceptionally(new IOException("The browser has ended"));
        });
        reader.setDaemon(true);
        reader.start();
        return line.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
    }

    private static URI page(int port) throws Exception {
        HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/json/list"))
                .build();
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (System.nanoTime() - until < 0) {
            for (JsonNode target : JSON.readTree(
                    HTTP.send(list, HttpResponse.BodyHandlers.ofString()).body())) {
                if (target.get("type").stringValue().equals("page")) {
                    return URI.create(target.get("webSocketDebuggerUrl").stringValue());
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("The browser has no page");
    }

    private JsonNode call(String method, Map<String, ?> parameters) throws Exception {
        int id = ids.incrementAndGet();
        CompletableFuture<JsonNode> answer = new CompletableFuture<>();
        calls.put(id, answer);
        socket.sendText(JSON.writeValueAsString(Map.of("id", id, "method", method, "params", parameters)), true)
                .join();
        JsonNode result = answer.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        if (result.has("error") || result.path("result").has("exceptionDetails")) {
            throw new IOException(method + " " + parameters + ": " + result);
        }
        return result.get("result");
    }

    void open(String url) throws Exception {
        call("Page.navigate", Map.of("url", url));
    }

    void resize(int width, int height) throws Exception {
        call(
                "Emulation.setDeviceMetricsOverride",
                Map.of("width", width, "height", height, "deviceScaleFactor", 1, "mobile", width < 600));
    }

    /** The value of an expression of JavaScript, as a text. */
    String value(String expression) throws Exception {
        return call("Runtime.evaluate", Map.of("expression", "String(" + expression + ")", "returnByValue", true))
                .get("result")
                .get("value")
                .stringValue();
    }

    /** Waits until an expression is true. */
    void await(String expression) throws Exception {
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (!value("!!document.body && !!(" + expression + ")").equals("true")) {
            if (System.nanoTime() - until > 0) {
                throw new AssertionError(expression + " on " + value("document.body.innerText"));
            }
            Thread.sleep(50);
        }
    }

    /** Keeps a picture of the whole page. */
    void picture(Path file) throws Exception {
        JsonNode picture = call("Page.captureScreenshot", Map.of("format", "png", "captureBeyondViewport", true));
        Files.write(file, Base64.getDecoder().decode(picture.get("data").stringValue()));
    }

    /** Ends all its processes, so that they no longer use their directory. */
    @Override
    public void close() {
        List<ProcessHandle> children = process.descendants().toList();
        process.destroyForcibly()
                .onExit()
                .orTimeout(PATIENCE_SECONDS, TimeUnit.SECONDS)
                .join();
        children.forEach(ProcessHandle::destroyForcibly);
        long until = System.nanoTime() + TimeUnit.SECONDS.toNanos(PATIENCE_SECONDS);
        while (children.stream().anyMatch(Browser::isRunning) && System.nanoTime() - until < 0) {
            LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        }
    }

    /** One that has ended and was not waited for by its parent has no command any more. */
    private static boolean isRunning(ProcessHandle child) {
        return child.isAlive() && child.info().command().isPresent();
    }

    /** Gives each answer to its call. Events have no id. */
    private final class Answers implements WebSocket.Listener {
        private final StringBuilder text = new StringBuilder();

        @Override
        public @Nullable CompletionStage<?> onText(WebSocket from, CharSequence part, boolean last) {
            text.append(part);
            if (last) {
                JsonNode message = JSON.readTree(text.toString());
                text.setLength(0);
                CompletableFuture<JsonNode> call =
                        calls.remove(message.path("id").asInt(0));
                if (call != null) {
                    call.complete(message);
                }
            }
            from.request(1);
            return null;
        }
    }
}
