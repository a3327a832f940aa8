package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lists what the dialect uses besides public API: the classes to look at when Hibernate is upgraded. */
class ArchitectureTest {
    private static final JavaClasses DIALECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.dqlite4j.hibernate");

    /** The name of each class that the dialect uses and that {@code group} contains. */
    private static Set<String> used(String group, boolean internal) {
        return DIALECT.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> name.startsWith(group) && !name.startsWith("io.github.dqlite4j.hibernate."))
                .filter(name -> !internal || name.contains(".internal."))
                .collect(Collectors.toSet());
    }

    @Test
    void onlyTheseInternalClassesOfHibernateAreUsed() {
        assertThat(used("org.hibernate.", true))
                .containsExactlyInAnyOrder(
                        "org.hibernate.engine.jdbc.dialect.internal.DialectFactoryImpl",
                        "org.hibernate.internal.util.JdbcExceptionHelper",
                        "org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableInsertStrategy",
                        "org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableMutationStrategy",
                        "org.hibernate.tool.schema.extract.internal.SequenceNameExtractorImpl",
                        "org.hibernate.tool.schema.internal.StandardTableExporter");
    }

    @Test
    void ofTheDriverOnlyConstantsAreUsed() {
        assertThat(used("io.github.dqlite4j.", false)).containsExactly("io.github.dqlite4j.jdbc.DqliteConstants");
    }
}
