package io.github.dqlite4j.engine.schema;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class SchemaCacheTest {
    private static final SchemaMark MARK = new SchemaMark(7, "3 100.0 9.0 3");

    private final SchemaCache cache = new SchemaCache();
    private final CoercedColumns coerced = new CoercedColumns();
    private final SchemaColumns columns = new SchemaColumns();

    @Test
    void knowsOneSchema() {
        assertThat(cache.find(MARK)).isNull();
        cache.remember(MARK, coerced);
        assertThat(cache.find(MARK)).isEqualTo(new SchemaCache.Known(MARK, coerced, null));
        cache.remember(MARK, columns);
        assertThat(cache.find(MARK)).isEqualTo(new SchemaCache.Known(MARK, coerced, columns));
        cache.remember(new SchemaMark(8, MARK.print()), coerced);
        assertThat(cache.find(MARK)).isNull();
    }

    /** Another database was put in the place of this one. */
    @Test
    void theSameVersionIsNotTheSameSchema() {
        cache.remember(MARK, coerced);
        assertThat(cache.find(new SchemaMark(MARK.version(), "3 101.0 9.0 3"))).isNull();
    }

    @Test
    void columnsOfAnotherSchemaAreNotAdded() {
        cache.remember(MARK, coerced);
        cache.remember(new SchemaMark(6, MARK.print()), columns);
        assertThat(cache.last()).isEqualTo(new SchemaCache.Known(MARK, coerced, null));
    }

    @Test
    void aKnownSchemaIsNotAskedAboutItsTables() {
        assertThat(CoercedColumns.query(MARK)).contains("version <> 7 OR print <> '3 100.0 9.0 3'");
        assertThat(CoercedColumns.query(new SchemaMark(7, "it's"))).contains("print <> 'it''s'");
    }
}
