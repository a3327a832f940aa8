package io.github.dqlite4j.sql.statement;

import io.github.dqlite4j.sql.lexer.Ascii;
import org.jspecify.annotations.Nullable;

/**
 * A PRAGMA with an argument that sets something for its connection alone, and nothing in the database.
 *
 * @param name in lower case, with its schema if one is named
 * @param argument without quotes
 */
public record SessionSetting(String name, String argument, SessionEffect effect) {
    static @Nullable SessionSetting of(Pragma pragma) {
        SessionEffect effect = PragmaTable.sessionEffect(pragma);
        String argument = pragma.argument();
        if (effect == null || argument == null) {
            return null;
        }
        String schema = pragma.schema() == null ? "" : Ascii.lower(pragma.schema()) + ".";
        return new SessionSetting(schema + pragma.name(), argument, effect);
    }
}
