package io.github.dqlite4j.hibernate;

import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.metamodel.mapping.SelectablePath;
import org.hibernate.metamodel.mapping.internal.SelectableMappingImpl;

/** Columns of a function in FROM that are read by an expression. */
final class ReadColumn {

    private ReadColumn() {}

    static SelectableMapping of(SelectableMapping column, String expression) {
        return of(column.getSelectableName(), expression, column.getJdbcMapping());
    }

    /** @param expression with {@link org.hibernate.sql.Template#TEMPLATE} for the alias of the function */
    static SelectableMapping of(String name, String expression, JdbcMapping type) {
        return new SelectableMappingImpl(
                "",
                name,
                new SelectablePath(name),
                expression,
                null,
                null,
                null,
                null,
                null,
                false,
                true,
                false,
                false,
                false,
                false,
                type);
    }
}
