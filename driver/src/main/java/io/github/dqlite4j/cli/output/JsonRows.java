package io.github.dqlite4j.cli.output;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** An array of objects, one a line; an empty array if there are no rows. */
final class JsonRows implements RowWriter {
    private final Sink sink;
    private List<String> names = List.of();
    private boolean first = true;

    JsonRows(Sink sink) {
        this.sink = sink;
    }

    @Override
    public void begin(List<String> labels) throws OutputException {
        names = labels.stream()
                .map(label -> Values.jsonText(label, Character.MAX_VALUE))
                .toList();
        sink.print("[");
    }

    @Override
    public void row(List<@Nullable Object> values) throws OutputException {
        StringBuilder line = new StringBuilder(first ? "{" : ",\n{");
        first = false;
        for (int i = 0; i < values.size(); i++) {
            line.append(i == 0 ? "" : ",").append(names.get(i)).append(':').append(Values.json(values.get(i)));
        }
        sink.print(line.append('}'));
    }

    @Override
    public void end() throws OutputException {
        sink.print("]\n");
    }
}
