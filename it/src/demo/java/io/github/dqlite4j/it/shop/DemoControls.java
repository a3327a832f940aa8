package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.sample.shop.PageAddition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpTimeoutException;
import java.time.Duration;
import java.util.Set;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.HttpHeaders;
import org.springframework.http.HttpStatus;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestHeader;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Two buttons on the page, and their endpoints, which forward the requests to the process that has started the nodes. Pages of other sites
 * cannot send the header. A site whose name resolves to this machine could, so the host must be a loopback address too.
 */
@RestController
@RequestMapping(path = "/demo", headers = "X-Demo")
class DemoControls implements PageAddition {
    private static final Set<String> HOSTS = Set.of("127.0.0.1", "localhost", "[::1]");
    private static final Duration PATIENCE = Duration.ofSeconds(30);

    private final HttpClient http =
            HttpClient.newBuilder().connectTimeout(PATIENCE).build();
    private final String nodes;

    /** @param nodes the address of {@link DemoNodes} */
    DemoControls(@Value("${demo.nodes}") String nodes) {
        this.nodes = nodes;
    }

    @PostMapping("/{action:kill|start}")
    ResponseEntity<String> act(@PathVariable String action, @RequestHeader(HttpHeaders.HOST) String host)
            throws IOException, InterruptedException {
        if (!HOSTS.contains(host.replaceFirst(":\\d+$", ""))) {
            return ResponseEntity.status(HttpStatus.FORBIDDEN).body("Only a page of this machine may do that");
        }
        HttpRequest request = HttpRequest.newBuilder(URI.create(nodes + action))
                .timeout(PATIENCE)
                .POST(HttpRequest.BodyPublishers.noBody())
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return ResponseEntity.status(answer.statusCode()).body(answer.body());
        } catch (HttpTimeoutException e) {
            return ResponseEntity.status(HttpStatus.GATEWAY_TIMEOUT).body("There was no answer in time");
        }
    }

    @Override
    public String html() {
        return """
                <p><button type="button" data-demo="kill">Kill the leader</button>
                <button type="button" data-demo="start">Start it again</button>
                <span id="demo" role="status"></span></p>
                <script>
                for (const button of document.querySelectorAll('[data-demo]')) {
                    button.addEventListener('click', async () => {
                        const told = document.getElementById('demo');
                        try {
                            const answer = await fetch('/demo/' + button.dataset.demo, { method: 'POST', headers: { 'X-Demo': 'page' } });
                            told.textContent = await answer.text();
                        } catch (e) {
                            told.textContent = 'The shop does not answer';
                        }
                    });
                }
                </script>
                """;
    }
}
