package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.ClusterStatus;
import java.time.Duration;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What is known of a cluster after it was asked.
 *
 * @param status the answer; null if there was none
 * @param last the last answer that there was, and
 * @param lastAt when it came
 * @param leaderSince when this JVM first saw this leader, or the last one, lead
 * @param leaderChanges how many this JVM has seen
 * @param missingFor for how long no leader was found; zero if there is one
 * @param error why there is no answer
 */
record ClusterView(
        @Nullable ClusterStatus status,
        @Nullable ClusterStatus last,
        @Nullable Instant lastAt,
        @Nullable Instant leaderSince,
        long leaderChanges,
        Duration missingFor,
        @Nullable String error) {}
