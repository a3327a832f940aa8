package io.github.dqlite4j.it.schema;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CheckConstraint;
import jakarta.persistence.CollectionTable;
import jakarta.persistence.Column;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.ForeignKey;
import jakarta.persistence.Id;
import jakarta.persistence.IdClass;
import jakarta.persistence.Index;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.JoinColumn;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToOne;
import jakarta.persistence.Table;
import jakarta.persistence.UniqueConstraint;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.UUID;
import org.hibernate.annotations.ColumnDefault;
import org.hibernate.annotations.Comment;
import org.hibernate.annotations.GeneratedColumn;
import org.hibernate.annotations.OnDelete;
import org.hibernate.annotations.OnDeleteAction;
import org.hibernate.tool.schema.spi.SchemaManagementException;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** What an update adds to tables that exist and have rows, and what it refuses. */
@SuppressWarnings("deprecation") // @Comment of Hibernate is used by applications
class ExistingTablesIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    private SchemaTool tool;

    @BeforeEach
    void create() throws SQLException {
        tool = new SchemaTool(CLUSTER.jdbcUrl("e" + UUID.randomUUID()));
        tool.execute(
                "create table maker (id bigint not null, primary key (id))",
                "create table article (id bigint not null, code varchar(255), size integer not null, maker_id bigint, primary key (id))",
                "insert into maker values (1)",
                "insert into article values (1, 'one', 10, 1), (2, 'two', 20, null)",
                "create view small as select * from article where size < 15",
                "create trigger counted after insert on article begin update article set size = size + 1 where id = new.id; end");
    }

    @Entity(name = "Maker")
    @Table(name = "maker")
    static class Maker {
        @Id
        long id;
    }

    @Entity(name = "Article")
    @Table(
            name = "article",
            uniqueConstraints = {
                @UniqueConstraint(
                        name = "code_and_size",
                        columnNames = {"code", "size"}),
                @UniqueConstraint(columnNames = "label")
            },
            indexes = @Index(name = "by_size", columnList = "size desc, label"))
    static class Article {
        @Id
        long id;

        @Column(unique = true)
        String code;

        int size;

        String label;

        @ColumnDefault("7")
        @Comment("how many")
        @Column(nullable = false, check = @CheckConstraint(constraint = "stock >= 0"))
        int stock;

        @GeneratedColumn("size * 2")
        int twice;

        @ManyToOne
        @JoinColumn(name = "second_maker", foreignKey = @ForeignKey(name = "made_by"))
        @OnDelete(action = OnDeleteAction.SET_NULL)
        Maker second;

        @OneToOne
        @JoinColumn(name = "successor")
        Article successor;
    }

    @Test
    void columnsConstraintsAndIndexesAreAdded() throws SQLException {
        tool.run("update", Maker.class, Article.class);

        assertThat(tool.query("select id || code || size || stock || twice x from article order by id"))
                .containsExactly("1one10720", "2two20740");
        assertThat(tool.query("select name x from sqlite_schema where type in ('view', 'trigger') order by name"))
                .containsExactly("counted", "small");
        assertThat(tool.query("select sql x from sqlite_schema where name = 'article'"))
                .singleElement()
                .asString()
                .contains("/* how many */", "constraint made_by references maker (id) on delete set null");
        assertThat(tool.update(Maker.class, Article.class)).isEmpty();
        tool.run("validate", Maker.class, Article.class);

        assertViolates("insert into article (id, code, size) values (3, 'one', 30)", "UNIQUE");
        assertViolates("insert into article (id, code, size, second_maker) values (3, 'x', 30, 99)", "FOREIGN KEY");
        assertViolates("insert into article (id, code, size, successor) values (3, 'x', 30, 99)", "FOREIGN KEY");
        assertViolates("insert into article (id, code, size, stock) values (3, 'x', 30, -1)", "CHECK");
        tool.execute("update article set successor = 2 where id = 1", "update article set label = 'a' where id = 1");
        assertViolates("update article set label = 'a' where id = 2", "UNIQUE");
    }

    private void assertViolates(String sql, String constraint) {
        assertThatThrownBy(() -> tool.execute(sql)).hasMessageContaining(constraint);
    }

    @Entity(name = "Article")
    @Table(name = "article")
    static class ArticleOfMaker {
        @Id
        long id;

        @ManyToOne
        @JoinColumn(name = "maker_id", foreignKey = @ForeignKey(name = "by_maker"))
        Maker maker;
    }

    @Test
    void aForeignKeyOfAnExistingColumnIsRefused() throws SQLException {
        assertThatThrownBy(() -> tool.run("update", Maker.class, ArticleOfMaker.class))
                .isInstanceOf(SchemaManagementException.class)
                .hasMessageContaining("constraint by_maker foreign key (maker_id) references maker (id)")
                .hasMessageContaining("rebuilding-tables.md");

        new SchemaTool(tool.url(), Map.of("hibernate.hbm2ddl.halt_on_error", "false"))
                .run("update", Maker.class, ArticleOfMaker.class);
        assertThat(tool.query("select count(*) x from article")).containsExactly("2");
    }

    @Entity(name = "Person")
    @Inheritance(strategy = InheritanceType.JOINED)
    static class Person {
        @Id
        long id;

        String name;
    }

    /** The name is a column of the table of persons. */
    @Entity(name = "Singer")
    static class Singer extends Person {
        @ElementCollection
        @CollectionTable(name = "song", joinColumns = @JoinColumn(name = "singer_name", referencedColumnName = "name"))
        Set<String> songs = new HashSet<>();
    }

    @Test
    void aNewColumnGetsNoForeignKeyToAColumnThatIsNotThere() throws SQLException {
        tool.execute("create table song (songs varchar(255))");
        tool.run("update", Person.class, Singer.class);
        assertThat(tool.query("select \"table\" x from pragma_foreign_key_list('song')"))
                .isEmpty();
        assertThat(tool.query("select \"table\" x from pragma_foreign_key_list('singer')"))
                .containsExactly("Person");
        assertThat(tool.update(Person.class, Singer.class)).isEmpty();
        tool.run("validate", Person.class, Singer.class);
        tool.execute("insert into song (songs, singer_name) values ('Summer', 'Ann')");
    }

    @Test
    void aForeignKeyThatAScriptMadeIsFound() throws SQLException {
        tool.execute(
                "PRAGMA foreign_keys=OFF",
                "drop table article",
                "create table article (id integer primary key, maker_id integer references maker)",
                "PRAGMA foreign_keys=ON");
        tool.run("validate", Maker.class, ArticleOfMaker.class);
        assertThat(tool.update(Maker.class, ArticleOfMaker.class)).isEmpty();
    }

    @Entity(name = "Article")
    @Table(name = "article")
    static class ArticleWithUniqueCode {
        @Id
        long id;

        @Column(unique = true)
        String code;
    }

    @Test
    void aUniqueColumnOfAScriptIsFound() throws SQLException {
        tool.execute(
                "drop view small",
                "drop table article",
                "create table article (id integer primary key, code text unique)");
        assertThat(tool.update(ArticleWithUniqueCode.class)).isEmpty();
    }

    @Test
    void aUniqueKeyThatTheRowsViolateIsReported() throws SQLException {
        tool.execute("update article set code = 'same'");
        assertThatThrownBy(() -> tool.run("update", ArticleWithUniqueCode.class))
                .isInstanceOf(SchemaManagementException.class)
                .hasStackTraceContaining("UNIQUE constraint failed: article.code");
    }

    @Entity(name = "Article")
    @Table(name = "article")
    static class ArticleWithNotNull {
        @Id
        long id;

        @Column(nullable = false)
        String added;
    }

    @Test
    void aNotNullColumnWithoutDefaultIsRefusedIfThereAreRows() throws SQLException {
        assertThatThrownBy(() -> tool.run("update", ArticleWithNotNull.class))
                .isInstanceOf(SchemaManagementException.class)
                .hasStackTraceContaining("Cannot add a NOT NULL column with default value NULL");
        assertThat(tool.query("select count(*) x from article")).containsExactly("2");

        tool.execute("delete from article");
        tool.run("update", ArticleWithNotNull.class);
        tool.run("validate", ArticleWithNotNull.class);
    }

    @Entity(name = "Article")
    @Table(name = "article")
    @IdClass(ArticleKey.class)
    static class ArticleWithLongerKey {
        @Id
        long id;

        @Id
        long part;
    }

    record ArticleKey(long id, long part) {}

    @Test
    void anotherColumnOfThePrimaryKeyIsRefused() {
        assertThatThrownBy(() -> tool.run("update", ArticleWithLongerKey.class))
                .hasMessageContaining("cannot add the column part to the primary key of the table article");
    }

    @Entity(name = "Other")
    @Table(name = "other", uniqueConstraints = @UniqueConstraint(name = "same_name", columnNames = "code"))
    static class Other {
        @Id
        long id;

        String code;
    }

    @Entity(name = "Article")
    @Table(name = "article", uniqueConstraints = @UniqueConstraint(name = "same_name", columnNames = "code"))
    static class ArticleWithNameOfOther {
        @Id
        long id;

        String code;
    }

    @Test
    void aNameThatTwoIndexesWouldHaveIsRefused() throws SQLException {
        assertThatThrownBy(() -> tool.run("update", ArticleWithNameOfOther.class, Other.class))
                .hasMessageContaining("have a unique key of the same name, same_name");
        tool.execute("drop view small", "drop table article");
        tool.run("create", ArticleWithNameOfOther.class, Other.class);
        assertThat(tool.update(ArticleWithNameOfOther.class, Other.class)).isEmpty();
    }

    @Entity(name = "InOne")
    @Table(name = "shared", schema = "one")
    static class InOne {
        @Id
        long id;
    }

    @Entity(name = "InTwo")
    @Table(name = "SHARED", schema = "two")
    static class InTwo {
        @Id
        long id;
    }

    @Test
    void tablesOfTwoSchemasWithTheSameNameAreRefused() {
        assertThatThrownBy(() -> tool.run("create", InOne.class, InTwo.class))
                .hasStackTraceContaining("Two tables have the same name in SQLite");
    }
}
