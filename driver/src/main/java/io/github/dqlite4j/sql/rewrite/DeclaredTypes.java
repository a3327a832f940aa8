package io.github.dqlite4j.sql.rewrite;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.CoercedTypes;
import io.github.dqlite4j.sql.schema.CoercedTypes.Declaration;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Adds a length to the declared types of {@link CoercedTypes}. With a length a type has the same affinity, and dqlite does
 * not convert the values of the column.
 */
public final class DeclaredTypes {
    private static final Map<String, String> LENGTHS =
            Map.of("BOOLEAN", "(1)", "DATE", "(10)", "DATETIME", "(6)", "TIMESTAMP", "(6)");

    private DeclaredTypes() {}

    /**
     * The text of a CREATE TABLE or ALTER TABLE … ADD with BOOLEAN(1), DATE(10), DATETIME(6), TIMESTAMP(6) in place of the four
     * types, and every other character unchanged. Empty if nothing changes.
     */
    public static Optional<String> rewrite(SqlStatement statement) {
        if (statement.kind() != SqlKind.CREATE_TABLE && statement.kind() != SqlKind.ALTER) {
            return Optional.empty();
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        List<Declaration> declarations = CoercedTypes.declarations(statement.kind(), tokens);
        if (declarations.isEmpty()) {
            return Optional.empty();
        }
        StringBuilder text = new StringBuilder();
        int copied = 0;
        for (Declaration declaration : declarations) {
            String name = tokens.name(declaration.token());
            text.append(tokens.sql(), copied, tokens.start(declaration.token()))
                    .append(name)
                    .append(declaration.complete() ? LENGTHS.get(Ascii.upper(name)) : "");
            copied = tokens.end(declaration.token());
        }
        return Optional.of(
                text.append(tokens.sql(), copied, tokens.sql().length()).toString());
    }
}
