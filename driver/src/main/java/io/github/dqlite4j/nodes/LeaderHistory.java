package io.github.dqlite4j.nodes;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * The leaders of a cluster that this JVM has seen. It notices a change when it uses the cluster, not when the change happens, and may miss
 * changes.
 *
 * @param leader host and port of the last leader found, as this JVM connects to it; null if none was found
 * @param leaderSince when this JVM first saw it as the leader; since then it has seen no other leader
 * @param changes how often another node than the previous one was found to lead
 * @param missingSince when the current search for a leader began; null if the last search has found one
 * @param missing how long there was no leader in all, including the current search
 */
public record LeaderHistory(
        @Nullable String leader,
        @Nullable Instant leaderSince,
        long changes,
        @Nullable Instant missingSince,
        Duration missing) {}
