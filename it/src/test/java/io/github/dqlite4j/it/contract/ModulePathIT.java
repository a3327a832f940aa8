package io.github.dqlite4j.it.contract;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.JavaProcess;
import java.io.File;
import java.lang.module.ModuleFinder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.jar.JarFile;
import java.util.regex.Pattern;
import java.util.spi.ToolProvider;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A module that requires only {@code java.sql} uses the driver's jar and Netty's from the module path. */
class ModulePathIT {
    private static final String DESCRIPTOR = """
            module application {
                requires java.sql;
            }
            """;

    private static final String APPLICATION = """
            package application;

            import java.sql.Connection;
            import java.sql.DriverManager;
            import java.sql.ResultSet;
            import java.sql.Statement;

            public class Main {
                public static void main(String[] arguments) throws Exception {
                    try (Connection connection = DriverManager.getConnection(arguments[0]);
                            Statement statement = connection.createStatement()) {
                        statement.execute("CREATE TABLE t (a)");
                        statement.execute("INSERT INTO t VALUES (7)");
                        try (ResultSet rows = statement.executeQuery("SELECT a FROM t")) {
                            rows.next();
                            System.out.println("read " + rows.getInt(1));
                        }
                        System.out.println(connection.getClass().getModule());
                        System.out.println(
                                connection.getClass().getModule().getDescriptor().isAutomatic() ? "automatic" : "explicit");
                    }
                    System.out.println("acknowledges at once: "
                            + ModuleLayer.boot().findModule("jdk.net").isPresent());
                }
            }
            """;

    private static final String SPRING_DESCRIPTOR = """
            open module application {
                requires spring.boot;
                requires spring.boot.autoconfigure;
                requires spring.context;
                requires spring.jdbc;
                requires io.github.dqlite4j.spring.boot;
            }
            """;

    private static final String SPRING_APPLICATION = """
            package application;

            import io.github.dqlite4j.spring.boot.retry.RetryableTransaction;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.SpringBootConfiguration;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.context.ConfigurableApplicationContext;
            import org.springframework.jdbc.core.simple.JdbcClient;

            @SpringBootConfiguration
            @EnableAutoConfiguration
            public class Main {
                public static void main(String[] arguments) {
                    try (ConfigurableApplicationContext context = SpringApplication.run(Main.class, arguments)) {
                        JdbcClient jdbc = context.getBean(JdbcClient.class);
                        jdbc.sql("CREATE TABLE t (a)").update();
                        jdbc.sql("INSERT INTO t VALUES (7)").update();
                        System.out.println("read " + jdbc.sql("SELECT a FROM t").query(Integer.class).single());
                        System.out.println(Main.class.getModule() + ", " + RetryableTransaction.class.getModule());
                    }
                }
            }
            """;

    private static final String JPA_DESCRIPTOR = """
            open module application {
                requires java.instrument;
                requires java.naming;
                requires jakarta.persistence;
                requires org.hibernate.orm.core;
                requires spring.boot;
                requires spring.boot.autoconfigure;
                requires spring.context;
                requires spring.data.commons;
                requires spring.data.jpa;
                requires spring.tx;
            }
            """;

    private static final String JPA_APPLICATION = """
            package application;

            import jakarta.persistence.Entity;
            import jakarta.persistence.EntityManagerFactory;
            import jakarta.persistence.GeneratedValue;
            import jakarta.persistence.Id;
            import java.util.List;
            import org.hibernate.engine.spi.SessionFactoryImplementor;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.SpringBootConfiguration;
            import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
            import org.springframework.context.ConfigurableApplicationContext;
            import org.springframework.data.jpa.repository.JpaRepository;

            @SpringBootConfiguration
            @EnableAutoConfiguration
            public class Main {
                public static void main(String[] arguments) {
                    try (ConfigurableApplicationContext context = SpringApplication.run(Main.class, arguments)) {
                        Items items = context.getBean(Items.class);
                        items.save(new Item("seven"));
                        System.out.println("read " + items.findByName("seven").size());
                        Class<?> dialect = context.getBean(EntityManagerFactory.class)
                                .unwrap(SessionFactoryImplementor.class)
                                .getJdbcServices()
                                .getDialect()
                                .getClass();
                        System.out.println(Item.class.getModule() + ", " + dialect.getModule());
                    }
                }
            }

            @Entity
            class Item {
                @Id
                @GeneratedValue
                private Long id;

                private String name;

                protected Item() {}

                Item(String name) {
                    this.name = name;
                }
            }

            interface Items extends JpaRepository<Item, Long> {
                List<Item> findByName(String name);
            }
            """;

    /** What a Spring Boot application with JDBC has, and nothing else of the class path of the tests. */
    private static final Pattern SPRING_JARS = Pattern.compile(
            "(spring-(aop|beans|boot|boot-autoconfigure|boot-jdbc|boot-sql|boot-persistence|boot-transaction|context|core|expression|jdbc|tx)"
                    + "|HikariCP|slf4j-api|logback-classic|logback-core|commons-logging|micrometer-commons|micrometer-observation|jspecify"
                    + "|dqlite4j-spring-boot-starter|dqlite4j-hibernate-dialect|hibernate-community-dialects)-[0-9].*[.]jar");

