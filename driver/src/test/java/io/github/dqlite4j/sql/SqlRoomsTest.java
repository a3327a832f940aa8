package io.github.dqlite4j.sql;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideOutsideOfPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;
import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.domain.JavaPackage;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Function;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Which packages of sql each of them may use, and that neither packages nor classes form a cycle. */
class SqlRoomsTest {
    private static final String SQL = "io.github.dqlite4j.sql";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(SQL);

    /** The root package is {@code .}; each package uses only those in the lines above it. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "lexer     |",
                "statement | lexer",
                "schema    | lexer statement",
                "guard     | lexer statement schema",
                "resolve   | lexer statement schema",
                "escape    | lexer",
                "rewrite   | lexer statement schema",
                ".         | lexer statement guard resolve"
            })
    void usesOnlyTheRoomsBelow(String room, String below) {
        String[] allowed = Stream.concat(Stream.of(room), Stream.of(below == null ? new String[0] : below.split(" ")))
                .map(SqlRoomsTest::packageOf)
                .toArray(String[]::new);
        classes()
                .that()
                .resideInAPackage(packageOf(room))
                .should()
                .onlyDependOnClassesThat(resideInAnyPackage(allowed).or(resideOutsideOfPackage(SQL + "..")))
                .check(CLASSES);
    }

    /** A new package needs a line in the table above. */
    @Test
    void knowsEveryRoom() {
        assertThat(CLASSES.stream().map(JavaClass::getPackage).map(JavaPackage::getName))
                .containsOnly(Stream.of(".", "lexer", "statement", "schema", "guard", "resolve", "escape", "rewrite")
                        .map(SqlRoomsTest::packageOf)
                        .toArray(String[]::new));
    }

    @Test
    void roomsFormNoCycle() {
        assertNoCycle("packages of sql", JavaClass::getPackageName);
    }

    /** A FROM clause contains queries and a query contains a FROM clause, so their two readers count as one. */
    @Test
    void classesFormNoCycle() {
        assertNoCycle("classes of sql", type -> {
            String name = type.getName().split("\\$")[0];
            return name.equals(SQL + ".resolve.FromReader") ? SQL + ".resolve.SelectReader" : name;
        });
    }

    private static void assertNoCycle(String what, Function<JavaClass, String> part) {
        slices().assignedFrom(new SliceAssignment() {
                    @Override
                    public SliceIdentifier getIdentifierOf(JavaClass type) {
                        return SliceIdentifier.of(part.apply(type));
                    }

                    @Override
                    public String getDescription() {
                        return what;
                    }
                })
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }

    private static String packageOf(String room) {
        return room.equals(".") ? SQL : SQL + '.' + room;
    }
}
