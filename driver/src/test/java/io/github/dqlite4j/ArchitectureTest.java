package io.github.dqlite4j;

import static com.tngtech.archunit.base.DescribedPredicate.not;
import static com.tngtech.archunit.core.domain.JavaAccess.Predicates.target;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.assignableTo;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.properties.HasName.Predicates.nameMatching;
import static com.tngtech.archunit.core.domain.properties.HasOwner.Predicates.With.owner;
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
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.report.ReportedException;
import io.github.dqlite4j.transport.NodeAddress;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Driver;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.sql.CommonDataSource;
import org.jspecify.annotations.NullMarked;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The rooms of the driver, and which of them may use which. A class that does not fit anywhere belongs to another room, or the arrow has to
 * turn round; a new arrow is a decision.
 */
class ArchitectureTest {
    private static final String ROOT = "io.github.dqlite4j";
    private static final Pattern MONITOR = Pattern.compile("\\bsynchronized\\s*\\(");
    private static final int MAX_FILES = 25;
    private static final int MAX_LINES = 400;

    /** Files that are long for a reason: tables of many short entries. */
    private static final Map<String, String> LONG_FILES = Map.of(
            "ReadOnlyResultSet.java", "92 methods of ResultSet that are not supported",
            "Request.java", "one record for each message of the protocol",
            "DqliteConnection.java", "56 methods of Connection",
            "DqliteStatement.java", "43 methods of Statement",
            "PreparedStatementSetters.java", "58 setters of PreparedStatement");

    /** Each room, bottom up, with the rooms that it may use. */
    private static final Map<String, List<String>> ROOMS = rooms("""
            time
            cache
            report
            nodes               report
            wire                report
            transport           nodes report time wire
            cluster             cache nodes report time transport wire
            value               report wire
            settings            nodes report transport
            sql.lexer
            sql.statement       sql.lexer
            sql.schema          sql.lexer sql.statement
            sql.guard           sql.lexer sql.statement sql.schema
            sql.resolve         sql.lexer sql.statement sql.schema
            sql.escape          report sql.lexer
            sql.rewrite         sql.lexer sql.statement sql.schema
            sql                 cache sql.lexer sql.statement sql.guard sql.resolve
            event
            engine.failure      report transport sql.statement
            engine.event        engine.failure transport
            engine.exchange     report engine.failure settings transport wire time
            engine.schema       cache engine.failure engine.exchange transport wire time sql sql.lexer sql.statement sql.schema sql.resolve
            engine.prepared     cache engine.failure engine.exchange engine.schema transport wire sql sql.statement sql.schema sql.resolve sql.rewrite
            engine.check        engine.failure engine.schema settings sql sql.guard sql.rewrite sql.statement
            engine.pipeline     engine.failure engine.exchange engine.schema engine.prepared transport wire sql.statement
            engine.outcome      engine.failure engine.exchange engine.schema transport wire time sql.schema sql.statement
            engine.write        report transport wire time
            engine.result       engine.failure wire sql.statement sql.schema
            engine.replay       engine.failure engine.result wire sql.lexer sql.statement
            engine.keys         engine.failure engine.result wire sql sql.lexer sql.statement sql.schema sql.rewrite
            engine              report engine.check engine.event engine.failure engine.exchange engine.pipeline engine.prepared engine.schema engine.outcome engine.write engine.result engine.replay engine.keys \
                                cluster transport wire time settings sql sql.statement sql.schema sql.resolve sql.rewrite sql.guard
            jdbc.error          report engine.failure engine.schema settings value
            jdbc.support        jdbc.error
            jdbc.large          report
            jdbc.event          report jdbc.error engine event engine.failure engine.event settings time transport
            jdbc.metadata       jdbc.error jdbc.support sql sql.escape sql.lexer sql.statement sql.schema
            jdbc.convert        report jdbc.error jdbc.large jdbc.metadata sql.resolve sql.schema value wire
            jdbc.result         report jdbc.error jdbc.support jdbc.large jdbc.convert jdbc.metadata engine.failure engine.result wire sql.schema value
            jdbc                report event jdbc.error jdbc.event jdbc.support jdbc.large jdbc.convert jdbc.metadata jdbc.result engine engine.event engine.failure engine.keys engine.prepared \
                                engine.result nodes settings transport time sql sql.escape sql.resolve sql.rewrite sql.schema sql.statement
            jdbc.retry          jdbc time
            client.session      engine engine.failure engine.keys jdbc.convert jdbc.error jdbc.event report settings sql.rewrite sql.statement time transport value
            client              client.session engine engine.failure engine.keys engine.result jdbc.convert jdbc.error jdbc.retry nodes report settings sql sql.schema \
                                sql.statement time wire
            admin               cluster engine.failure nodes report settings time transport wire
            cli.output          report sql.lexer sql.rewrite value
            cli.input           cli.output report sql.lexer sql.statement
            cli                 admin cli.input cli.output jdbc nodes report settings sql.lexer sql.schema time
            """);

