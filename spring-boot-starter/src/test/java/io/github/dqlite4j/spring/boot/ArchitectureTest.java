package io.github.dqlite4j.spring.boot;

import static org.assertj.core.api.Assertions.assertThat;

import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.library.dependencies.SlicesRuleDefinition;
import java.util.Set;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Lists what the starter uses besides public API: the classes to look at when Flyway is upgraded. */
class ArchitectureTest {
    private static final String STARTER = "io.github.dqlite4j.spring.";
    private static final JavaClasses CLASSES = new ClassFileImporter()
            .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
            .importPackages("io.github.dqlite4j.spring.boot");

    /** The names of all classes outside the starter that it uses. */
    private static Set<String> used() {
        return CLASSES.stream()
                .flatMap(type -> type.getDirectDependenciesFromSelf().stream())
                .map(Dependency::getTargetClass)
                .map(JavaClass::getBaseComponentType)
                .map(JavaClass::getName)
                .filter(name -> !name.startsWith(STARTER))
                .collect(Collectors.toSet());
    }

    @Test
    void onlyTheseInternalClassesAreUsed() {
        assertThat(used())
                .filteredOn(name -> name.contains(".internal."))
                .containsExactlyInAnyOrder(
                        "org.flywaydb.core.internal.database.base.BaseDatabaseType",
                        "org.flywaydb.core.internal.database.base.Connection",
                        "org.flywaydb.core.internal.database.base.Database",
                        "org.flywaydb.core.internal.database.base.Schema",
                        "org.flywaydb.core.internal.database.base.Table",
                        "org.flywaydb.core.internal.database.sqlite.SQLiteParser",
                        "org.flywaydb.core.internal.exception.FlywaySqlException",
                        "org.flywaydb.core.internal.jdbc.JdbcConnectionFactory",
                        "org.flywaydb.core.internal.jdbc.JdbcTemplate",
                        "org.flywaydb.core.internal.jdbc.StatementInterceptor",
                        "org.flywaydb.core.internal.parser.Parser",
                        "org.flywaydb.core.internal.parser.ParserContext",
                        "org.flywaydb.core.internal.parser.ParsingContext",
                        "org.flywaydb.core.internal.parser.PeekingReader",
                        "org.flywaydb.core.internal.parser.Token",
                        "org.flywaydb.core.internal.parser.TokenType");
    }

    @Test
    void onlyTheseClassesOfTheDriverAreUsed() {
        assertThat(used())
                .filteredOn(name -> name.startsWith("io.github.dqlite4j."))
                .containsExactlyInAnyOrder(
                        "io.github.dqlite4j.admin.ClusterStatus",
                        "io.github.dqlite4j.admin.DqliteAdmin",
                        "io.github.dqlite4j.client.DqlitePool",
                        "io.github.dqlite4j.client.PoolStatistics",
                        "io.github.dqlite4j.event.DqliteListener",
                        "io.github.dqlite4j.event.DqliteListener$Acquired",
                        "io.github.dqlite4j.event.DqliteListener$Attached",
                        "io.github.dqlite4j.event.DqliteListener$CallListener",
                        "io.github.dqlite4j.event.DqliteListener$Called",
                        "io.github.dqlite4j.event.DqliteListener$Calling",
                        "io.github.dqlite4j.event.DqliteListener$Executed",
                        "io.github.dqlite4j.event.DqliteListener$Lost",
                        "io.github.dqlite4j.event.DqliteListener$OutcomeFound",
                        "io.github.dqlite4j.event.DqliteListener$Released",
                        "io.github.dqlite4j.event.DqliteListener$Replayed",
                        "io.github.dqlite4j.event.StatementCacheStatistics",
                        "io.github.dqlite4j.jdbc.DqliteCommonDataSource",
                        "io.github.dqlite4j.jdbc.DqliteConstants",
                        "io.github.dqlite4j.jdbc.DqliteDriver",
                        "io.github.dqlite4j.nodes.ClusterNode",
                        "io.github.dqlite4j.nodes.LeaderHistory",
                        "io.github.dqlite4j.nodes.NodeRole",
                        "io.github.dqlite4j.report.PrintableText",
                        "io.github.dqlite4j.settings.DqliteProperty",
                        "io.github.dqlite4j.sql.lexer.Ascii",
                        "io.github.dqlite4j.sql.lexer.SqlIdentifiers",
                        "io.github.dqlite4j.sql.lexer.TokenKind",
                        "io.github.dqlite4j.sql.lexer.Tokenizer",
                        "io.github.dqlite4j.sql.lexer.Tokens");
    }

    @Test
    void onlyOnePackageUsesEachOptionalLibrary() {
        assertThat(packagesThatUse("org.flywaydb.")).containsOnly("io.github.dqlite4j.spring.boot.flyway");
        assertThat(packagesThatUse("org.springframework.data."))
                .containsOnly("io.github.dqlite4j.spring.boot.data", "io.github.dqlite4j.spring.boot.retry");
        assertThat(packagesThatUse("org.hibernate.")).containsOnly("io.github.dqlite4j.spring.boot.retry");
        assertThat(packagesThatUse("org.springframework.orm.")).containsOnly("io.github.dqlite4j.spring.boot.retry");
        assertThat(packagesThatUse("org.springframework.batch.")).containsOnly("io.github.dqlite4j.spring.boot.batch");
        assertThat(packagesThatUse("org.springframework.integration."))
                .containsOnly("io.github.dqlite4j.spring.boot.integration");
        assertThat(packagesThatUse("org.quartz.")).containsOnly("io.github.dqlite4j.spring.boot.quartz");
        assertThat(packagesThatUse("liquibase."))
                .containsOnly(
                        "io.github.dqlite4j.spring.boot.liquibase",
                        "io.github.dqlite4j.spring.boot.liquibase.tables",
                        "io.github.dqlite4j.spring.boot.liquibase.type");
        assertThat(packagesThatUse("org.springframework.boot.docker.compose."))
                .containsOnly("io.github.dqlite4j.spring.boot.compose");
        assertThat(packagesThatUse("io.micrometer.")).containsOnly("io.github.dqlite4j.spring.boot.metrics");
        assertThat(packagesThatUse("org.springframework.boot.actuate."))
                .containsOnly("io.github.dqlite4j.spring.boot.actuate");
        assertThat(packagesThatUse("org.springframework.boot.health."))
                .containsOnly("io.github.dqlite4j.spring.boot.actuate");
    }

    private static Set<String> packagesThatUse(String library) {
        return CLASSES.stream()
                .filter(type -> type.getDirectDependenciesFromSelf().stream()
                        .anyMatch(use -> use.getTargetClass().getPackageName().startsWith(library)))
                .map(JavaClass::getPackageName)
                .collect(Collectors.toSet());
    }

    /** An application may leave HikariCP out. */
    @Test
    void onlyOneClassUsesHikari() {
        assertThat(CLASSES.stream()
                        .filter(type -> type.getDirectDependenciesFromSelf().stream()
                                .anyMatch(use ->
                                        use.getTargetClass().getPackageName().startsWith("com.zaxxer.")))
                        .map(JavaClass::getSimpleName))
                .containsExactly("HikariPools");
    }

    @Test
    void packagesHaveNoCycles() {
        SlicesRuleDefinition.slices()
                .matching("io.github.dqlite4j.spring.(**)")
                .should()
                .beFreeOfCycles()
                .check(CLASSES);
    }
}
