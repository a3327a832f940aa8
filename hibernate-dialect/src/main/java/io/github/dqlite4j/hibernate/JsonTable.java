package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.json.JsonTableFunction;
import org.hibernate.dialect.function.json.JsonTableSetReturningFunctionTypeResolver;
import org.hibernate.metamodel.mapping.JdbcMapping;
import org.hibernate.metamodel.mapping.SelectableMapping;
import org.hibernate.query.sqm.sql.SqmToSqlAstConverter;
import org.hibernate.query.sqm.tuple.internal.AnonymousTupleTableGroupProducer;
import org.hibernate.sql.Template;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonExistsErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonQueryWrapMode;
import org.hibernate.sql.ast.tree.expression.JsonTableColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonTableColumnsClause;
import org.hibernate.sql.ast.tree.expression.JsonTableErrorBehavior;
import org.hibernate.sql.ast.tree.expression.JsonTableExistsColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonTableNestedColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonTableOrdinalityColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonTableQueryColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonTableValueColumnDefinition;
import org.hibernate.sql.ast.tree.expression.JsonValueEmptyBehavior;
import org.hibernate.sql.ast.tree.expression.JsonValueErrorBehavior;
import org.hibernate.sql.ast.tree.expression.Literal;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/**
 * {@code json_table()}: a subquery makes one JSON array of all rows, each an array of its columns, and {@code json_each} reads it. Nested
 * columns are a LEFT JOIN in that subquery.
 */
final class JsonTable extends JsonTableFunction {

    JsonTable(TypeConfiguration types, Dialect dialect) {
        super(new Columns(dialect), types);
    }

    /** Reads the columns of a row by their place. */
    private static final class Columns extends JsonTableSetReturningFunctionTypeResolver {
        private final Dialect dialect;

        Columns(Dialect dialect) {
            this.dialect = dialect;
        }

        @Override
        protected void addSelectableMapping(
                List<SelectableMapping> columns, String name, JdbcMapping type, SqmToSqlAstConverter converter) {
            String place = "'$[" + columns.size() + "]'";
            String value = JsonElement.of(type).readScalar(Template.TEMPLATE + ".value", place, dialect);
            columns.add(ReadColumn.of(name, TemporalCasts.ofIso(value, type), type));
        }
    }

    @Override
    protected void renderJsonTable(
            SqlAppender sql,
            JsonTableArguments arguments,
            AnonymousTupleTableGroupProducer tuple,
            String alias,
            SqlAstTranslator<?> translator) {
        if (arguments.passingClause() != null) {
            throw new UnsupportedOperationException("dqlite has json_table() only without PASSING");
        }
        Rows rows = new Rows(translator);
        String columns = rows.columns(arguments.columnsClause());
        Expression document = arguments.jsonDocument();
        sql.appendSql("json_each((select '['||coalesce(group_concat(v_),'')||']' from (select '['||" + columns
                + "||']' as v_ from json_each(json_array(");
        if (arguments.errorBehavior() == JsonTableErrorBehavior.ERROR) {
            sql.appendSql("json(");
            document.accept(translator);
            sql.appendSql(")");
        } else {
            sql.appendSql("case when json_valid(");
            document.accept(translator);
            sql.appendSql(") then json(");
            document.accept(translator);
            sql.appendSql(") end");
        }
        String path = arguments.jsonPath() == null ? "$[*]" : literal(translator, arguments.jsonPath());
        sql.appendSql(
                ")) d_," + each("d_.value", path) + " r0_" + rows.joins + " order by r0_.key" + rows.order + ")))");
    }

    private static String literal(SqlAstTranslator<?> translator, Expression expression) {
        if (expression instanceof Literal) {
            Object value = translator.getLiteralValue(expression);
            return String.valueOf(value);
        }
        throw new UnsupportedOperationException("dqlite has json_table() only with literal paths");
    }

    /** The elements of the array at a path that ends with {@code [*]}; else what is there, as the only element. */
    private static String each(String document, String path) {
        boolean elements = path.endsWith("[*]");
        String at = quoted(elements ? path.substring(0, path.length() - 3) : path);
        return "json_each(case when json_type(" + document + "," + at + ") is null then '[]'"
                + (elements ? " when json_type(" + document + "," + at + ")='array' then " + document + "->" + at : "")
                + " else json_array(json(" + document + "->" + at + ")) end)";
    }

    private static String quoted(String path) {
        if (path.contains("*") || path.contains("?") || path.contains("..")) {
            throw new UnsupportedOperationException("SQLite has no JSON path " + path);
        }
        return "'" + path.replace("'", "''") + "'";
    }

