package io.github.dqlite4j.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;

/** Compares the answers of dqlite with those of another database. The differences that are listed in a file have to be there. */
final class Comparison {
    /** How the reason of a difference ends if dqlite refuses the statement. */
    private static final String REFUSED = ": refused";

    private final String file;
    private final Map<String, String> differences = new LinkedHashMap<>();

    /** @param file the list of differences, with a line {@code statement :: reason} for each */
    Comparison(String file) {
        this.file = file;
        for (String line : lines(file)) {
            String[] parts = line.split(" :: ", 2);
            differences.put(parts[0], parts[1]);
        }
    }

    /** The lines of a file in {@code differential/}, without blank lines and comments. */
    static List<String> lines(String file) {
        try (InputStream in = Comparison.class.getResourceAsStream("/differential/" + file)) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .filter(line -> !line.isBlank() && !line.startsWith("#"))
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Creates the tables of the entities and fills them. */
    static SessionFactory open(String url, List<Class<?>> entities, Consumer<Session> fill) {
        Configuration configuration = new Configuration()
                .setProperty("hibernate.connection.url", url)
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true");
        entities.forEach(configuration::addAnnotatedClass);
        SessionFactory sessions = configuration.buildSessionFactory();
        sessions.inTransaction(fill);
        return sessions;
    }

    /**
     * Asserts that both answers are the same, or that they differ in the way that is listed.
     *
     * @param name the statement as it is listed
     */
    void check(String name, Answer expected, Answer found) {
        String reason = differences.get(name);
        if (reason == null) {
            assertThat(expected.failed()).as("Expected: %s", expected).isFalse();
            assertThat(found).as(name).hasToString(expected.toString());
            return;
        }
        assertThat(found.failed())
                .as("%s says of %s: %s. Found: %s", file, name, reason, found)
                .isEqualTo(reason.endsWith(REFUSED));
        assertThat(found.toString()).as("%s says that %s differs", file, name).isNotEqualTo(expected.toString());
    }

    /** Asserts that all listed differences are of these statements. */
    void checkNames(List<String> statements) {
        assertThat(statements).as(file).containsAll(differences.keySet());
    }
}
