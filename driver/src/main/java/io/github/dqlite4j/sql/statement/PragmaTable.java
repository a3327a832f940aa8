package io.github.dqlite4j.sql.statement;

import java.util.HashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * What each PRAGMA of SQLite does, without an argument and with one ({@code PRAGMA x=y} means the same as
 * {@code PRAGMA x(y)}). Measured on SQLite 3.40.1; dqlite behaves the same.
 *
 * <p>A PRAGMA that is not in the table is sent as a query: if it returns no rows, the server answers with an error at worst,
 * whereas the execution of one that does return rows may leave it half done.
 *
 * @see <a href="https://sqlite.org/src/file/tool/mkpragmatab.tcl">SQLite's own table</a>
 */
final class PragmaTable {
    /** Which forms return rows. */
    enum Rows {
        BOTH,
        BARE,
        NEITHER
    }

    /** What the form with an argument changes; {@link #ACTS} applies to the form without one too. */
    enum Effect {
        /** Nothing: the argument selects what is shown. */
        READS,
        /** This connection, until it ends. */
        SETS_SESSION,
        /** Nothing that lasts or that can be noticed: dqlite always works like that, or does not use it. */
        SETS_NOTHING,
        /** The same, and newer servers refuse it, so that it is not sent. */
        NEEDS_NO_SERVER,
        /** The database file, through the log like any write. */
        WRITES,
        /** Something, with or without an argument. */
        ACTS
    }

    private record Entry(Rows rows, Effect effect) {}

    private static final Map<String, Entry> ENTRIES = new HashMap<>();

    static {
        put(
                Rows.BOTH,
                Effect.READS,
                "collation_list",
                "compile_options",
                "data_version",
                "database_list",
                "foreign_key_check",
                "foreign_key_list",
                "freelist_count",
                "function_list",
                "index_info",
                "index_list",
                "index_xinfo",
                "integrity_check",
                "module_list",
                "page_count",
                "pragma_list",
                "quick_check",
                "table_info",
                "table_list",
                "table_xinfo");
        put(
                Rows.BOTH,
                Effect.SETS_SESSION,
                "analysis_limit",
                "hard_heap_limit",
                "journal_mode",
                "locking_mode",
                "max_page_count",
                "secure_delete",
                "soft_heap_limit",
                "threads",
                "wal_autocheckpoint");
        put(Rows.BOTH, Effect.SETS_NOTHING, "journal_size_limit", "mmap_size");
        put(Rows.BOTH, Effect.NEEDS_NO_SERVER, "busy_timeout");
        put(Rows.BOTH, Effect.ACTS, "optimize", "wal_checkpoint");
        put(
                Rows.BARE,
                Effect.SETS_SESSION,
                "automatic_index",
                "cache_size",
                "cell_size_check",
                "count_changes",
                "defer_foreign_keys",
                "empty_result_callbacks",
                "encoding",
                "foreign_keys",
                "full_column_names",
                "ignore_check_constraints",
                "legacy_alter_table",
                "page_size",
                "query_only",
                "recursive_triggers",
                "reverse_unordered_selects",
                "short_column_names",
                "temp_store_directory",
                "trusted_schema",
                "writable_schema");
        put(Rows.BARE, Effect.SETS_NOTHING, "cache_spill", "checkpoint_fullfsync", "fullfsync", "temp_store");
        put(Rows.BARE, Effect.NEEDS_NO_SERVER, "read_uncommitted", "synchronous");
        put(
                Rows.BARE,
                Effect.WRITES,
                "application_id",
                "auto_vacuum",
                "default_cache_size",
                "schema_version",
                "user_version");
        put(Rows.NEITHER, Effect.ACTS, "incremental_vacuum", "shrink_memory");
        put(Rows.NEITHER, Effect.SETS_SESSION, "case_sensitive_like");
    }

    private PragmaTable() {}

    private static void put(Rows rows, Effect effect, String... names) {
        Entry entry = new Entry(rows, effect);
        for (String name : names) {
            ENTRIES.put(name, entry);
        }
    }

    private static @Nullable Entry find(Pragma pragma) {
        return ENTRIES.get(pragma.name());
    }

    /** Whether this PRAGMA is sent as a query. */
    static boolean returnsRows(Pragma pragma) {
        Entry entry = find(pragma);
        if (entry == null) {
            return true;
        }
        return switch (entry.rows()) {
            case BOTH -> true;
            case BARE -> !pragma.hasArgument();
            case NEITHER -> false;
        };
    }

    /** Whether this PRAGMA only shows something. */
    static boolean readOnly(Pragma pragma) {
        Entry entry = find(pragma);
        return entry != null
                && switch (entry.effect()) {
                    case READS -> true;
                    case SETS_SESSION, SETS_NOTHING, NEEDS_NO_SERVER, WRITES ->
                        !pragma.hasArgument() && entry.rows() != Rows.NEITHER;
                    case ACTS -> false;
                };
    }

    /** Whether this PRAGMA may change the state of this connection in a way that is not known. */
    static boolean changesSession(Pragma pragma) {
        return pragma.hasArgument() && find(pragma) == null;
    }

    /** What this PRAGMA sets for its connection alone; null if it sets nothing, or more than that. */
    static @Nullable SessionEffect sessionEffect(Pragma pragma) {
        Entry entry = find(pragma);
        if (entry == null || !pragma.hasArgument()) {
            return null;
        }
        return switch (entry.effect()) {
            case SETS_SESSION -> SessionEffect.LASTS;
            case SETS_NOTHING -> SessionEffect.NONE;
            case NEEDS_NO_SERVER -> pragma.moreThanOneToken() ? null : SessionEffect.NOT_SENT;
            case READS, WRITES, ACTS -> null;
        };
    }
}