    /** What it has with Spring Data JPA, besides those. */
    private static final Pattern JPA_JARS = Pattern.compile(
            "(spring-(aspects|data-commons|data-jpa|orm|boot-data-commons|boot-data-jpa|boot-hibernate|boot-jpa)"
                    + "|hibernate-(core|models)|jakarta[.](activation|annotation|inject|persistence|transaction|xml[.]bind)-api"
                    + "|jboss-logging|byte-buddy|classmate|antlr4-runtime|jaxb-core|jaxb-runtime|angus-activation|txw2"
                    + "|istack-commons-runtime|jandex)-[0-9].*[.]jar");

    @TempDir
    Path directory;

    private Path compile(String descriptor, String application, String modulePath) throws Exception {
        Path sources = Files.createDirectories(directory.resolve("sources"));
        Path module = Files.writeString(sources.resolve("module-info.java"), descriptor);
        Path main = Files.writeString(
                Files.createDirectories(sources.resolve("application")).resolve("Main.java"), application);
        Path classes = directory.resolve("classes");
        assertThat(ToolProvider.findFirst("javac")
                        .orElseThrow()
                        .run(
                                System.out,
                                System.err,
                                "-p",
                                modulePath,
                                "-d",
                                classes.toString(),
                                module.toString(),
                                main.toString()))
                .isZero();
        return classes;
    }

    private static String joined(Stream<Path> paths) {
        return paths.map(Path::toString).collect(Collectors.joining(File.pathSeparator));
    }

    private static Stream<Path> jars(Pattern names) {
        return Stream.of(System.getProperty("java.class.path").split(File.pathSeparator))
                .map(Path::of)
                .filter(path -> names.matcher(path.getFileName().toString()).matches());
    }

    /** Returns what the application has printed. */
    private List<String> runOnModulePath(String descriptor, String application, String jars, String... arguments)
            throws Exception {
        String classes = compile(descriptor, application, jars).toString();
        List<String> all = new ArrayList<>(List.of(
                "-p",
                classes + File.pathSeparator + jars,
                // Spring's automatic modules do not say that they need logging.
                "--add-modules",
                "ALL-MODULE-PATH",
                "-m",
                "application/application.Main",
                "--spring.main.banner-mode=off",
                "--logging.level.root=warn"));
        all.addAll(List.of(arguments));
        return JavaProcess.run(directory, all.toArray(String[]::new));
    }

    @Test
    void aSpringBootApplicationRunsOnTheModulePath() throws Exception {
        String jars = joined(Stream.concat(JavaProcess.driver().stream(), jars(SPRING_JARS)));
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            assertThat(runOnModulePath(
                            SPRING_DESCRIPTOR,
                            SPRING_APPLICATION,
                            jars,
                            "--spring.datasource.url=" + cluster.jdbcUrl("springmodules")))
                    .containsExactly("read 7", "module application, module io.github.dqlite4j.spring.boot");
        }
    }

    /** The module jakarta.transaction requires modules that no application with Spring Data JPA has. */
    @Test
    void springDataJpaRunsOnTheModulePath() throws Exception {
        String jars;
        try (Stream<Path> required = Files.list(Path.of(System.getProperty("jpa-modules.directory")))) {
            jars = joined(Stream.of(JavaProcess.driver().stream(), jars(SPRING_JARS), jars(JPA_JARS), required)
                    .flatMap(each -> each));
        }
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            assertThat(runOnModulePath(
                            JPA_DESCRIPTOR,
                            JPA_APPLICATION,
                            jars,
                            "--spring.datasource.url=" + cluster.jdbcUrl("jpamodules"),
                            "--spring.jpa.hibernate.ddl-auto=create",
                            "--spring.jpa.open-in-view=false"))
                    .containsExactly("read 1", "module application, module io.github.dqlite4j.hibernate");
        }
    }

    @Test
    void aModuleThatRequiresOnlyJavaSqlConnects() throws Exception {
        String path =
                joined(Stream.concat(Stream.of(compile(DESCRIPTOR, APPLICATION, "")), JavaProcess.driver().stream()));
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            assertThat(JavaProcess.run(
                            directory,
                            "-p",
                            path,
                            "-m",
                            "application/application.Main",
                            cluster.jdbcUrl("modules") + "?connectTimeout=30000&loginTimeout=60000"))
                    .containsExactly(
                            "read 7", "module io.github.dqlite4j.driver", "explicit", "acknowledges at once: true");
        }
    }

    @Test
    void theJarExportsWhatApplicationsUse() throws Exception {
        Path driver = JavaProcess.driver().get(0);
        assertThat(driver.toString()).as("package the driver before this test").endsWith(".jar");
        try (JarFile jar = new JarFile(driver.toFile())) {
            assertThat(jar.isMultiRelease()).isTrue();
        }
        assertThat(ModuleFinder.of(driver).findAll())
                .singleElement()
                .satisfies(module -> assertThat(module.descriptor().exports())
                        .filteredOn(export -> !export.isQualified())
                        .extracting(export -> export.source())
                        .containsExactlyInAnyOrder(
                                "io.github.dqlite4j.admin",
                                "io.github.dqlite4j.client",
                                "io.github.dqlite4j.event",
                                "io.github.dqlite4j.jdbc",
                                "io.github.dqlite4j.jdbc.retry",
                                "io.github.dqlite4j.nodes",
                                "io.github.dqlite4j.settings"));
    }
}
