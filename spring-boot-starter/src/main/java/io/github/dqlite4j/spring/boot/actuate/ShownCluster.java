package io.github.dqlite4j.spring.boot.actuate;

import io.github.dqlite4j.admin.ClusterStatus;
import io.github.dqlite4j.nodes.ClusterNode;
import java.time.Instant;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/**
 * What health and the endpoint show of a cluster. What nodes have said is bounded in its length and number, and never looks like something else.
 *
 * @param leader host and port; null if there is none
 * @param leaderSince when this JVM first saw it lead; without a leader, the same of the last one
 * @param leaderChanges how many this JVM has seen
 * @param noLeaderForMillis for how long no leader was found; null if there is one
 * @param roundTripMillis of one question; null if there was no answer
 * @param members the members with their roles; without a leader, as they were when there was one
 * @param moreMembers how many are not shown
 * @param membersAt when they were named
 * @param error why there is no answer
 */
record ShownCluster(
        @Nullable String leader,
        @Nullable String leaderSince,
        long leaderChanges,
        @Nullable Long noLeaderForMillis,
        @Nullable String noLeaderSince,
        @Nullable Double roundTripMillis,
        List<Member> members,
        int moreMembers,
        @Nullable String membersAt,
        @Nullable String error) {
    private static final int MOST_MEMBERS = 32;
    private static final int MOST_OF_ERROR = 500;
    private static final int MOST_OF_ADDRESS = 100;
    private static final double NANOS_PER_MILLI = 1e6;
    private static final String ADDRESS = "[A-Za-z0-9._:%\\[\\]-]{1," + MOST_OF_ADDRESS + "}";

    /** One member, with its id as dqlite has it, and its role in lower case. */
    record Member(String id, String address, String role) {
        static Member of(ClusterNode node) {
            return new Member(
                    Long.toUnsignedString(node.id()),
                    shown(node.address()),
                    node.role().name().toLowerCase(Locale.ROOT));
        }
    }

    static ShownCluster of(ClusterView view) {
        ClusterStatus status = view.status();
        ClusterStatus last = view.last();
        List<ClusterNode> members = last == null ? List.of() : last.members();
        return new ShownCluster(
                status == null ? null : shown(status.leader().address()),
                text(view.leaderSince()),
                view.leaderChanges(),
                status == null ? view.missingFor().toMillis() : null,
                status == null ? text(Instant.now().minus(view.missingFor())) : null,
                status == null ? null : status.roundTrip().toNanos() / NANOS_PER_MILLI,
                members.stream().limit(MOST_MEMBERS).map(Member::of).toList(),
                Math.max(0, members.size() - MOST_MEMBERS),
                text(view.lastAt()),
                view.error() == null ? null : shortened(view.error(), MOST_OF_ERROR));
    }

    /** An address as it is; anything else in quotes. */
    private static String shown(String address) {
        return address.matches(ADDRESS) ? address : '"' + shortened(address, MOST_OF_ADDRESS) + '"';
    }

    private static String shortened(String text, int most) {
        return text.length() <= most ? text : text.substring(0, most) + "…";
    }

    private static @Nullable String text(@Nullable Instant time) {
        return time == null ? null : time.toString();
    }
}
