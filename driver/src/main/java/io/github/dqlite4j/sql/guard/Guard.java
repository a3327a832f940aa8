package io.github.dqlite4j.sql.guard;

import io.github.dqlite4j.sql.lexer.Ascii;
import io.github.dqlite4j.sql.lexer.TokenKind;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.statement.Classifier;
import io.github.dqlite4j.sql.statement.Pragma;
import io.github.dqlite4j.sql.statement.Refusal;
import io.github.dqlite4j.sql.statement.SqlKind;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Refuses the statements that crash a node, block it, or write past the replicated log. A node acts on some of them while it
 * prepares them, so EXPLAIN does not make them safe. Each was tried on a live node; {@code docs/sql.md} lists the results.
 */
public final class Guard {
    /** The prefix of the names of the triggers that a connection creates for itself; no other statement may drop them. */
    public static final String DRIVER_TRIGGER_PREFIX = "dqlite4j_guard_";

    /** A PRAGMA that is refused with an argument, unless the argument is one of {@code allowed}, in lower case. */
    private record Rule(Refusal refusal, Set<String> allowed) {}

    private static final Map<String, Rule> WITH_ARGUMENT = Map.ofEntries(
            rule(
                    "journal_mode",
                    "PRAGMA journal_mode crashes the node that prepares it",
                    "Leave it out: dqlite always works in WAL mode."),
            rule(
                    "page_size",
                    "PRAGMA page_size crashes the node that prepares it",
                    "Leave it out: the page size of a node is fixed."),
            rule(
                    "synchronous",
                    "PRAGMA synchronous makes the node sync files that it keeps in memory, and crashes it",
                    "Leave it out: the log of dqlite makes writes durable.",
                    "off",
                    "0"),
            rule(
                    "wal_autocheckpoint",
                    "PRAGMA wal_autocheckpoint interferes with the checkpoints of the node",
                    "Leave it out: dqlite makes checkpoints automatically."),
            rule(
                    "count_changes",
                    "PRAGMA count_changes makes every write return a row, which crashes the node",
                    "Read the update count of the statement, or SELECT changes()."),
            rule(
                    "locking_mode",
                    "PRAGMA locking_mode would lock the other connections out of the node",
                    "Use BEGIN IMMEDIATE to keep other writers out."),
            rule(
                    "writable_schema",
                    "PRAGMA writable_schema lets a statement destroy the schema, and with it the node",
                    "Use ALTER TABLE, or create a new table and copy the rows."),
            rule(
                    "schema_version",
                    "PRAGMA schema_version can make other connections read the wrong pages",
                    "Use PRAGMA user_version for a number of your own."),
            rule(
                    "hard_heap_limit",
                    "PRAGMA hard_heap_limit applies to the whole node, which crashes when it is out of memory",
                    "Limit the memory of the node's process."),
            rule(
                    "soft_heap_limit",
                    "PRAGMA soft_heap_limit applies to the whole node, not only to this connection",
                    "Use PRAGMA cache_size, which applies to one connection."),
            rule(
                    "temp_store",
                    "temporary tables that are not in memory crash the node when they grow",
                    "Leave it out: the driver keeps them in memory.",
                    "memory",
                    "2"),
            rule(
                    "cache_spill",
                    "spilling pages breaks large transactions on dqlite (disk I/O error)",
                    "Leave it out: the driver has turned it off.",
                    "off",
                    "0",
                    "no",
                    "false"),
            rule(
                    "temp_store_directory",
                    "PRAGMA temp_store_directory changes the whole node while other connections use it",
                    "Leave it out: the driver keeps temporary tables in memory."),
            rule(
                    "data_store_directory",
                    "PRAGMA data_store_directory changes the whole node while other connections use it",
                    "Leave it out: the node decides where it stores its data."));

    private static final Refusal CHECKPOINT = new Refusal(
            "PRAGMA wal_checkpoint crashes the node, at once or with the next write",
            "Leave it out: dqlite makes checkpoints automatically.");

    private static final Refusal ATTACH = new Refusal(
            "an attached database is not replicated, and writing to it can crash the node",
            "Open a second connection to the other database.");

    private static final Refusal VACUUM_INTO =
            new Refusal("VACUUM INTO writes a file on the node", "Fetch the database with the client's dump.");

    private static final Refusal TOKENIZER = new Refusal(
            "fts3_tokenizer() takes a memory address, and a wrong one crashes the node",
            "Name a built-in tokenizer in CREATE VIRTUAL TABLE.");

    private static final Refusal NUL = new Refusal(
            "the statement contains the character U+0000, and the server would ignore what follows it",
            "Pass the value as a parameter, as bytes.");

    private static final Refusal OPTIMIZE = new Refusal(
            "PRAGMA optimize may write while it returns rows, which crashes the node",
            "Use ANALYZE, which does the same work.");

    private static final Refusal INCREMENTAL_VACUUM = new Refusal(
            "PRAGMA incremental_vacuum returns rows while it writes, which crashes the node", "Use VACUUM.");

    private static final Refusal FTS_OPTIMIZE = new Refusal(
            "the function optimize() writes while it returns rows, which crashes the node",
            "Use INSERT INTO t(t) VALUES ('optimize') with the name of the FTS table for t.");

