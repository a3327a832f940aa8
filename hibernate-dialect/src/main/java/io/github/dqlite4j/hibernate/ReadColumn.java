package io.github.dqlite4j.hibernate;

import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.jspecify.annotations.Nullable;

/**
 * A column of a function in FROM that is read by an expression. Hibernate's own class has another constructor in 7.2.
 *
 * @param name the name of the column
 * @param expression with {@link org.hibernate.sql.Template#TEMPLATE} for the alias of the function
 * @param type the type of the values
 */
record ReadColumn(String name, String expression, JdbcMapping type) implements SelectableMapping {

    static SelectableMapping of(SelectableMapping column, String expression) {
        return of(column.getSelectableName(), expression, column.getJdbcMapping());
    }

    static SelectableMapping of(String name, String expression, JdbcMapping type) {
        return new ReadColumn(name, expression, type);
    }

    @Override
    public String getContainingTableExpression() {
        return "";
    }

    @Override
    public String getSelectionExpression() {
        return name;
    }

    @Override
    public String getCustomReadExpression() {
        return expression;
    }

    @Override
    public @Nullable String getCustomWriteExpression() {
        return null;
    }

    @Override
    public boolean isFormula() {
        return false;
    }

    @Override
    public boolean isNullable() {
        return true;
    }

    @Override
    public boolean isInsertable() {
        return false;
    }

    @Override
    public boolean isUpdateable() {
        return false;
    }

    @Override
    public boolean isPartitioned() {
        return false;
    }

    /** A method of Hibernate 7.2 only. */
    public @Nullable String getColumnDefinition() {
        return null;
    }

    @Override
    public @Nullable Long getLength() {
        return null;
    }

    @Override
    public @Nullable Integer getArrayLength() {
        return null;
    }

    @Override
    public @Nullable Integer getPrecision() {
        return null;
    }

    @Override
    public @Nullable Integer getScale() {
        return null;
    }

    @Override
    public @Nullable Integer getTemporalPrecision() {
        return null;
    }

    @Override
    public JdbcMapping getJdbcMapping() {
        return type;
    }
}
