package io.github.dqlite4j.sql.guard;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.schema.CoercedTypes;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlStatement;
import org.jspecify.annotations.Nullable;

/**
 * Refuses a column whose type asks for generated values in the words of PostgreSQL, MySQL, SQL Server or H2. SQLite takes any word as a
 * type, generates nothing, and stores NULL.
 */
public final class GeneratedIds {
    private static final String[] ALONE = {
        "SERIAL", "BIGSERIAL", "SMALLSERIAL", "SERIAL2", "SERIAL4", "SERIAL8", "IDENTITY"
    };
    private static final String[] ADDED = {"AUTO_INCREMENT", "IDENTITY"};

    private GeneratedIds() {}

    /** Why this CREATE TABLE or ALTER TABLE … ADD would not do what it says, or null if it does. */
    public static @Nullable Refusal check(SqlStatement statement) {
        if (statement.kind() != SqlKind.CREATE_TABLE && statement.kind() != SqlKind.ALTER) {
            return null;
        }
        Tokens tokens = Tokenizer.tokenize(statement.text());
        for (CoercedTypes.Column column : CoercedTypes.columns(statement.kind(), tokens)) {
            String type = generated(tokens, column);
            if (type != null) {
                String name = SqlIdentifiers.quoteIfNeeded(tokens.name(column.name()));
                return new Refusal(
                        "SQLite generates no values for a column of the type " + type + ", so " + name
                                + " would be NULL",
                        "Write " + name + " INTEGER PRIMARY KEY; with AUTOINCREMENT after it, no number is used again."
                                + " With checkGeneratedIds=false the driver sends the statement as it is");
            }
        }
        return null;
    }

    /** The type of the column, or null if it does not ask for generated values. */
    private static @Nullable String generated(Tokens tokens, CoercedTypes.Column column) {
        int first = column.name() + 1;
        boolean found = column.end() == first + 1 && tokens.isAny(first, ALONE);
        for (int i = first; i < column.end(); i++) {
            found |= i > first && tokens.is(i, TokenKind.WORD) && tokens.isAny(i, ADDED);
        }
        return found ? tokens.sql().substring(tokens.start(first), tokens.end(column.end() - 1)) : null;
    }
}
