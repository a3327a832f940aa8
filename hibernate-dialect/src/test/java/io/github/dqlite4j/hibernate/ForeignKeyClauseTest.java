package io.github.dqlite4j.hibernate;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.hibernate.mapping.Column;
import org.hibernate.mapping.PrimaryKey;
import org.hibernate.mapping.Table;
import org.junit.jupiter.api.Test;

/** Which foreign keys a table gets: those that SQLite can check. */
class ForeignKeyClauseTest {
    private final Column id = new Column("id");
    private final Column name = new Column("name");
    private final Table target = new Table("test", "target");
    private final Table table = new Table("test", "referring");

    private void keyOfTheTarget(Column... columns) {
        target.addColumn(id);
        target.addColumn(name);
        PrimaryKey key = new PrimaryKey(target);
        List.of(columns).forEach(key::addColumn);
        target.setPrimaryKey(key);
    }

    private void refer(Column... columns) {
        Column referring = new Column("reference");
        table.addColumn(referring);
        table.createForeignKey("fk", List.of(referring), "Target", null, null, List.of(columns))
                .setReferencedTable(target);
    }

    @Test
    void thePrimaryKeyCanBeReferredTo() {
        keyOfTheTarget(id);
        refer();
        assertThat(ForeignKeyClause.keysOf(table)).hasSize(1);
    }

    @Test
    void aPartOfThePrimaryKeyCannotBeReferredToUnlessItIsUnique() {
        keyOfTheTarget(id, name);
        refer(id);
        assertThat(ForeignKeyClause.keysOf(table)).isEmpty();

        target.getOrCreateUniqueKey("unique_id").addColumn(id);
        assertThat(ForeignKeyClause.keysOf(table)).hasSize(1);
    }

    @Test
    void anotherColumnCannotBeReferredToUnlessItIsUnique() {
        keyOfTheTarget(id);
        refer(name);
        assertThat(ForeignKeyClause.keysOf(table)).isEmpty();

        name.setUnique(true);
        assertThat(ForeignKeyClause.keysOf(table)).hasSize(1);
    }

    @Test
    void aColumnWithAnIndexCannotBeReferredToUnlessTheIndexIsUnique() {
        keyOfTheTarget(id);
        refer(name);
        target.getOrCreateIndex("by_name").addColumn(name);
        assertThat(ForeignKeyClause.keysOf(table)).isEmpty();

        target.getOrCreateIndex("by_name").setUnique(true);
        assertThat(ForeignKeyClause.keysOf(table)).hasSize(1);
    }

    @Test
    void aColumnOfAnotherTableCannotBeReferredTo() {
        keyOfTheTarget(id);
        refer(new Column("elsewhere"));
        assertThat(ForeignKeyClause.keysOf(table)).isEmpty();
    }

    @Test
    void aViewCannotBeReferredTo() {
        keyOfTheTarget(id);
        refer();
        target.setViewQuery("select 1 as id");
        assertThat(ForeignKeyClause.keysOf(table)).isEmpty();
    }
}
