package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.json.JsonArrayAggFunction;
import org.hibernate.dialect.function.json.JsonArrayFunction;
import org.hibernate.dialect.function.json.JsonObjectAggFunction;
import org.hibernate.dialect.function.json.JsonObjectFunction;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.sql.ast.Clause;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonNullBehavior;
import org.hibernate.sql.ast.tree.expression.JsonObjectAggUniqueKeysBehavior;
import org.hibernate.sql.ast.tree.predicate.Predicate;
import org.hibernate.sql.ast.tree.select.SortSpecification;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;
import org.jspecify.annotations.Nullable;

/** The JSON functions of HQL that make objects and arrays, of arguments or of the rows of a group. */
final class JsonListFunctions {

    private JsonListFunctions() {}

    static final class Members extends JsonObjectFunction {
        Members(TypeConfiguration types) {
            super(types, false);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            list(sql, arguments, "json_object(", "{}", JsonNullBehavior.NULL, translator);
        }
    }

    static final class Elements extends JsonArrayFunction {
        Elements(TypeConfiguration types) {
            super(types);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            list(sql, arguments, "json_array(", "[]", JsonNullBehavior.ABSENT, translator);
        }
    }

    private static void list(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            String function,
            String brackets,
            JsonNullBehavior standard,
            SqlAstTranslator<?> translator) {
        JsonNullBehavior nulls = standard;
        int count = arguments.size();
        if (count > 0 && arguments.get(count - 1) instanceof JsonNullBehavior behavior) {
            nulls = behavior;
            count--;
        }
        boolean absent = nulls == JsonNullBehavior.ABSENT && count > 0;
        boolean object = brackets.equals("{}");
        if (absent) {
            sql.appendSql("(select json('" + brackets.charAt(0) + "'||coalesce(group_concat("
                    + (object ? "json_quote(key)||':'||" : "")
                    + "case type when 'true' then 'true' when 'false' then 'false' when 'object' then value"
                    + " when 'array' then value else json_quote(value) end),'')||'" + brackets.charAt(1)
                    + "') from json_each(");
        }
        sql.appendSql(function);
        for (int i = 0; i < count; i++) {
            if (i > 0) {
                sql.appendSql(',');
            }
            if (object && i % 2 == 0) {
                arguments.get(i).accept(translator);
            } else {
                value(sql, (Expression) arguments.get(i), translator);
            }
        }
        sql.appendSql(absent ? ")) where type<>'null')" : ")");
    }

    /** A value as JSON has it: booleans, bytes in hexadecimal digits, and JSON itself. */
    private static void value(SqlAppender sql, Expression value, SqlAstTranslator<?> translator) {
        JdbcMappingContainer type = value.getExpressionType();
        int code = type == null || type.getJdbcTypeCount() != 1
                ? SqlTypes.VARCHAR
                : type.getSingleJdbcMapping().getJdbcType().getDefaultSqlTypeCode();
        switch (code) {
            case SqlTypes.BOOLEAN ->
                wrapped(sql, "json(case ", value, " when 1 then 'true' when 0 then 'false' end)", translator);
            case SqlTypes.JSON, SqlTypes.JSON_ARRAY -> wrapped(sql, "json(", value, ")", translator);
            case SqlTypes.BINARY, SqlTypes.VARBINARY, SqlTypes.LONG32VARBINARY, SqlTypes.BLOB ->
                wrapped(sql, "lower(hex(", value, "))", translator);
            default -> value.accept(translator);
        }
    }

    private static void wrapped(
            SqlAppender sql, String before, Expression value, String after, SqlAstTranslator<?> translator) {
        sql.appendSql(before);
        value.accept(translator);
        sql.appendSql(after);
    }

    /** NULL for a group without rows. SQLite orders the rows of an aggregate since 3.44. */
    static final class ElementsOfRows extends JsonArrayAggFunction {
        private final boolean ordersAggregates;

        ElementsOfRows(TypeConfiguration types, Dialect dialect) {
            super(true, types);
            this.ordersAggregates = dialect.getVersion().isSameOrAfter(3, 44);
        }

