package io.github.dqlite4j.hibernate;

import org.hibernate.boot.Metadata;
import org.hibernate.boot.model.relational.SqlStringGenerationContext;
import org.hibernate.dialect.Dialect;
import org.hibernate.mapping.Index;
import org.hibernate.tool.schema.internal.StandardIndexExporter;

/**
 * Creates an index. In an update it is not an error that the index exists: another instance of the application may have created it since
 * the schema was read.
 */
final class RepeatableIndexExporter extends StandardIndexExporter {

    RepeatableIndexExporter(Dialect dialect) {
        super(dialect);
    }

    @Override
    public String[] getSqlCreateStrings(Index index, Metadata metadata, SqlStringGenerationContext context) {
        String[] statements = super.getSqlCreateStrings(index, metadata, context);
        statements[0] = repeatable(statements[0], index.isUnique() ? "create unique index " : "create index ", context);
        return statements;
    }

    /** Adds IF NOT EXISTS to a statement of an update that begins with {@code create}. */
    static String repeatable(String sql, String create, SqlStringGenerationContext context) {
        return context.isMigration() && sql.startsWith(create)
                ? create + "if not exists " + sql.substring(create.length())
                : sql;
    }
}
