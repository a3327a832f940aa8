package io.github.dqlite4j.sample.shop;

import static org.springframework.web.util.HtmlUtils.htmlEscape;

import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Renders the page. It loads no external resources; its script refreshes it every second. */
final class ShopPage {
    private static final String FRAME = """
            <!doctype html>
            <html lang="en">
            <head>
            <meta charset="utf-8">
            <meta name="viewport" content="width=device-width, initial-scale=1">
            <title>Shop on dqlite</title>
            <style>
            :root { color-scheme: light dark; --line: #8884; --soft: #8881; --good: #18794e; --bad: #c4320a; }
            body { font: 16px/1.5 system-ui, sans-serif; max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
            h1 { margin: 0; font-size: 1.6rem; } h2 { font-size: 1.1rem; margin: 2rem 0 .5rem; }
            .nodes { display: flex; gap: .6rem; flex-wrap: wrap; margin: 1rem 0; padding: 0; list-style: none; }
            .nodes li { border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .9rem; flex: 1 1 14rem; }
            .nodes .leader { border-color: var(--good); box-shadow: inset 0 0 0 1px var(--good); font-weight: 600; }
            .leader::after { content: " leads"; color: var(--good); }
            .nodes .down { border-color: var(--bad); border-style: dashed; }
            .down::after { content: " does not answer"; color: var(--bad); }
            #story { min-height: 3em; margin: .5rem 0; }
            .chart { display: block; width: 100%; height: 8rem; background: var(--soft); border-radius: .6rem; }
            .chart .bar { fill: var(--good); } .chart .gap { fill: var(--bad); opacity: .3; } .chart .mark { stroke: var(--bad); }
            .axis { display: flex; justify-content: space-between; gap: .8rem; font-size: .85rem; } .axis :not(:nth-child(2)) { white-space: nowrap; }
            .key { display: inline-block; width: .8em; height: .8em; background: var(--bad); opacity: .4; }
            .changes { padding-left: 1.2rem; margin: .5rem 0; font-size: .9rem; }
            button { font: inherit; padding: .5rem 1rem; border-radius: .6rem; border: 1px solid var(--line); cursor: pointer; }
            .wide { overflow-x: auto; }
            @media (max-width: 600px) {
                #latest :is(td, th):nth-child(3) { display: none; }
                td, th { padding: .35rem .3rem; } #latest :is(td, th):nth-child(4) { font-size: .85rem; }
            }
            .figures { display: grid; grid-template-columns: repeat(auto-fit, minmax(11rem, 1fr)); gap: .6rem; }
            .figures div { background: var(--soft); border-radius: .6rem; padding: .7rem .9rem; }
            .figures b { display: block; font-size: 1.4rem; font-variant-numeric: tabular-nums; }
            table { border-collapse: collapse; width: 100%; font-variant-numeric: tabular-nums; }
            th { text-align: left; font-weight: 600; font-size: .85rem; }
            td, th { padding: .35rem .6rem; border-bottom: 1px solid var(--line); }
            .n { text-align: right; } .good { color: var(--good); } .bad { color: var(--bad); }
            #state { color: var(--bad); min-height: 1.5em; margin: 0; }
            </style>
            </head>
            <body>
            <h1>Shop on dqlite</h1>
            {addition}<p id="state" role="status"></p>
            <main>
            {main}</main>
            <script>
            const state = document.getElementById('state');
            async function refresh() {
                try {
                    const answer = await fetch('/', { cache: 'no-store', signal: AbortSignal.timeout(5000) });
                    if (!answer.ok) throw new Error(answer.status);
                    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
                    document.querySelector('main').replaceWith(page.querySelector('main'));
                    state.textContent = '';
                } catch (e) {
                    state.textContent = 'The shop does not answer';
                } finally {
                    setTimeout(refresh, 1000);
                }
            }
            setTimeout(refresh, 1000);
            </script>
            </body>
            </html>
            """;
    private static final String CLUSTER = """
            <ul class="nodes">{nodes}</ul>
            <p id="story">{story}</p>
            <h2>Orders a second</h2>
            {chart}
            <ul class="changes" id="changes">{changes}</ul>
            """;
    private static final String DATABASE = """
            <p class="bad" id="age">{age}</p>
            <div class="figures">
            <div><b id="orders">{orders}</b>orders</div>
            <div><b id="sold">{sold}</b>sold</div>
            <div><b class="{class}" id="books">{books}</b>stock and money</div>
            </div>
            <h2>Latest orders</h2>
            <div class="wide"><table id="latest">
            <tr><th>Order</th><th>Placed (UTC)</th><th>Customer</th><th>Items</th><th class="n">Total</th></tr>
            {latest}</table></div>
            <h2>Stock</h2>
            <div class="wide"><table id="stock">
            <tr><th>Product</th><th>Name</th><th class="n">Price</th><th class="n">In stock</th></tr>
            {stock}</table></div>
            """;
    private static final String NOTHING = """
            <p class="bad" id="age">The database has not answered since the shop was started.</p>
            """;

