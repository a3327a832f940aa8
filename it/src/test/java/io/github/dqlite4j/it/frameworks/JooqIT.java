package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Queries of jOOQ. */
class JooqIT {
    private static final String[] JARS = {"spring-boot-jooq", "jooq", "r2dbc-spi", "reactive-streams"};

    private static final String PROGRAM = """
            package app;

            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            import static org.jooq.impl.DSL.*;

            import org.jooq.DSLContext;
            import org.jooq.Record1;
            import org.jooq.exception.DataAccessException;
            import org.springframework.dao.DuplicateKeyException;

            @SpringBootApplication
            public class Main {
                public static void main(String[] arguments) {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        DSLContext jooq = context.getBean(DSLContext.class);
                        System.out.println("answer " + jooq.dialect());
                        context.getBean(JdbcTemplate.class).execute("CREATE TABLE book (id INTEGER PRIMARY KEY, title TEXT UNIQUE, price DECIMAL(10, 2))");
                        var book = table("book");
                        var id = field("id", Integer.class);
                        var title = field("title", String.class);
                        int key = jooq.insertInto(book, title).values("Emma").returning(id).fetchOne(id);
                        jooq.batch(jooq.insertInto(book, title).values((String) null)).bind("Persuasion").bind("Sanditon").execute();
                        jooq.insertInto(book, id, title).values(key, "x").onConflict(id).doUpdate().set(title, "Emma!").execute();
                        System.out.println("answer " + jooq.select(title).from(book).orderBy(title).limit(2).offset(1).fetch(Record1::value1));
                        System.out.println("answer " + jooq.update(book).set(field("price", java.math.BigDecimal.class), new java.math.BigDecimal("1.50")).execute());
                        try {
                            jooq.transaction(inner -> {
                                using(inner).deleteFrom(book).execute();
                                using(inner).insertInto(book, id, title).values(1, "a").values(1, "b").execute();
                            });
                        } catch (DuplicateKeyException e) {
                            System.out.println("answer duplicate " + jooq.fetchCount(book));
                        }
                    }
                }
            }
            """;

    /** The property names another database, whose driver is not there. */
    private static final String WITH_DETAILS = """
            package app;

            import org.jooq.DSLContext;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
            import org.springframework.context.annotation.Bean;
            import org.springframework.core.io.support.PropertiesLoaderUtils;

            @SpringBootApplication
            public class Main {
                @Bean
                JdbcConnectionDetails details() throws Exception {
                    String url = PropertiesLoaderUtils.loadAllProperties("application.properties")
                            .getProperty("spring.datasource.url");
                    return new JdbcConnectionDetails() {
                        @Override
                        public String getJdbcUrl() {
                            return url;
                        }

                        @Override
                        public String getUsername() {
                            return null;
                        }

                        @Override
                        public String getPassword() {
                            return null;
                        }
                    };
                }

                public static void main(String[] arguments) {
                    for (String dialect : new String[] {"", "--spring.jooq.sql-dialect=DEFAULT"}) {
                        try (var context = SpringApplication.run(
                                Main.class, "--spring.datasource.url=jdbc:postgresql://127.0.0.1:9/none", dialect)) {
                            DSLContext jooq = context.getBean(DSLContext.class);
                            System.out.println("answer " + jooq.dialect() + " " + jooq.fetchValue("SELECT 7"));
                        }
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void queriesRun() throws Exception {
        assertThat(new FrameworkProgram(directory, "jOOQ").run("jooq", PROGRAM, JARS))
                .containsExactly("SQLITE", "[Persuasion, Sanditon]", "3", "duplicate 3");
    }

    @Test
    void theDialectGoesByTheConnectionDetails() throws Exception {
        assertThat(new FrameworkProgram(directory, "jOOQ").run("jooqdetails", WITH_DETAILS, JARS))
                .containsExactly("SQLITE 7", "DEFAULT 7");
    }
}
