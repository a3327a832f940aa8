package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.it.faults.History.Event;
import io.github.dqlite4j.it.faults.History.Type;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** Draws how long each operation took over time, with the faults behind, as SVG. */
final class LatencyPicture {
    private static final int WIDTH = 900;
    private static final int HEIGHT = 260;
    private static final int LEFT = 60;
    private static final int RIGHT = 20;
    private static final int TOP = 30;
    private static final int BOTTOM = 40;

    /** The axis of latencies, in milliseconds: logarithmic. */
    private static final double[] MARKS = {0.1, 1, 10, 100, 1_000, 10_000, 100_000};

    private static final Map<Type, String> COLOURS =
            Map.of(Type.OK, "#2a6f97", Type.FAIL, "#e09f3e", Type.INFO, "#9e2a2b");

    private final StringBuilder svg = new StringBuilder();
    private final double seconds;

    private LatencyPicture(double seconds) {
        this.seconds = Math.max(1, seconds);
    }

    static void write(String title, History history, Path file) throws IOException {
        long end = history.lastNanos();
        LatencyPicture picture = new LatencyPicture(end / 1e9);
        picture.frame(title);
        try (Stream<Event> events = history.events()) {
            picture.faults(events.filter(event -> event.process() == History.FAULTS)::iterator, end);
        }
        try (Stream<Event> events = history.events()) {
            picture.operations(events.filter(event -> event.process() != History.FAULTS)::iterator);
        }
        Files.writeString(file, picture.svg.append("</svg>\n"));
    }

    private double x(double second) {
        return LEFT + (WIDTH - LEFT - RIGHT) * second / seconds;
    }

    private static double y(double millis) {
        double least = Math.log10(MARKS[0]);
        double most = Math.log10(MARKS[MARKS.length - 1]);
        double part = (Math.log10(Math.max(millis, MARKS[0])) - least) / (most - least);
        return HEIGHT - BOTTOM - (HEIGHT - TOP - BOTTOM) * part;
    }

    private void line(String format, Object... values) {
        svg.append(String.format(Locale.ROOT, format, values)).append('\n');
    }

    private void frame(String title) {
        line(
                "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" font-family=\"sans-serif\" font-size=\"11\">",
                WIDTH, HEIGHT);
        line("<rect width=\"%d\" height=\"%d\" fill=\"white\"/>", WIDTH, HEIGHT);
        line("<text x=\"%d\" y=\"18\" font-size=\"13\">%s</text>", LEFT, title);
        for (double mark : MARKS) {
            line(
                    "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#ddd\"/>",
                    LEFT, WIDTH - RIGHT, y(mark), y(mark));
            String label = mark < 1_000
                    ? (mark < 1 ? "0.1" : String.valueOf((int) mark)) + " ms"
                    : (int) (mark / 1_000) + " s";
            line("<text x=\"%d\" y=\"%.1f\" text-anchor=\"end\">%s</text>", LEFT - 6, y(mark) + 4, label);
        }
        int step = (int) Math.max(1, Math.ceil(seconds / 10));
        for (int second = 0; second <= seconds; second += step) {
            line("<text x=\"%.1f\" y=\"%d\" text-anchor=\"middle\">%d s</text>", x(second), HEIGHT - 22, second);
        }
        legend(LEFT, Type.OK, "succeeded");
        legend(LEFT + 170, Type.FAIL, "failed, surely not done");
        legend(LEFT + 340, Type.INFO, "outcome unknown");
    }

    private void legend(int at, Type type, String text) {
        line("<circle cx=\"%d\" cy=\"%d\" r=\"3\" fill=\"%s\"/>", at, HEIGHT - 8, COLOURS.get(type));
        line("<text x=\"%d\" y=\"%d\">%s</text>", at + 7, HEIGHT - 4, text);
    }

    private void faults(Iterable<Event> events, long end) {
        long began = -1;
        for (Event event : events) {
            if (event.value().equals(":begin")) {
                began = event.nanos();
            } else {
                band(event.action(), began, event.nanos());
                began = -1;
            }
        }
        if (began >= 0) {
            band("fault", began, end);
        }
    }

    private void band(String name, long from, long to) {
        line(
                "<rect x=\"%.1f\" y=\"%d\" width=\"%.1f\" height=\"%d\" fill=\"#f4d9d9\"/>",
                x(from / 1e9), TOP, Math.max(1, x(to / 1e9) - x(from / 1e9)), HEIGHT - TOP - BOTTOM);
        line("<text x=\"%.1f\" y=\"%d\" fill=\"#9e2a2b\">%s</text>", x(from / 1e9) + 3, TOP + 12, name);
    }

    /** Many operations have the same place: one dot is enough. Those that did not succeed are drawn last, larger. */
    private void operations(Iterable<Event> events) {
        Map<Integer, Event> invoked = new HashMap<>();
        Set<String> drawn = new HashSet<>();
        StringBuilder last = new StringBuilder();
        for (Event event : events) {
            if (event.type() == Type.INVOKE) {
                invoked.put(event.process(), event);
                continue;
            }
            Event begin = invoked.remove(event.process());
            if (begin != null) {
                String dot = String.format(
                        Locale.ROOT,
                        "<circle cx=\"%.0f\" cy=\"%.0f\" r=\"%s\" fill=\"%s\"/>",
                        x(event.nanos() / 1e9),
                        y((event.nanos() - begin.nanos()) / 1e6),
                        event.type() == Type.OK ? "1.5" : "3",
                        COLOURS.get(event.type()));
                if (drawn.add(dot)) {
                    (event.type() == Type.OK ? svg : last).append(dot).append('\n');
                }
            }
        }
        svg.append(last);
    }
}
