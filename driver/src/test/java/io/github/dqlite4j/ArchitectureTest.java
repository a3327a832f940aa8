package io.github.dqlite4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noMethods;
import static com.tngtech.archunit.library.GeneralCodingRules.ACCESS_STANDARD_STREAMS;
import static com.tngtech.archunit.library.GeneralCodingRules.THROW_GENERIC_EXCEPTIONS;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;

/** The layers, bottom up: wire and sql know nobody; client knows wire; jdbc knows all three; and what nobody may do. */
class ArchitectureTest {
    private static final String WIRE = "io.github.dqlite4j.wire..";
    private static final String SQL = "io.github.dqlite4j.sql..";
    private static final String CLIENT = "io.github.dqlite4j.client..";
    private static final String JDBC = "io.github.dqlite4j.jdbc..";
    private static final String NODE = "io.github.dqlite4j.node..";
    private static final Pattern MONITOR = Pattern.compile("\\bsynchronized\\s*\\(");

    private static final JavaClasses DRIVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.dqlite4j");

    @Test
    void wireKnowsBuffersOnly() {
        classes()
                .that()
                .resideInAPackage(WIRE)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        WIRE,
                        "io.netty.buffer",
                        "org.jspecify..",
                        "java.lang..",
                        "java.util",
                        "java.nio",
                        "java.nio.charset")
                .check(DRIVER);
    }

    @Test
    void sqlKnowsNobody() {
        classes()
                .that()
                .resideInAPackage(SQL)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(SQL, "org.jspecify..", "java.lang..", "java.util..", "java.time..")
                .check(DRIVER);
    }

    @Test
    void clientKnowsWireAndSql() {
        classes()
                .that()
                .resideInAPackage(CLIENT)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(CLIENT, WIRE, SQL, "io.netty..", "org.jspecify..", "java..", "javax.net..")
                .check(DRIVER);
    }

    @Test
    void jdbcKnowsTheLayersBelow() {
        classes()
                .that()
                .resideInAPackage(JDBC)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(JDBC, CLIENT, WIRE, SQL, "org.jspecify..", "java..", "javax..")
                .check(DRIVER);
    }

    @Test
    void nettyEndsAtTheClient() {
        noClasses()
                .that()
                .resideOutsideOfPackages(WIRE, CLIENT)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.netty..")
                .check(DRIVER);
    }

    @Test
    void onlyJdbcKnowsJavaSql() {
        noClasses()
                .that()
                .resideOutsideOfPackage(JDBC)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage("java.sql..", "javax.sql..")
                .check(DRIVER);
    }

    @Test
    void onlyTheNodeKnowsJna() {
        noClasses()
                .that()
                .resideOutsideOfPackage(NODE)
                .should()
                .dependOnClassesThat()
                .resideInAPackage("com.sun.jna..")
                .check(DRIVER);
    }

    @Test
    void packagesFormNoCycle() {
        slices().matching("io.github.dqlite4j.(*)..").should().beFreeOfCycles().check(DRIVER);
        slices().matching("io.github.dqlite4j.jdbc.(*)..")
                .should()
                .beFreeOfCycles()
                .check(DRIVER);
    }

    @Test
    void onlyJdbcWaits() {
        noClasses()
                .that()
                .resideOutsideOfPackages(JDBC, NODE)
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(CompletableFuture.class, "join")
                .orShould()
                .callMethod(CompletableFuture.class, "get")
                .orShould()
                .callMethod(Future.class, "get")
                .orShould()
                .callMethod(io.netty.util.concurrent.Future.class, "sync")
                .orShould()
                .callMethod(io.netty.channel.ChannelFuture.class, "sync")
                .check(DRIVER);
    }

    @Test
    void noMethodIsSynchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(DRIVER);
    }

    @Test
    void nobodyHoldsAMonitor() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            assertThat(sources.filter(Files::isRegularFile))
                    .isNotEmpty()
                    .noneMatch(source -> MONITOR.matcher(read(source)).find());
        }
    }

    private static String read(Path source) {
        try {
            return Files.readString(source);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Test
    void nobodyPrints() {
        noClasses().should(ACCESS_STANDARD_STREAMS).check(DRIVER);
    }

    @Test
    void javaUtilLoggingIsOnlyWhatJdbcAsksFor() {
        noClasses()
                .that(are(not(assignableTo(Driver.class).or(assignableTo(CommonDataSource.class)))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging.."))
                .check(DRIVER);
    }

    @Test
    void nobodyThrowsJustAnything() {
        noClasses().should(THROW_GENERIC_EXCEPTIONS).check(DRIVER);
    }

    @Test
    void caseDoesNotDependOnTheCountry() {
        noClasses()
                .should()
                .callMethod(String.class, "toLowerCase")
                .orShould()
                .callMethod(String.class, "toUpperCase")
                .orShould()
                .callMethod(String.class, "format", String.class, Object[].class)
                .orShould()
                .callMethod(String.class, "formatted", Object[].class)
                .check(DRIVER);
    }

    /** A URL is hostile input: it must not name a class to load or a file to write. */
    @Test
    void nobodyLoadsClassesOrWritesFiles() {
        noClasses()
                .should()
                .callMethod(Class.class, "forName", String.class)
                .orShould()
                .callMethod(Class.class, "forName", String.class, boolean.class, ClassLoader.class)
                .orShould()
                .callMethod(ClassLoader.class, "loadClass", String.class)
                .orShould()
                .dependOnClassesThat()
                .haveNameMatching("java\\.io\\.(FileOutputStream|FileWriter|RandomAccessFile)")
                .check(DRIVER);
    }

    @Test
    void everyPackageIsNullMarked() {
        classes()
                .should(new ArchCondition<JavaClass>("be in a package that is @NullMarked") {
                    @Override
                    public void check(JavaClass type, ConditionEvents events) {
                        events.add(new SimpleConditionEvent(
                                type, type.getPackage().isAnnotatedWith(NullMarked.class), type.getName()));
                    }
                })
                .check(DRIVER);
    }
}