    /** The columns of all levels, and the joins of the nested ones. */
    private static final class Rows {
        private final SqlAstTranslator<?> translator;
        private final StringBuilder joins = new StringBuilder();
        private final StringBuilder order = new StringBuilder();
        private int level;

        Rows(SqlAstTranslator<?> translator) {
            this.translator = translator;
        }

        String columns(JsonTableColumnsClause clause) {
            String row = "(r" + level + "_.json->r" + level + "_.key)";
            String number = "r" + level + "_.key+1";
            List<String> columns = new ArrayList<>();
            boolean nested = false;
            for (JsonTableColumnDefinition column : clause.getColumnDefinitions()) {
                if (column instanceof JsonTableNestedColumnDefinition inner) {
                    if (nested) {
                        throw new UnsupportedOperationException(
                                "dqlite has json_table() only with one NESTED on each level");
                    }
                    nested = true;
                    level++;
                    joins.append(" left join " + each(row, inner.jsonPath()) + " r" + level + "_ on 1");
                    order.append(",r" + level + "_.key");
                    columns.add(columns(inner.columns()));
                } else if (column instanceof JsonTableOrdinalityColumnDefinition) {
                    columns.add("coalesce(" + number + ",'null')");
                } else if (column instanceof JsonTableValueColumnDefinition value) {
                    columns.add("coalesce(" + row + "->" + path(value.name(), value.jsonPath()) + empty(value)
                            + ",'null')");
                } else if (column instanceof JsonTableExistsColumnDefinition exists) {
                    if (exists.errorBehavior() != null && exists.errorBehavior() != JsonExistsErrorBehavior.FALSE) {
                        throw new UnsupportedOperationException(
                                "dqlite has EXISTS in json_table() only with FALSE ON ERROR");
                    }
                    columns.add("case when json_type(" + row + "," + path(exists.name(), exists.jsonPath())
                            + ") is null then 'false' else 'true' end");
                } else {
                    columns.add(query(row, (JsonTableQueryColumnDefinition) column));
                }
            }
            return String.join("||','||", columns);
        }

        private static String path(String name, @Nullable String path) {
            return quoted(path == null ? "$." + name : path);
        }

        private String empty(JsonTableValueColumnDefinition column) {
            JsonValueErrorBehavior error = column.errorBehavior();
            if (error != null && error != JsonValueErrorBehavior.NULL) {
                throw new UnsupportedOperationException("dqlite has columns of json_table() only with NULL ON ERROR");
            }
            JsonValueEmptyBehavior empty = column.emptyBehavior();
            if (empty == JsonValueEmptyBehavior.ERROR) {
                return "," + fail("r" + level + "_.json");
            }
            Expression otherwise = empty == null ? null : empty.getDefaultExpression();
            if (otherwise == null) {
                return "";
            }
            Object value = translator.getLiteralValue(otherwise);
            return ",json_quote(" + (value instanceof Number ? value : quotedText(String.valueOf(value))) + ")";
        }

        /**
         * An expression that fails when SQLite calculates it, because the path is invalid. A row without a document, from a LEFT JOIN,
         * gives NULL.
         */
        private static String fail(String document) {
            return "json_extract(" + document + ",'ERROR ON EMPTY')";
        }

        private static String quotedText(String text) {
            return "'" + text.replace("'", "''") + "'";
        }

        private static String query(String row, JsonTableQueryColumnDefinition column) {
            if (column.errorBehavior() != null && column.errorBehavior() != JsonQueryErrorBehavior.NULL) {
                throw new UnsupportedOperationException(
                        "dqlite has JSON columns of json_table() only with NULL ON ERROR");
            }
            String found = row + "->" + path(column.name(), column.jsonPath());
            String wrapped = "'['||(" + found + ")||']'";
            JsonQueryWrapMode mode = column.wrapMode();
            if (mode == JsonQueryWrapMode.WITH_WRAPPER) {
                found = wrapped;
            } else if (mode == JsonQueryWrapMode.WITH_CONDITIONAL_WRAPPER) {
                found = "case when json_type(" + found + ") in ('array','object') then " + found + " else " + wrapped
                        + " end";
            }
            String empty = "'null'";
            if (column.emptyBehavior() == JsonQueryEmptyBehavior.EMPTY_ARRAY) {
                empty = "'[]'";
            } else if (column.emptyBehavior() == JsonQueryEmptyBehavior.EMPTY_OBJECT) {
                empty = "'{}'";
            } else if (column.emptyBehavior() == JsonQueryEmptyBehavior.ERROR) {
                empty = fail(row);
            }
            return "coalesce(" + found + "," + empty + ")";
        }
    }
}
