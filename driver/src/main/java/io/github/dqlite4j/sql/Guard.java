package io.github.dqlite4j.sql;

import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Knows the statements that stop a node, wedge it, or write past the replicated log. A node acts on some of them while it
 * prepares them, so an EXPLAIN in front does not help.
 */
final class Guard {
    private static final String REPLICATION = "dqlite keeps its log and its pages itself";

    /** PRAGMAs that are refused when they are given an argument. */
    private static final Map<String, Refusal> WITH_ARGUMENT = Map.of(
            "journal_mode",
                    new Refusal(
                            "PRAGMA journal_mode ends the node that runs it",
                            "Leave it out: dqlite always works in WAL mode."),
            "page_size",
                    new Refusal(
                            "PRAGMA page_size ends the node that runs it",
                            "Leave it out: dqlite's pages have 4096 bytes."),
            "locking_mode",
                    new Refusal(
                            "PRAGMA locking_mode would lock the other connections out of the node",
                            "Use BEGIN IMMEDIATE to keep other writers out."),
            "writable_schema",
                    new Refusal(
                            "PRAGMA writable_schema lets a statement destroy the schema on every node",
                            "Use ALTER TABLE, or build a new table and copy the rows."),
            "hard_heap_limit",
                    new Refusal(
                            "PRAGMA hard_heap_limit takes the memory of the whole node",
                            "Limit the result with LIMIT."));

    /** PRAGMAs that are refused in both forms. */
    private static final Map<String, Refusal> ALWAYS = Map.of(
            "wal_checkpoint",
            new Refusal(
                    "PRAGMA wal_checkpoint ends the node that runs it; " + REPLICATION,
                    "Leave it out: dqlite checkpoints by itself."));

    private Guard() {}

    static @Nullable Refusal check(Tokens tokens, Classifier classifier, String text) {
        if (text.indexOf('\0') >= 0) {
            return new Refusal(
                    "the statement contains the character U+0000, behind which the server would read nothing",
                    "Pass the value as a parameter of type byte[].");
        }
        return switch (classifier.innerKindOfExplain()) {
            case PRAGMA -> pragma(classifier.pragma());
            case ATTACH, DETACH ->
                new Refusal(
                        "an attached database is not replicated", "Open a second connection to the other database.");
            case VACUUM -> vacuum(tokens, classifier.verb());
            default -> null;
        };
    }

    private static @Nullable Refusal pragma(@Nullable Pragma pragma) {
        if (pragma == null) {
            return null;
        }
        Refusal always = ALWAYS.get(pragma.name());
        return always != null || !pragma.hasArgument() ? always : WITH_ARGUMENT.get(pragma.name());
    }

    private static @Nullable Refusal vacuum(Tokens tokens, int verb) {
        for (int i = verb + 1; i < Math.min(tokens.size(), verb + 3); i++) {
            if (tokens.is(i, "INTO")) {
                return new Refusal(
                        "VACUUM INTO writes a file on the node",
                        "Copy the database with the dump request of the administration API.");
            }
        }
        return null;
    }
}
