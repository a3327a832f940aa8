package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.Column;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import java.io.StringReader;
import java.io.StringWriter;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.boot.model.relational.SimpleAuxiliaryDatabaseObject;
import org.hibernate.cfg.Configuration;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;

/** Scripts that schema tools read and write, and objects that are not tables. */
class ScriptsIT {
    private static final String SCHEMA = "jakarta.persistence.schema-generation.";

    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Entity(name = "City")
    static class City {
        @Id
        long id;

        String name;

        @Column(columnDefinition = "timestamp")
        LocalDateTime founded;
    }

    private static final String IMPORT = """
            -- a comment; with a semicolon
            insert into City (id, name) values (1, 'semi;colon'), (2, 'it''s');
            /* a comment
               of two lines; */
            insert into City (id, name)
                values (3, '-- no comment');
            """;

    private static SchemaTool tool(String database, Map<String, String> settings) {
        return new SchemaTool(CLUSTER.jdbcUrl(database), settings);
    }

    @Test
    void anImportScriptHasCommentsAndStatementsOfSeveralLines() throws SQLException {
        SchemaTool tool = tool(
                "imported",
                Map.of(
                        "hibernate.hbm2ddl.import_files_sql_extractor",
                        "org.hibernate.tool.schema.internal.script.MultiLineSqlScriptExtractor"));
        Configuration configuration = tool.configuration(City.class).setProperty("hibernate.hbm2ddl.auto", "create");
        configuration.getProperties().put("jakarta.persistence.sql-load-script-source", new StringReader(IMPORT));
        configuration.buildSessionFactory().close();
        assertThat(tool.query("select name x from City order by id"))
                .containsExactly("semi;colon", "it's", "-- no comment");
    }

    @Test
    void scriptsOfTheSchemaCanBeRun() throws SQLException {
        StringWriter create = new StringWriter();
        StringWriter drop = new StringWriter();
        Configuration configuration = tool("written", Map.of(SCHEMA + "scripts.action", "drop-and-create"))
                .configuration(Mappings.Relations.class, Mappings.Comments.class);
        configuration.getProperties().put(SCHEMA + "scripts.create-target", create);
        configuration.getProperties().put(SCHEMA + "scripts.drop-target", drop);
        configuration.buildSessionFactory().close();

        SchemaTool tool = tool("run", Map.of());
        tool.execute(create.toString().split(";\\R"));
        tool.run("validate", Mappings.Relations.class, Mappings.Comments.class);
        assertThat(tool.update(Mappings.Relations.class, Mappings.Comments.class))
                .isEmpty();
        tool.execute(drop.toString().split(";\\R"));
        assertThat(tool.query("select name x from sqlite_schema where name not like 'sqlite_%'"))
                .isEmpty();
    }

    @Test
    void theActionsOfJakartaPersistence() throws SQLException {
        for (String action : List.of("create", "drop-and-create", "drop")) {
            tool("actions", Map.of(SCHEMA + "database.action", action))
                    .configuration(City.class)
                    .buildSessionFactory()
                    .close();
            assertThat(tool("actions", Map.of()).query("select name x from sqlite_schema where name = 'City'"))
                    .as(action)
                    .hasSize(action.equals("drop") ? 0 : 1);
        }
    }

    /** The driver gives a length to each of the four types whose values dqlite changes. */
    @Test
    void aColumnDefinitionOfOneOfTheFourTypesIsHarmless() throws SQLException {
        SchemaTool tool = tool("definition", Map.of());
        tool.run("create", City.class);
        assertThat(tool.query("select lower(type) x from pragma_table_info('City') where name = 'founded'"))
                .containsExactly("timestamp(6)");
        assertThat(tool.update(City.class)).isEmpty();
        tool.run("validate", City.class);
    }

    @Test
    void auxiliaryObjectsAreCreatedAndDropped() throws SQLException {
        SchemaTool tool = tool("objects", Map.of());
        String create = "create trigger named after insert on City begin"
                + " update City set name = coalesce(name, 'none') where id = new.id; end";
        for (String action : List.of("create", "update", "create-drop")) {
            Configuration configuration = tool.configuration(City.class).setProperty("hibernate.hbm2ddl.auto", action);
            configuration.addAuxiliaryDatabaseObject(new SimpleAuxiliaryDatabaseObject(
                    Set.of(), null, null, new String[] {create}, new String[] {"drop trigger if exists named"}, false));
            try (SessionFactory sessions = configuration.buildSessionFactory()) {
                sessions.inTransaction(session -> session.createNativeMutationQuery("replace into City (id) values (1)")
                        .executeUpdate());
                assertThat(tool.query("select name x from City")).as(action).containsExactly("none");
            }
        }
        assertThat(tool.query("select name x from sqlite_schema")).isEmpty();
    }
}
