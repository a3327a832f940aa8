package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.dialect.Dialect;
import org.hibernate.metamodel.mapping.JdbcMappingContainer;
import org.hibernate.metamodel.model.domain.ReturnableType;
import org.hibernate.query.sqm.function.AbstractSqmFunctionDescriptor;
import org.hibernate.query.sqm.function.AbstractSqmSelfRenderingFunctionDescriptor;
import org.hibernate.sql.ast.SqlAstTranslator;
import org.hibernate.sql.ast.spi.SqlAppender;
import org.hibernate.sql.ast.tree.SqlAstNode;
import org.hibernate.sql.ast.tree.expression.ColumnReference;
import org.hibernate.sql.ast.tree.expression.Expression;
import org.hibernate.type.BasicPluralType;
import org.jspecify.annotations.Nullable;

/**
 * A function on JSON arrays. The array is the only row of a {@code json_each}, and the other arguments are the only row of a subquery, so
 * that each is calculated once, and so that a name in an argument never means a column of {@code json_each}.
 */
final class ArrayFunction extends AbstractSqmSelfRenderingFunctionDescriptor {

    /**
     * The SQL of a function.
     *
     * @param arguments a letter for each argument: {@code a} the array, {@code A} one that may be NULL, {@code b} another array, {@code e} an
     *     element, {@code v} another value; or {@code c} if all are arrays, {@code d} if the array stands in the SQL itself, {@code j} if all are elements of the result
     * @param sql {@code $a} is the array, {@code $1} the first one of the other arguments, {@code $json1} its JSON text, {@code $value} the
     *     element in a row of {@code json_each}. An argument that is left out is NULL. The result is NULL if the array is
     */
    record Form(String arguments, String sql) {
        int array() {
            return arguments.toLowerCase(java.util.Locale.ROOT).indexOf('a');
        }
    }

    private final Form form;
    private final Dialect dialect;

    ArrayFunction(AbstractSqmFunctionDescriptor model, Form form, Dialect dialect) {
        super(
                model.getName(),
                model.getArgumentsValidator(),
                model.getReturnTypeResolver(),
                model.getArgumentTypeResolver());
        this.form = form;
        this.dialect = dialect;
    }

    @Override
    public void render(
            SqlAppender sql,
            List<? extends SqlAstNode> arguments,
            @Nullable ReturnableType<?> returnType,
            SqlAstTranslator<?> translator) {
        Form used = getName().startsWith("array_contains") && plural((Expression) arguments.get(1)) != null
                ? ArrayFunctions.includes(getName().endsWith("_nullable"))
                : form;
        new Rendering(used, dialect, AggregateCall.of(sql, translator, arguments, null, null), returnType).render();
    }

    private static @Nullable BasicPluralType<?, ?> plural(Expression expression) {
        JdbcMappingContainer type = expression.getExpressionType();
        return type != null
                        && type.getJdbcTypeCount() == 1
                        && type.getSingleJdbcMapping() instanceof BasicPluralType<?, ?> plural
                ? plural
                : null;
    }

    private record Rendering(
            Form form,
            Dialect dialect,
            AggregateCall call,
            @Nullable ReturnableType<?> returnType) {

        void render() {
            switch (form.arguments()) {
                case "c" -> {
                    call.write("(select ");
                    template("a_.value");
                    call.write(" from json_each(json_array(json_array(");
                    each("json(", ")");
                    call.write("))) a_)");
                }
                case "d" -> template(call.argument(0));
                case "j" -> {
                    call.write("json('['");
                    JsonElement element = element();
                    for (int i = 0; i < call.arguments().size(); i++) {
                        call.write(i == 0 ? "||" : "||','||");
                        element.writeText(call, call.argument(i));
                    }
                    call.write("||']')");
                }
                default -> {
                    if (form.array() < 0) {
                        call.write("(select ");
                        template("");
                        call.write(" from ");
                        others();
                        call.write(")");
                    } else {
                        ofAnArray();
                    }
                }
            }
        }

        private void each(String before, String after) {
            for (int i = 0; i < call.arguments().size(); i++) {
                call.write(i == 0 ? before : "," + before, call.argument(i), after);
            }
        }

        /** A column is read where it stands. Another array, which may be an aggregate, is read from a row of its own. */
        private void ofAnArray() {
            Expression array = (Expression) call.argument(form.array());
            ColumnReference reference = array.getColumnReference();
            boolean column = reference != null && reference.getQualifier() != null;
            Object name = column ? array : "a_.value";
            boolean nullable = form.arguments().contains("A");
            call.write("(select ", column ? "" : "max(");
            if (!nullable) {
                call.write("case when ", name, " is not null then ");
            }
            template(name);
            call.write(nullable ? "" : " end", column ? "" : ")");
            if (!column) {
                call.write(" from json_each(json_array(json(", array, "))) a_");
            }
            if (form.arguments().length() > 1) {
                call.write(column ? " from " : ",");
                others();
            }
            call.write(")");
        }

        private void others() {
            JsonElement element = element();
            call.write("(select ");
            int number = 1;
            for (int i = 0; i < form.arguments().length(); i++) {
                if (i == form.array()) {
                    continue;
                }
                call.write(number > 1 ? "," : "");
                SqlAstNode argument = i < call.arguments().size() ? call.argument(i) : null;
                if (argument == null) {
                    call.write("null");
                } else {
                    switch (form.arguments().charAt(i)) {
                        case 'b' -> call.write("json(", argument, ")");
                        case 'e' -> element.writeValue(call, argument);
                        default -> call.write(argument);
                    }
                }
                call.write(" as p" + number++ + "_");
            }
            call.write(") b_");
        }

        private JsonElement element() {
            BasicPluralType<?, ?> type = form.array() < 0 ? null : plural((Expression) call.argument(form.array()));
            if (type == null && returnType instanceof BasicPluralType<?, ?> result) {
                type = result;
            }
            return type == null ? JsonElement.UNKNOWN : JsonElement.of(type.getElementType());
        }

        private void template(Object array) {
            String sql = form.sql();
            int from = 0;
            for (int at; (at = sql.indexOf('$', from)) >= 0; ) {
                call.write(sql.substring(from, at));
                if (sql.startsWith("$a", at)) {
                    call.write(array);
                    from = at + 2;
                } else if (sql.startsWith("$value", at)) {
                    call.write(element().read("value", dialect));
                    from = at + 6;
                } else if (sql.startsWith("$json", at)) {
                    element().writeTextOf(call, "p" + sql.charAt(at + 5) + "_");
                    from = at + 6;
                } else if (Character.isDigit(sql.charAt(at + 1))) {
                    call.write("p" + sql.charAt(at + 1) + "_");
                    from = at + 2;
                } else {
                    call.write("$");
                    from = at + 1;
                }
            }
            call.write(sql.substring(from));
        }
    }
}
