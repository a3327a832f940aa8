package io.github.dqlite4j.it.shop;

import io.github.dqlite4j.sample.shop.PageAddition;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import org.springframework.beans.factory.annotation.Value;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;

/**
 * Two buttons on the page, and the endpoints behind them. They are passed on to the process that has started the nodes. Pages of
 * other sites cannot send the header.
 */
@RestController
@RequestMapping(path = "/demo", headers = "X-Demo")
class DemoControls implements PageAddition {
    private final HttpClient http = HttpClient.newHttpClient();
    private final String nodes;

    /** @param nodes the address of {@link DemoNodes} */
    DemoControls(@Value("${demo.nodes}") String nodes) {
        this.nodes = nodes;
    }

    @PostMapping("/{action:kill|start}")
    ResponseEntity<String> act(@PathVariable String action) throws IOException, InterruptedException {
        HttpResponse<String> answer = http.send(
                HttpRequest.newBuilder(URI.create(nodes + action))
                        .POST(HttpRequest.BodyPublishers.noBody())
                        .build(),
                HttpResponse.BodyHandlers.ofString());
        return ResponseEntity.status(answer.statusCode()).body(answer.body());
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
