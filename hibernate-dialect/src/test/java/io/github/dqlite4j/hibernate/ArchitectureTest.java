package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import java.util.Set;
import java.util.stream.Collectors;
import org.hibernate.query.sqm.function.SelfRenderingFunctionSqlAstExpression;
import org.junit.jupiter.api.Test;

/** Lists what the dialect uses besides public API: the classes to look at when Hibernate is upgraded. */
class ArchitectureTest {
    private static final JavaClasses DIALECT = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.dqlite4j.hibernate");

    /** The names of all classes outside the dialect that it uses. */
    private static Set<String> used() {
        return DIALECT.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> !name.startsWith("io.github.dqlite4j.hibernate."))
                .collect(Collectors.toSet());
    }

    @Test
    void onlyTheseInternalClassesAreUsed() {
        assertThat(used())
                .filteredOn(name -> name.contains(".internal."))
                .containsExactlyInAnyOrder(
                        "org.hibernate.engine.jdbc.dialect.internal.DialectFactoryImpl",
                        "org.hibernate.internal.util.JdbcExceptionHelper",
                        "org.hibernate.internal.util.collections.Stack",
                        "org.hibernate.query.sqm.internal.DomainParameterXref",
                        "org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableInsertStrategy",
                        "org.hibernate.query.sqm.mutation.internal.temptable.LocalTemporaryTableMutationStrategy",
                        "org.hibernate.query.sqm.produce.function.internal.PatternRenderer",
                        "org.hibernate.query.sqm.sql.internal.SqlAstProcessingStateImpl",
                        "org.hibernate.query.sqm.sql.internal.SqmParameterInterpretation",
                        "org.hibernate.sql.model.internal.OptionalTableInsert",
                        "org.hibernate.sql.model.internal.OptionalTableUpdate",
                        "org.hibernate.sql.model.internal.TableInsertStandard",
                        "org.hibernate.query.sqm.tuple.internal.AnonymousTupleTableGroupProducer",
                        "org.hibernate.sql.results.internal.SqlSelectionImpl",
                        "org.hibernate.tool.schema.extract.internal.SequenceNameExtractorImpl",
                        "org.hibernate.tool.schema.internal.StandardIndexExporter",
                        "org.hibernate.tool.schema.internal.StandardTableCleaner",
                        "org.hibernate.tool.schema.internal.StandardTableExporter",
                        "org.hibernate.tool.schema.internal.StandardTableMigrator",
                        "org.hibernate.type.descriptor.sql.internal.DdlTypeImpl");
    }

    /** They are public since 7.4. The dialect works with 7.2 too, as {@link FunctionParts} does. */
    @Test
    void methodsThatHibernate72HidesAreNotCalled() {
        assertThat(DIALECT.stream()
                        .flatMap(type -> type.getMethodCallsFromSelf().stream())
                        .filter(call ->
                                call.getTargetOwner().isAssignableTo(SelfRenderingFunctionSqlAstExpression.class))
                        .map(call -> call.getTarget().getName()))
                .isNotEmpty()
                .doesNotContain("getType", "getExpressible", "getFunctionRenderer");
    }

    @Test
    void onlyThePublicApiOfTheDriverIsUsed() {
        assertThat(used())
                .filteredOn(name -> name.startsWith("io.github.dqlite4j."))
                .containsExactlyInAnyOrder(
                        "io.github.dqlite4j.jdbc.DqliteConnection",
                        "io.github.dqlite4j.jdbc.DqliteConnection$Transaction",
                        "io.github.dqlite4j.jdbc.DqliteConstants",
                        "io.github.dqlite4j.jdbc.retry.RetryPolicy",
                        "io.github.dqlite4j.jdbc.retry.RetryPolicy$Attempt");
    }
}
