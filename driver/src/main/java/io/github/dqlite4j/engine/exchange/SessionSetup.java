package io.github.dqlite4j.engine.exchange;

import java.util.List;

/**
 * What a connection sends right after OPEN. dqlite's file layer cannot hold SQLite's spilled pages: without these two, a
 * TEMP table of a few megabytes or a VACUUM crashes the node (libdqlite 1.11.1: SIGSEGV), and CREATE INDEX on a large table
 * or ROLLBACK TO after a large change fails with code 522, "disk I/O error".
 */
public final class SessionSetup {
    /** Temporary tables, and the copy that VACUUM makes, are kept in memory; changed pages are not spilled before COMMIT. */
    public static final List<String> STATEMENTS = List.of("PRAGMA temp_store=2", "PRAGMA cache_spill=0");

    private SessionSetup() {}
}
