package io.github.dqlite4j.sample.shop;

import static org.springframework.web.util.HtmlUtils.htmlEscape;

import java.util.List;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Renders the page. It loads no external resources; its script refreshes it every second and keeps it while there is no
 * leader.
 */
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
            .nodes li { border: 1px solid var(--line); border-radius: .6rem; padding: .4rem .9rem; }
            .nodes .leader { border-color: var(--good); box-shadow: inset 0 0 0 1px var(--good); font-weight: 600; }
            .leader::after { content: " leads"; color: var(--good); }
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
            <p id="state" role="status"></p>
            <main>
            {main}</main>
            <script>
            const state = document.getElementById('state');
            async function refresh() {
                const begun = Date.now();
                const waiting = setInterval(() => {
                    const seconds = Math.round((Date.now() - begun) / 1000);
                    if (seconds > 0) state.textContent = `Waiting for a leader, ${seconds} s`;
                }, 250);
                try {
                    const answer = await fetch('/', { cache: 'no-store' });
                    if (!answer.ok) throw new Error(answer.status);
                    const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
                    document.querySelector('main').replaceWith(page.querySelector('main'));
                    state.textContent = '';
                } catch (e) {
                    state.textContent = 'The shop does not answer';
                } finally {
                    clearInterval(waiting);
                    setTimeout(refresh, 1000);
                }
            }
            setTimeout(refresh, 1000);
            </script>
            </body>
            </html>
            """;
    private static final String MAIN = """
            <ul class="nodes">{nodes}</ul>
            <div class="figures">
            <div><b id="orders">{orders}</b>orders</div>
            <div><b id="sold">{sold}</b>sold</div>
            <div><b class="{class}" id="books">{books}</b>stock and money</div>
            </div>
            <h2>Stock</h2>
            <table id="stock">
            <tr><th>Product</th><th>Name</th><th class="n">Price</th><th class="n">In stock</th></tr>
            {stock}</table>
            <h2>Latest orders</h2>
            <table id="latest">
            <tr><th>Order</th><th>Placed (UTC)</th><th>Customer</th><th>Items</th><th class="n">Total</th></tr>
            {latest}</table>
            """;

    private ShopPage() {}

    static String render(ClusterView cluster, List<ProductView> products, List<OrderView> orders, Report report) {
        String main = MAIN.replace("{nodes}", each(cluster.nodes(), node -> node(node, node.equals(cluster.leader()))))
                .replace("{orders}", Long.toString(report.orders()))
                .replace("{sold}", report.ordersTotal().toPlainString())
                .replace("{class}", report.isConsistent() ? "good" : "bad")
                .replace("{books}", report.isConsistent() ? "add up" : "do not add up")
                .replace("{stock}", each(products, ShopPage::product))
                .replace("{latest}", each(orders, ShopPage::order));
        return FRAME.replace("{main}", main);
    }

    private static <T> String each(List<T> all, Function<T, String> one) {
        return all.stream().map(one).collect(Collectors.joining());
    }

    private static String node(String node, boolean leads) {
        return "<li" + (leads ? " class=\"leader\"" : "") + ">" + htmlEscape(node, "UTF-8") + "</li>";
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
        String placed = order.placedAt().toString().replace('T', ' ');
        return row(
                cell(Long.toString(order.id())),
                cell(placed.substring(0, Math.min(19, placed.length()))),
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
