package io.github.dqlite4j.nodes;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * The YAML of go-dqlite's node stores, and no other YAML: a list of nodes, one line for each of {@code Address}, {@code ID} and {@code Role}. Pure
 * functions.
 */
final class NodeYaml {
    /** More than any cluster has. */
    static final int MAX_NODES = 64;

    /** Characters; far more than an entry needs. */
    private static final int MAX_LINE = 1000;

    private static final Pattern ENTRY =
            Pattern.compile("(?<item>-\\s+|\\s+)(?<key>[A-Za-z]+):(?:\\s+(?<value>\\S.*))?");
    private static final Pattern SINGLE_QUOTED = Pattern.compile("'(?<text>(?:[^']|'')*)'(?:\\s+#.*)?");
    private static final Pattern DOUBLE_QUOTED = Pattern.compile("\"(?<text>[^\"\\\\]*)\"(?:\\s+#.*)?");
    private static final Pattern PLAIN = Pattern.compile("(?<text>[^\\s'\"\\[\\]{}&*!|>%@`,#][^\\s#]*)(?:\\s+#.*)?");
    private static final Pattern NOTHING = Pattern.compile("\\s*(?:#.*)?|---\\s*");

    private NodeYaml() {}

    static String write(List<ClusterNode> nodes) {
        if (nodes.isEmpty()) {
            return "[]\n";
        }
        StringBuilder text = new StringBuilder();
        for (ClusterNode node : nodes) {
            // Quoted, since 10:9001 would be a number.
            text.append("- Address: '")
                    .append(node.address().replace("'", "''"))
                    .append("'\n  ID: ")
                    .append(Long.toUnsignedString(node.id()))
                    .append("\n  Role: ")
                    .append(node.role().ordinal())
                    .append('\n');
        }
        return text.toString();
    }

    /**
     * @throws IllegalArgumentException with the line number and what is wrong; without the text of the line, because the file may
     *     contain secrets
     */
    static List<ClusterNode> read(String text) {
        List<Map<String, String>> items = new ArrayList<>();
        boolean ended = false;
        int number = 0;
        for (String line : text.lines().toList()) {
            number++;
            if (line.length() > MAX_LINE) {
                throw wrong(number, "is too long");
            }
            if (NOTHING.matcher(line).matches()) {
                continue;
            }
            if (items.isEmpty() && !ended && line.strip().equals("[]")) {
                ended = true;
                continue;
            }
            Matcher entry = ENTRY.matcher(line.stripTrailing());
            if (ended || !entry.matches()) {
                throw wrong(number, "is not of a list of nodes");
            }
            if (entry.group("item").startsWith("-")) {
                if (items.size() == MAX_NODES) {
                    throw new IllegalArgumentException("it has more than " + MAX_NODES + " nodes");
                }
                items.add(new HashMap<>());
            } else if (items.isEmpty()) {
                throw wrong(number, "belongs to no node");
            }
            String value = scalar(number, entry.group("value"));
            if (items.get(items.size() - 1).put(entry.group("key"), value) != null) {
                throw wrong(number, "repeats a key");
            }
        }
        List<ClusterNode> nodes = new ArrayList<>();
        for (Map<String, String> item : items) {
            nodes.add(node(item, nodes.size() + 1));
        }
        return List.copyOf(nodes);
    }

    private static String scalar(int number, @Nullable String value) {
        if (value == null) {
            throw wrong(number, "has no value");
        }
        for (Pattern form : List.of(SINGLE_QUOTED, DOUBLE_QUOTED, PLAIN)) {
            Matcher found = form.matcher(value);
            if (found.matches()) {
                String text = found.group("text");
                return form == SINGLE_QUOTED ? text.replace("''", "'") : text;
            }
        }
        throw wrong(number, "has a value that cannot be read");
    }

    private static ClusterNode node(Map<String, String> item, int number) {
        String address = item.get("Address");
        if (address == null) {
            throw new IllegalArgumentException("node " + number + " has no address");
        }
        try {
            long id = Long.parseUnsignedLong(item.getOrDefault("ID", "0"));
            int role = Integer.parseInt(item.getOrDefault("Role", "0"));
            if (role < 0 || role >= NodeRole.values().length) {
                throw new IllegalArgumentException("node " + number + " has the unknown role " + role);
            }
            return new ClusterNode(id, address, NodeRole.values()[role]);
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("node " + number + " has an id or a role that is not a number", e);
        }
    }

    private static IllegalArgumentException wrong(int number, String what) {
        return new IllegalArgumentException("line " + number + " " + what);
    }
}