    /** An application of the driver, which waits, prints, and writes the files that its user names. */
    private static final String COMMAND_LINE = ROOT + ".cli..";

    /** It has the standard streams. */
    private static final String PROGRAM = ROOT + ".cli.Main";

    private static final JavaClasses DRIVER = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(ROOT);

    private static Map<String, List<String>> rooms(String table) {
        Map<String, List<String>> rooms = new LinkedHashMap<>();
        for (String line : table.replaceAll("\\\\\\s*\n", " ").split("\n")) {
            List<String> words = List.of(line.strip().split("\\s+"));
            rooms.put(words.get(0), words.subList(1, words.size()));
        }
        return rooms;
    }

    static Stream<String> roomNames() {
        return ROOMS.keySet().stream();
    }

    private static String[] packages(Stream<String> rooms, String... others) {
        return Stream.concat(rooms.map(room -> ROOT + "." + room), Stream.of(others))
                .toArray(String[]::new);
    }

    @ParameterizedTest
    @MethodSource("roomNames")
    void aRoomUsesOnlyTheRoomsBelow(String room) {
        classes()
                .that()
                .resideInAPackage(ROOT + "." + room)
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(packages(
                        Stream.concat(Stream.of(room), ROOMS.get(room).stream()),
                        "java..",
                        "javax..",
                        "io.netty..",
                        "org.jline..",
                        "org.jspecify.."))
                .check(DRIVER);
    }

    /** Users of the driver do not get JLine. */
    @Test
    void onlyTheCommandLineKnowsJline() {
        onlyIn("org.jline..", COMMAND_LINE);
    }

    @Test
    void nothingUsesTheCommandLine() {
        onlyIn(COMMAND_LINE, COMMAND_LINE);
    }

    @Test
    void everyPackageIsARoom() {
        assertThat(DRIVER.stream().map(JavaClass::getPackageName).distinct())
                .containsExactlyInAnyOrder(packages(ROOMS.keySet().stream()));
    }

    @Test
    void roomsFormNoCycle() {
        slices().matching(ROOT + ".(*)..").should().beFreeOfCycles().check(DRIVER);
        slices().matching(ROOT + ".engine.(*)..").should().beFreeOfCycles().check(DRIVER);
        slices().matching(ROOT + ".jdbc.(*)..").should().beFreeOfCycles().check(DRIVER);
        slices().matching(ROOT + ".sql.(*)..").should().beFreeOfCycles().check(DRIVER);
    }

    private static void onlyIn(String used, String... rooms) {
        noClasses()
                .that()
                .resideOutsideOfPackages(rooms)
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(used)
                .check(DRIVER);
    }

    @Test
    void onlyTheDoorsKnowJavaSql() {
        // The client reports what JDBC reports, and converts values in the same way.
        onlyIn("java.sql..", ROOT + ".jdbc..", ROOT + ".client..", ROOT + ".event", COMMAND_LINE);
        onlyIn("javax.sql..", ROOT + ".jdbc..");
    }

    @Test
    void nettyEndsAtTheCluster() {
        onlyIn("io.netty..", ROOT + ".wire", ROOT + ".transport", ROOT + ".cluster");
    }

    @Test
    void wireUsesOnlyTheBuffersOfNetty() {
        noClasses()
                .that()
                .resideInAPackage(ROOT + ".wire")
                .should()
                .dependOnClassesThat(resideInAnyPackage("io.netty..").and(not(resideInAnyPackage("io.netty.buffer"))))
                .check(DRIVER);
    }

    @Test
    void onlyTheNodeKnowsJna() {
        onlyIn("com.sun.jna..", ROOT + ".node..");
    }

