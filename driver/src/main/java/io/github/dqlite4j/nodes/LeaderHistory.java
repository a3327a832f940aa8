package io.github.dqlite4j.nodes;

import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What this JVM has seen of the leaders of a cluster. It learns of a change when it uses the cluster, not when it happens, and what it did not see is not here.
 *
 * @param leader host and port as this JVM connects to it, of the node that was the last one found to lead; null if none was
 * @param leaderSince when this JVM first saw it lead; since then it has seen no other node lead
 * @param changes how often another node than the last one was found to lead
 * @param missingSince since when a leader is searched for and none was found; null if the last search has found one
 * @param missing how long there was none in all, with the search that still goes on
 */
public record LeaderHistory(
        @Nullable String leader,
        @Nullable Instant leaderSince,
        long changes,
        @Nullable Instant missingSince,
        Duration missing) {}
