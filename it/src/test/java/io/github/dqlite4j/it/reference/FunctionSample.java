package io.github.dqlite4j.it.reference;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * A sample of a function, from {@code reference/functions.txt}.
 *
 * @param group what kind of function it is
 * @param names the function and its other names
 * @param hql an expression of an {@link Item} {@code i}, or a query
 * @param note what to know, or empty
 */
record FunctionSample(String group, List<String> names, String hql, String note) {

    static List<FunctionSample> all() {
        List<FunctionSample> samples = new ArrayList<>();
        String group = "";
        for (String line : read().lines().skip(1).toList()) {
            if (line.startsWith("# ")) {
                group = line.substring(2);
            } else if (!line.isBlank()) {
                String[] parts = line.split(" :: ", 3);
                samples.add(new FunctionSample(
                        group, List.of(parts[0].split(", ")), parts[1], parts.length > 2 ? parts[2] : ""));
            }
        }
        return samples;
    }

    private static String read() {
        try (InputStream in = FunctionSample.class.getResourceAsStream("/reference/functions.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    String query() {
        return hql.startsWith("select ") ? hql : "select " + hql + " from Item i where i.id = 1";
    }

    @Override
    public String toString() {
        return names.get(0);
    }
}