    /** Everything else works on futures, or gets a time at which it gives up. */
    @Test
    void onlyThreeClassesBlock() {
        noClasses()
                .that(are(not(JavaClass.Predicates.simpleName("FutureAwaiter")
                        .or(JavaClass.Predicates.simpleName("WriteQueue"))
                        .or(JavaClass.Predicates.simpleName("RetryPolicy"))
                        .or(resideInAnyPackage(COMMAND_LINE)))))
                .should()
                .callMethod(Thread.class, "sleep", long.class)
                .orShould()
                .callMethod(LockSupport.class, "parkNanos", long.class)
                .orShould()
                .callMethod(Condition.class, "awaitNanos", long.class)
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

    /** So that tests can set the time. Netty's own tasks run by Netty's clock. */
    @Test
    void onlyTheClockReadsTheTime() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(ROOT + ".time.NanoClock")
                .should()
                .callMethod(System.class, "nanoTime")
                .orShould()
                .callMethod(System.class, "currentTimeMillis")
                .check(DRIVER);
    }

    @Test
    void roomsAndFilesAreSmall() throws IOException {
        try (Stream<Path> sources = Files.walk(Path.of("src/main/java"))) {
            Map<Path, List<Path>> byFolder =
                    sources.filter(Files::isRegularFile).collect(Collectors.groupingBy(Path::getParent));
            assertThat(byFolder)
                    .isNotEmpty()
                    .allSatisfy((folder, files) -> assertThat(files).hasSizeLessThanOrEqualTo(MAX_FILES + 1));
            assertThat(byFolder.values().stream().flatMap(List::stream))
                    .filteredOn(file -> read(file).lines().count() > MAX_LINES)
                    .map(file -> file.getFileName().toString())
                    .isSubsetOf(LONG_FILES.keySet());
        }
    }

    @Test
    void noMethodIsSynchronized() {
        noMethods().should().haveModifier(JavaModifier.SYNCHRONIZED).check(DRIVER);
    }

    @Test
    void noMonitorIsHeld() throws IOException {
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
    void nothingIsPrinted() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(PROGRAM)
                .should(ACCESS_STANDARD_STREAMS)
                .check(DRIVER);
    }

    @Test
    void javaUtilLoggingIsOnlyWhatJdbcAsksFor() {
        noClasses()
                .that(are(not(assignableTo(Driver.class).or(assignableTo(CommonDataSource.class)))))
                .should()
                .dependOnClassesThat(resideInAnyPackage("java.util.logging.."))
                .check(DRIVER);
    }

    /** What an application's handler of the log throws changes nothing, and lines of the log are printable. */
    @Test
    void onlyOneClassLogs() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(DriverLog.class.getName())
                .should()
                .dependOnClassesThat()
                .areAssignableTo(System.Logger.class)
                .orShould()
                .callMethod(System.class, "getLogger", String.class)
                .check(DRIVER);
    }

    /** Their messages are printable and have a limit. Exceptions of java.sql are made of them. What only leaves a loop has no message. */
    @Test
    void everyExceptionIsReported() {
        classes()
                .that()
                .areAssignableTo(Throwable.class)
                .and()
                .doNotHaveFullyQualifiedName("io.github.dqlite4j.sql.resolve.Reading$TooMuch")
                .should()
                .beAssignableTo(ReportedException.class)
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(PrintableText.class)
                .check(DRIVER);
    }

    @Test
    void noGenericExceptionIsThrown() {
        noClasses().should(THROW_GENERIC_EXCEPTIONS).check(DRIVER);
    }

    @Test
    void caseDoesNotDependOnTheLocale() {
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
    void noClassIsLoadedByNameAndNoFileWritten() {
        noClasses()
                .that()
                .doNotHaveFullyQualifiedName(PROGRAM)
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

    /** What a node names becomes an address to connect to in Redirects alone; what the user has given is read by the others. */
    @Test
    void addressesOfNodesAreReadInOnePlace() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".transport", ROOT + ".settings", ROOT + ".admin")
                .and(are(not(JavaClass.Predicates.simpleName("Redirects")
                        .or(JavaClass.Predicates.simpleName("StoreUpdates")))))
                .should()
                .callMethod(NodeAddress.class, "parse", String.class)
                .check(DRIVER);
    }

    /** A node store is a file that a URL names; it is written only if it is none yet, or one already. */
    @Test
    void onlyStoresAndCopiesWriteFiles() {
        noClasses()
                .that()
                .resideOutsideOfPackages(ROOT + ".nodes", ROOT + ".admin", COMMAND_LINE)
                .should()
                .callMethodWhere(target(owner(assignableTo(Files.class)))
                        .and(target(nameMatching("write.*|new.*|create.*|move|copy|delete.*|set.*"))))
                .orShould()
                .dependOnClassesThat()
                .areAssignableTo(FileChannel.class)
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
