package io.github.dqlite4j.sql;

import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SliceAssignment;
import com.tngtech.archunit.library.dependencies.SliceIdentifier;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** The classes of sql form no cycle; which room may use which is in {@code ArchitectureTest}. */
class SqlClassCycleTest {
    private static final String SQL = "io.github.dqlite4j.sql";

    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages(SQL);

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
}