    private static final Refusal OWN_TRIGGER = new Refusal(
            "the trigger rejects values that would crash the node that reads them",
            "Declare the column with a length, such as BOOLEAN(1); it then needs no trigger.");

    /** PRAGMAs that are refused with and without an argument. */
    private static final Map<String, Refusal> ALWAYS =
            Map.of("wal_checkpoint", CHECKPOINT, "optimize", OPTIMIZE, "incremental_vacuum", INCREMENTAL_VACUUM);

    /** Words after which a name with a parenthesis is a table or a module, and not a function. */
    private static final String[] BEFORE_TABLE = {
        "INTO", "TABLE", "EXISTS", "REFERENCES", "USING", "FROM", "JOIN", "WITH", "RECURSIVE"
    };

    private Guard() {}

    private static Map.Entry<String, Rule> rule(String name, String reason, String instead, String... allowed) {
        return Map.entry(name, new Rule(new Refusal(reason, instead), Set.of(allowed)));
    }

    /** Why this statement must not be sent, or null if it may be sent. */
    public static @Nullable Refusal check(Tokens tokens, Classifier classifier, String text) {
        if (text.indexOf('\0') >= 0) {
            return NUL;
        }
        return switch (classifier.explainedKind()) {
            case PRAGMA -> pragma(classifier.pragma());
            case ATTACH, DETACH -> ATTACH;
            case VACUUM -> vacuum(tokens, classifier.verb());
            case DROP -> drop(tokens, classifier.verb());
            default -> names(tokens, classifier.explainedKind());
        };
    }

    private static @Nullable Refusal pragma(@Nullable Pragma pragma) {
        if (pragma == null) {
            return null;
        }
        Refusal always = ALWAYS.get(pragma.name());
        if (always != null) {
            return always;
        }
        Rule rule = WITH_ARGUMENT.get(pragma.name());
        String argument = pragma.argument();
        return rule == null
                        || argument == null
                        || rule.allowed().contains(Ascii.lower(argument)) && !pragma.moreThanOneToken()
                ? null
                : rule.refusal();
    }

    private static @Nullable Refusal vacuum(Tokens tokens, int verb) {
        return tokens.is(verb + 1, "INTO") || tokens.is(verb + 2, "INTO") ? VACUUM_INTO : null;
    }

    private static @Nullable Refusal drop(Tokens tokens, int verb) {
        int last = tokens.size() - 1;
        return tokens.is(verb + 1, "TRIGGER")
                        && tokens.isName(last)
                        && Ascii.lower(tokens.name(last)).startsWith(DRIVER_TRIGGER_PREFIX)
                ? OWN_TRIGGER
                : null;
    }

    /** Refuses functions and table-valued PRAGMAs, also in the definition of a view or trigger, which would use them later. */
    private static @Nullable Refusal names(Tokens tokens, SqlKind kind) {
        for (int i = 0; i < tokens.size(); i++) {
            if (!mayBeRefused(tokens, i)) {
                continue;
            }
            switch (Ascii.lower(tokens.name(i))) {
                case "fts3_tokenizer" -> {
                    if (tokens.is(i + 1, '(')) {
                        return TOKENIZER;
                    }
                }
                case "optimize" -> {
                    if (isCall(tokens, i, kind)) {
                        return FTS_OPTIMIZE;
                    }
                }
                case "pragma_optimize" -> {
                    if (!tokens.is(i, TokenKind.STRING) || isPlaceOfTable(tokens, i, kind)) {
                        return OPTIMIZE;
                    }
                }
                default -> {}
            }
        }
        return null;
    }

    /** A fast check by length and first character, which rules out almost every token. */
    private static boolean mayBeRefused(Tokens tokens, int i) {
        int length = tokens.end(i) - tokens.start(i);
        if (length < "optimize".length() || length > "'pragma_optimize'".length() || !tokens.isName(i)) {
            return false;
        }
        return switch (tokens.sql().charAt(tokens.start(i))) {
            case 'f', 'F', 'o', 'O', 'p', 'P', '"', '\'', '`', '[' -> true;
            default -> false;
        };
    }

    private static boolean isCall(Tokens tokens, int i, SqlKind kind) {
        int after = tokens.is(i + 1, '(') ? tokens.afterParenthesis(i + 1) : tokens.size();
        boolean commonTable =
                tokens.is(after, "AS") && (tokens.is(after + 1, '(') || tokens.isAny(after + 1, "NOT", "MATERIALIZED"));
        return tokens.is(i + 1, '(')
                && !tokens.is(i, TokenKind.STRING)
                && !tokens.isAny(i - 1, BEFORE_TABLE)
                && !tokens.is(i - 1, '.')
                && !(kind == SqlKind.CREATE_INDEX && tokens.is(i - 1, "ON"))
                && !commonTable;
    }

    /** Whether a text literal at {@code i} may be the name of a table. */
    private static boolean isPlaceOfTable(Tokens tokens, int i, SqlKind kind) {
        return tokens.isAny(i - 1, "FROM", "JOIN")
                || tokens.is(i - 1, '.')
                || !kind.isDml() && (tokens.is(i - 1, ',') || tokens.is(i - 1, '('));
    }
}
