package io.github.dqlite4j.it.reference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import org.hibernate.SessionFactory;
import org.hibernate.cfg.Configuration;
import org.hibernate.engine.spi.SessionFactoryImplementor;
import org.hibernate.query.sqm.function.SqmFunctionRegistry;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/**
 * Executes a sample of each function and each {@link Mapping}, and writes docs/hql.md. A function that Hibernate's dialects know and that has
 * neither a sample nor a refusal fails the test.
 */
class HqlReferenceIT {
    private static final Path PAGE = Path.of("..", "docs", "hql.md");

    /** Of entities with @Audited, which need tables of their own. */
    private static final Set<String> OF_AUDITED_ENTITIES = Set.of("changesetid", "modificationtype", "_order_by_frag");

    private static final List<String> DIALECTS = List.of(
            "H2",
            "HSQL",
            "PostgreSQL",
            "MySQL",
            "MariaDB",
            "Oracle",
            "DB2",
            "SQLServer",
            "Cockroach",
            "HANA",
            "SybaseASE");

    private static final List<String> statements = new ArrayList<>();
    private static DqliteCluster cluster;
    private static SessionFactory sessions;
    private static SessionFactory newest;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = configuration()
                .setProperty("hibernate.dialect", OldestDialect.class.getName())
                .setProperty("hibernate.hbm2ddl.auto", "create")
                .setStatementInspector(sql -> {
                    statements.add(sql);
                    return sql;
                })
                .buildSessionFactory();
        newest = configuration().buildSessionFactory();
        sessions.inTransaction(session -> {
            for (int i = 1; i <= 3; i++) {
                session.persist(new Item(i));
            }
        });
    }

    private static Configuration configuration() {
        return new Configuration()
                .setProperty("hibernate.connection.url", cluster.jdbcUrl("reference"))
                .setProperty("hibernate.connection.pool_size", "1")
                .setProperty("hibernate.query.hql.json_functions_enabled", "true")
                .setProperty("hibernate.query.hql.xml_functions_enabled", "true")
                .addAnnotatedClass(Item.class);
    }

    @AfterAll
    static void stop() {
        newest.close();
        sessions.close();
        cluster.close();
    }

    /** The SQL of a query that both dialects execute. */
    private static String execute(String hql) {
        statements.clear();
        sessions.inSession(
                session -> session.createSelectionQuery(hql, Object.class).getResultList());
        newest.inSession(
                session -> session.createSelectionQuery(hql, Object.class).getResultList());
        return statements.get(0);
    }

    private static SqmFunctionRegistry registry(SessionFactory factory) {
        return factory.unwrap(SessionFactoryImplementor.class).getQueryEngine().getSqmFunctionRegistry();
    }

    private static Set<String> names(SessionFactory factory) {
        Set<String> names = new TreeSet<>();
        registry(factory).getFunctionsByName().forEach(function -> names.add(function.getKey()));
        registry(factory).getSetReturningFunctionsByName().forEach(function -> names.add(function.getKey()));
        return names;
    }

    /** The functions that are refused, by their reason. */
    private static Map<String, Set<String>> refused() {
        Map<String, Set<String>> refused = new TreeMap<>();
        registry(sessions).getFunctionsByName().forEach(function -> {
            if (function.getValue().getClass().getSimpleName().equals("RefusedFunction")) {
                String message = refusal(function.getKey());
                String prefix = "dqlite has no function " + function.getKey() + "(): ";
                assertThat(message).startsWith(prefix);
                refused.computeIfAbsent(message.substring(prefix.length()), key -> new TreeSet<>())
                        .add(function.getKey());
            }
        });
        return refused;
    }

    private static String refusal(String function) {
        var descriptor = registry(sessions).findFunctionDescriptor(function);
        try {
            descriptor.generateSqmExpression(
                    List.of(),
                    null,
                    sessions.unwrap(SessionFactoryImplementor.class).getQueryEngine());
        } catch (UnsupportedOperationException e) {
            return e.getMessage();
        }
        throw new AssertionError(function + " is not refused");
    }

    @Test
    void everyFunctionHasASampleOrIsRefused() {
        Set<String> known = names(sessions);
        for (String dialect : DIALECTS) {
            try (SessionFactory other = new Configuration()
                    .setProperty("hibernate.dialect", "org.hibernate.dialect." + dialect + "Dialect")
                    .setProperty("hibernate.boot.allow_jdbc_metadata_access", "false")
                    .buildSessionFactory()) {
                known.addAll(names(other));
            }
        }
        Set<String> documented = new TreeSet<>(OF_AUDITED_ENTITIES);
        refused().values().forEach(documented::addAll);
        FunctionSample.all().forEach(sample -> documented.addAll(sample.names()));
        // A function in FROM, for which Hibernate itself says that the dialect has none.
        documented.add("xmltable");
        assertThat(known).isSubsetOf(documented);
    }

    @Test
    void aRefusalSaysWhatToDo() {
        assertThatThrownBy(() -> execute("select md5(i.name) from Item i"))
                .hasStackTraceContaining(
                        "dqlite has no function md5(): SQLite has no hash functions; calculate it in Java");
        assertThatThrownBy(() -> execute("select xmlagg(xmlelement(name a) order by i.id) from Item i"))
                .hasStackTraceContaining("SQLite has no XML");
        assertThatThrownBy(() -> execute("select stddev(i.weight) over () from Item i"))
                .hasStackTraceContaining("dqlite has no window function stddev(); use it with GROUP BY");
    }

    @Test
    void thePageShowsWhatWasExecuted() throws IOException {
        StringBuilder page = new StringBuilder("""
                # HQL and mappings

                `HqlReferenceIT` executes each sample and each mapping on a real node, and generates this page. It fails if the page differs, or if Hibernate's dialects have a function that is not
                on this page. The SQL is for the oldest server, with SQLite 3.40. [Hibernate](hibernate.md) says how values are stored and compared.
                """);
        String group = "";
        for (FunctionSample sample : FunctionSample.all()) {
            if (!sample.group().equals(group)) {
                group = sample.group();
                page.append("\n## ").append(group).append("\n| function | HQL | SQL | |\n|---|---|---|---|\n");
            }
            page.append("| ")
                    .append(String.join(", ", sample.names()))
                    .append(" | ")
                    .append(code(sample.hql()))
                    .append(" | ")
                    .append(code(shortened(execute(sample.query()))))
                    .append(" | ")
                    .append(sample.note())
                    .append(" |\n");
        }
        page.append("\n## Functions that are refused\n| reason, or what to use instead | functions |\n|---|---|\n");
        refused().forEach((reason, names) -> page.append("| " + reason + " | " + String.join(", ", names) + " |\n"));
        page.append("\n## Mappings\n| mapping | outcome |\n|---|---|\n");
        for (Mapping mapping : Mapping.values()) {
            page.append("| " + mapping.title + " | " + mapping.outcome(cluster) + " |\n");
        }
        Path written = Files.writeString(Path.of("target", "hql.md"), page);
        assertThat(Files.readString(PAGE))
                .as("docs/hql.md agrees with %s, which can be copied there", written)
                .isEqualTo(page.toString());
    }

    /** The part that a sample is about. */
    private static String shortened(String sql) {
        String text = sql;
        String from = " from Item i1_0";
        if (text.startsWith("select ") && text.contains(from)) {
            String rest = text.substring(text.lastIndexOf(from) + from.length());
            text = text.substring("select ".length(), text.lastIndexOf(from))
                    + (rest.contains(" join ")
                            ? " … " + rest.substring(rest.indexOf("join "), rest.indexOf(" where "))
                            : "");
        }
        text = text.replace("i1_0.", "");
        return text.length() > 220 ? text.substring(0, 220) + "…" : text;
    }

    private static String code(String text) {
        return "`" + text.replace("`", "'").replace("|", "\\|") + "`";
    }
}
