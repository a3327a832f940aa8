package io.github.dqlite4j.spring.boot.actuate;

import java.time.Duration;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.springframework.boot.health.contributor.Health;
import org.springframework.boot.health.contributor.HealthIndicator;

/**
 * The health of the cluster of one data source: UP with a leader and during an election, DOWN when there has been no leader for longer than an election may take. It needs no
 * connection of the pool, and answers within the timeout of the question.
 */
final class DqliteHealthIndicator implements HealthIndicator {
    private final Supplier<ClusterView> question;
    private final Duration electionTimeout;

    /**
     * @param question asks the cluster
     * @param electionTimeout for how long there may be no leader
     */
    DqliteHealthIndicator(Supplier<ClusterView> question, Duration electionTimeout) {
        this.question = question;
        this.electionTimeout = electionTimeout;
    }

    @Override
    public Health health() {
        ClusterView view = question.get();
        boolean up = view.status() != null || view.missingFor().compareTo(electionTimeout) <= 0;
        Health.Builder health = up ? Health.up() : Health.down();
        ShownCluster shown = ShownCluster.of(view);
        health.withDetail("leader", shown.leader() == null ? "none" : shown.leader());
        detail(health, "roundTripMillis", shown.roundTripMillis());
        detail(health, "noLeaderSince", shown.noLeaderSince());
        detail(health, "noLeaderForMillis", shown.noLeaderForMillis());
        if (view.status() == null) {
            health.withDetail("electionTimeoutMillis", electionTimeout.toMillis());
        }
        detail(health, "error", shown.error());
        if (!shown.members().isEmpty()) {
            health.withDetail("members", shown.members());
            if (shown.moreMembers() > 0) {
                health.withDetail("moreMembers", shown.moreMembers());
            }
            detail(health, "membersAt", shown.membersAt());
        }
        return health.build();
    }

    private static void detail(Health.Builder health, String name, @Nullable Object value) {
        if (value != null) {
            health.withDetail(name, value);
        }
    }
}