    private static final Pattern PLACE = Pattern.compile("\\{([a-z]+)}");

    private ShopPage() {}

    /**
     * @param shot null if the database was never read
     * @param addition HTML
     */
    static String render(Pulse.History history, @Nullable Snapshot shot, String addition) {
        ClusterView cluster = history.cluster();
        String main = filled(
                CLUSTER,
                Map.of(
                        "nodes", each(cluster.nodes(), node -> node(node, cluster)),
                        "story", htmlEscape(story(cluster), "UTF-8"),
                        "chart", ShopChart.of(history.seconds()),
                        "changes", each(history.changes(), ShopPage::change)));
        String database = shot == null ? NOTHING : database(shot, Instant.now());
        return filled(FRAME, Map.of("addition", addition, "main", main + database));
    }

    /** In one pass, because a value may look like a placeholder. */
    private static String filled(String template, Map<String, String> texts) {
        return PLACE.matcher(template)
                .replaceAll(place ->
                        Matcher.quoteReplacement(Objects.requireNonNull(texts.get(place.group(1)), place.group())));
    }

    private static String database(Snapshot shot, Instant now) {
        Report report = shot.report();
        long age = Duration.between(shot.at(), now).toSeconds();
        return filled(
                DATABASE,
                Map.of(
                        "age", age < 2 ? "" : "The database does not answer. This is from " + age + " s ago:",
                        "orders", Long.toString(report.orders()),
                        "sold", report.ordersTotal().toPlainString(),
                        "class", report.isConsistent() ? "good" : "bad",
                        "books", report.isConsistent() ? "add up" : "do not add up",
                        "stock", each(shot.products(), ShopPage::product),
                        "latest", each(shot.orders(), ShopPage::order)));
    }

    private static String story(ClusterView cluster) {
        String down = cluster.down().isEmpty() ? "" : "Not answering: " + String.join(", ", cluster.down()) + ". ";
        if (cluster.leader() != null) {
            return down
                    + (down.isEmpty()
                            ? "All nodes answer. A majority of them stores each order before the shop confirms it."
                            : "The others have a majority and continue; the node gets the changes that it missed when it is back.");
        }
        return down
                + (cluster.hasMajority()
                        ? "No node leads. Orders wait while the others elect a leader, which takes 4 to 6 seconds."
                        : "No node leads: too few are left to elect a leader. Orders wait until one is started again.");
    }

    private static String change(Pulse.Change change) {
        String leader = change.leader();
        String text = leader == null
                ? "no node leads"
                : leader + " leads"
                        + (change.without().isZero()
                                ? ""
                                : ", after %.1f s without a leader"
                                        .formatted(change.without().toMillis() / 1000.0));
        String time = change.at().toString();
        return "<li>" + htmlEscape(time.substring(11, Math.min(19, time.length())) + " UTC: " + text, "UTF-8")
                + "</li>";
    }

    private static <T> String each(List<T> all, Function<T, String> one) {
        return all.stream().map(one).collect(Collectors.joining());
    }

    private static String node(String node, ClusterView cluster) {
        String kind = node.equals(cluster.leader()) ? "leader" : cluster.down().contains(node) ? "down" : "";
        return "<li" + (kind.isEmpty() ? "" : " class=\"" + kind + "\"") + ">" + htmlEscape(node, "UTF-8") + "</li>";
    }

    private static String product(ProductView product) {
        return row(
                cell(product.sku()),
                cell(product.name()),
                number(product.price().toPlainString()),
                number(Integer.toString(product.stock())));
    }

    private static String order(OrderView order) {
        String items = order.items().stream()
                .map(item -> item.quantity() + " × " + item.sku())
                .collect(Collectors.joining(", "));
        String placed = order.placedAt().toString();
        return row(
                cell(Long.toString(order.id())),
                cell(placed.substring(11, Math.min(19, placed.length()))),
                cell(order.customer()),
                cell(items),
                number(order.total().toPlainString()));
    }

    private static String row(String... cells) {
        return "<tr>" + String.join("", cells) + "</tr>\n";
    }

    private static String cell(String text) {
        return "<td>" + htmlEscape(text, "UTF-8") + "</td>";
    }

    private static String number(String text) {
        return "<td class=\"n\">" + htmlEscape(text, "UTF-8") + "</td>";
    }
}
