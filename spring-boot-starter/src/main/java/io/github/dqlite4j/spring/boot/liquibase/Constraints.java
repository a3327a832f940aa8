package io.github.dqlite4j.spring.boot.liquibase;

import io.github.dqlite4j.sql.lexer.SqlIdentifiers;
import org.jspecify.annotations.Nullable;

/** Texts of constraints. */
final class Constraints {
    private Constraints() {}

    /** The SQL before a constraint with this name, or an empty text if it has none. */
    static String named(@Nullable String name) {
        return name == null || name.isBlank() ? "" : "CONSTRAINT " + SqlIdentifiers.quote(name) + " ";
    }
}
