package io.github.dqlite4j.sample.shop;

import java.util.List;
import java.util.Locale;

/** Draws the orders of each second as bars, and the seconds without a leader behind them. */
final class ShopChart {
    private static final int WIDTH = 10;
    private static final int HEIGHT = 100;

    private ShopChart() {}

    /** @param seconds the oldest first; the last one is at the right end */
    static String of(List<Pulse.Second> seconds) {
        int most = Math.max(
                1, seconds.stream().mapToInt(Pulse.Second::orders).max().orElse(0));
        StringBuilder shapes = new StringBuilder();
        String before = null;
        for (int i = 0; i < seconds.size(); i++) {
            Pulse.Second second = seconds.get(i);
            int x = WIDTH * (Pulse.SECONDS - seconds.size() + i);
            String leader = second.leader();
            if (leader == null) {
                shapes.append(rectangle("gap", x, WIDTH, HEIGHT));
            } else {
                if (before != null && !before.equals(leader)) {
                    shapes.append(String.format(
                            Locale.ROOT,
                            "<line class=\"mark\" x1=\"%d\" x2=\"%d\" y1=\"0\" y2=\"%d\" vector-effect=\"non-scaling-stroke\"/>",
                            x,
                            x,
                            HEIGHT));
                }
                before = leader;
            }
            shapes.append(rectangle("bar", x + 1, WIDTH - 2, Math.round(0.95f * HEIGHT * second.orders() / most)));
        }
        return """
                <svg class="chart" viewBox="0 0 %d %d" preserveAspectRatio="none" role="img" aria-label="Orders in each of the last %d seconds">%s</svg>
                <div class="axis"><span>%d s ago</span><span><i class="key"></i> no leader; line: a new one</span><span>at most %d</span></div>
                """.formatted(WIDTH * Pulse.SECONDS, HEIGHT, Pulse.SECONDS, shapes, Pulse.SECONDS, most);
    }

    private static String rectangle(String kind, int x, int width, int height) {
        return String.format(
                Locale.ROOT,
                "<rect class=\"%s\" x=\"%d\" y=\"%d\" width=\"%d\" height=\"%d\"/>",
                kind,
                x,
                HEIGHT - height,
                width,
                height);
    }
}
