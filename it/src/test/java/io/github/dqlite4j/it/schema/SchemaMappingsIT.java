package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The schema after create and update is valid, needs no second update, and is dropped completely. */
class SchemaMappingsIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    static List<Class<?>> mappings() {
        return List.of(Mappings.class.getDeclaredClasses());
    }

    private static SchemaTool tool(Map<String, String> settings) {
        return new SchemaTool(CLUSTER.jdbcUrl("m" + UUID.randomUUID()), settings);
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void whatCreateMakesNeedsNoUpdate(Class<?> schema) throws SQLException {
        SchemaTool tool = tool(Map.of());
        try (SessionFactory sessions = tool.sessions("create", schema)) {
            assertThat(tool.update(schema)).isEmpty();
            tool.run("validate", schema);
            sessions.getSchemaManager().truncate();
            sessions.getSchemaManager().drop(false);
        }
        assertThat(tool.query("select name x from sqlite_schema where name not like 'sqlite_%'"))
                .isEmpty();
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void whatUpdateMakesNeedsNoSecondUpdate(Class<?> schema) {
        SchemaTool tool = tool(Map.of());
        tool.run("update", schema);
        assertThat(tool.update(schema)).isEmpty();
        tool.run("validate", schema);
    }

    @Test
    void aReferenceToAViewHasNoForeignKey() throws SQLException {
        SchemaTool tool = tool(Map.of());
        tool.run("update", Mappings.Views.class);
        tool.execute(
                "insert into Sale (id, amount) values (1, 2)", "insert into Review (id, reviewed_id) values (1, 1)");
        assertThat(tool.query("select total x from Review join Total on reviewed_id = Total.id"))
                .containsExactly("2");
    }

    @Test
    void aReferenceToAUniqueColumnHasAForeignKey() throws SQLException {
        SchemaTool tool = tool(Map.of());
        tool.run("update", Mappings.UniqueReferences.class);
        tool.execute(
                "insert into Parcel (id, code, label) values (7, 'a', 'b')",
                "insert into Parcel (id, within, above) values (8, 'a', 'b')");
        assertThat(tool.query("select \"to\" x from pragma_foreign_key_list('Parcel') order by x"))
                .containsExactly("code", "label");
    }

    @ParameterizedTest
    @MethodSource("mappings")
    void quotedNamesAndCheckedLengthsNeedNoSecondUpdate(Class<?> schema) {
        if (schema == Mappings.Views.class) {
            return; // the view's query names a table without quotes
        }
        SchemaTool tool = tool(Map.of(
                "hibernate.globally_quoted_identifiers",
                "true",
                "hibernate.globally_quoted_identifiers_skip_column_definitions",
                "true",
                "hibernate.dialect.dqlite.check_lengths",
                "true"));
        tool.run("update", schema);
        assertThat(tool.update(schema)).isEmpty();
        tool.run("validate", schema);
    }
}
