package io.github.dqlite4j.hibernate;

import java.util.ArrayList;
import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.dialect.function.json.JsonArrayFunction;
import org.hibernate.dialect.function.json.JsonObjectAggFunction;
import org.hibernate.dialect.function.json.JsonObjectFunction;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.query.sqm.produce.function.internal.PatternRenderer;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.SqlAstWalker;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.Distinct;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.sql.ast.tree.expression.JsonNullBehavior;
import org.hibernate.sql.ast.tree.expression.JsonObjectAggUniqueKeysBehavior;
import org.hibernate.type.SqlTypes;
import org.hibernate.type.spi.TypeConfiguration;

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

    /** A value as JSON has it: booleans, bytes in hexadecimal digits, dates and times of ISO 8601, and JSON itself. */
    static void value(SqlAppender sql, Expression value, SqlAstTranslator<?> translator) {
        JdbcMappingContainer type = value.getExpressionType();
        TemporalKind kind = TemporalKind.of(type);
        if (kind != null) {
            new PatternRenderer(TemporalCasts.toIso(kind)).render(sql, List.of(value), translator);
            return;
        }
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
    static final class ElementsOfRows extends AggregateFunction {
        private final boolean ordersAggregates;

        ElementsOfRows(AbstractSqmSelfRenderingFunctionDescriptor model, Dialect dialect) {
            super(model);
            this.ordersAggregates = dialect.getVersion().isSameOrAfter(3, 44);
        }

        @Override
        void render(AggregateCall call) {
            boolean absent = getName().startsWith("json_")
                    && (call.arguments().size() < 2 || call.argument(1) != JsonNullBehavior.NULL);
            boolean distinct = call.argument(0) instanceof Distinct;
            Expression value =
                    call.argument(0) instanceof Distinct each ? each.getExpression() : (Expression) call.argument(0);
            if (absent) {
                call.write("case when count(*)");
                call.writeFilter();
                call.write(">0 then ");
            } else {
                // Only a group without rows gives an empty array.
                call.write("nullif(");
            }
            if (call.order().isEmpty() || ordersAggregates && !distinct) {
                call.write(distinct ? "json_group_array(distinct " : "json_group_array(");
                value(call.sql(), value, call.translator());
                call.writeOrder();
                call.write(")");
                call.writeFilter(absent ? value : null);
            } else if (distinct) {
                throw new UnsupportedOperationException(
                        "dqlite has " + getName() + "(distinct x) only without ORDER BY");
            } else {
                ordered(call, value, absent);
            }
            call.write(absent ? " end" : ",'[]')");
        }

        private static void ordered(AggregateCall call, Expression value, boolean absent) {
            List<SqlAstNode> values = new ArrayList<>(List.of(new JsonText(value)));
            String keys = CollectedRows.keys(values, call.order());
            CollectedRows.write(
                    call,
                    false,
                    values,
                    () -> call.write(
                            "select json('['||coalesce(group_concat(v_),'')||']') from (select value->0 as v_ from "
                                    + CollectedRows.EACH + (absent ? " where value->>0 is not null" : "") + keys
                                    + ")"));
        }

        /** Renders a value as JSON has it. */
        private record JsonText(Expression value) implements SqlAstNode {
            @Override
            public void accept(SqlAstWalker walker) {
                SqlAstTranslator<?> translator = (SqlAstTranslator<?>) walker;
                JsonListFunctions.value((SqlAppender) translator, value, translator);
            }
        }
    }

    static final class MembersOfRows extends AggregateFunction {
        MembersOfRows(TypeConfiguration types) {
            super(new JsonObjectAggFunction(",", true, types));
        }

        @Override
        void render(AggregateCall call) {
            Expression value = (Expression) call.argument(1);
            // Without a clause, all databases omit members that are NULL.
            Expression counted = call.arguments().contains(JsonNullBehavior.NULL) ? null : value;
            String end = " end";
            call.write("case when count(*)");
            call.writeFilter();
            call.write(">0 then ");
            if (call.arguments().contains(JsonObjectAggUniqueKeysBehavior.WITH)) {
                // The path of json_extract() is invalid, so it fails.
                call.write("case when count(", call.argument(0), ")");
                call.writeFilter(counted);
                call.write(">count(distinct ", call.argument(0), ")");
                call.writeFilter(counted);
                call.write(" then json_extract(count(*),'WITH UNIQUE KEYS') else ");
                end = " end end";
            }
            call.write("json_group_object(", call.argument(0), ",");
            value(call.sql(), value, call.translator());
            call.write(")");
            call.writeFilter(counted);
            call.write(end);
        }
    }
}