        @Override
        public void render(
                SqlAppender sql,
                List<? extends SqlAstNode> arguments,
                @Nullable Predicate filter,
                @Nullable List<SortSpecification> order,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            boolean absent = arguments.size() < 2 || arguments.get(1) != JsonNullBehavior.NULL;
            boolean distinct = arguments.get(0) instanceof Distinct;
            Expression value =
                    arguments.get(0) instanceof Distinct each ? each.getExpression() : (Expression) arguments.get(0);
            List<SortSpecification> sorts = order == null ? List.of() : order;
            sql.appendSql("case when count(*)");
            CollectedRows.filter(sql, translator, filter);
            sql.appendSql(">0 then ");
            if (sorts.isEmpty() || ordersAggregates && !distinct) {
                sql.appendSql(distinct ? "json_group_array(distinct " : "json_group_array(");
                value(sql, value, translator);
                CollectedRows.orderBy(sql, translator, sorts);
                sql.appendSql(')');
                filterNulls(sql, translator, absent ? value : null, filter);
            } else {
                ordered(sql, value, absent, distinct, filter, sorts, translator);
            }
            sql.appendSql(" end");
        }

        private static void ordered(
                SqlAppender sql,
                Expression value,
                boolean absent,
                boolean distinct,
                @Nullable Predicate filter,
                List<SortSpecification> sorts,
                SqlAstTranslator<?> translator) {
            if (distinct) {
                throw new UnsupportedOperationException("dqlite has json_arrayagg(distinct x) only without ORDER BY");
            }
            List<SqlAstNode> values = new ArrayList<>();
            values.add(new JsonElement(value));
            String keys = CollectedRows.keys(values, sorts);
            CollectedRows.render(
                    sql,
                    translator,
                    false,
                    values,
                    filter,
                    () -> sql.appendSql(
                            "select json('['||coalesce(group_concat(v_),'')||']') from (select value->0 as v_ from "
                                    + CollectedRows.EACH + (absent ? " where value->>0 is not null" : "") + keys
                                    + ")"));
        }

        /** Renders a value as JSON has it. */
        private record JsonElement(Expression value) implements SqlAstNode {
            @Override
            public void accept(org.hibernate.sql.ast.SqlAstWalker walker) {
                SqlAstTranslator<?> translator = (SqlAstTranslator<?>) walker;
                JsonListFunctions.value((SqlAppender) translator, value, translator);
            }
        }
    }

    private static void filterNulls(
            SqlAppender sql, SqlAstTranslator<?> translator, @Nullable Expression notNull, @Nullable Predicate filter) {
        if (notNull == null) {
            CollectedRows.filter(sql, translator, filter);
            return;
        }
        translator.getCurrentClauseStack().push(Clause.WHERE);
        sql.appendSql(" filter (where ");
        notNull.accept(translator);
        sql.appendSql(" is not null");
        if (filter != null) {
            sql.appendSql(" and (");
            filter.accept(translator);
            sql.appendSql(')');
        }
        sql.appendSql(')');
        translator.getCurrentClauseStack().pop();
    }

    static final class MembersOfRows extends JsonObjectAggFunction {
        MembersOfRows(TypeConfiguration types) {
            super(",", true, types);
        }

        @Override
        protected void render(
                SqlAppender sql,
                JsonObjectAggArguments arguments,
                @Nullable Predicate filter,
                ReturnableType<?> returnType,
                SqlAstTranslator<?> translator) {
            if (arguments.uniqueKeysBehavior() == JsonObjectAggUniqueKeysBehavior.WITH) {
                throw new UnsupportedOperationException(
                        "dqlite cannot refuse equal keys in json_objectagg() (WITH UNIQUE KEYS)");
            }
            sql.appendSql("case when count(*)");
            CollectedRows.filter(sql, translator, filter);
            sql.appendSql(">0 then json_group_object(");
            arguments.key().accept(translator);
            sql.appendSql(',');
            value(sql, arguments.value(), translator);
            sql.appendSql(')');
            boolean absent = arguments.nullBehavior() == JsonNullBehavior.ABSENT;
            filterNulls(sql, translator, absent ? arguments.value() : null, filter);
            sql.appendSql(" end");
        }
    }
}
