package io.github.dqlite4j.admin;

import io.github.dqlite4j.nodes.ClusterNode;
import java.time.Duration;
import java.util.List;

/**
 * What one node has said on one connection.
 *
 * @param leader who leads
 * @param members with their roles
 * @param roundTrip from the question who leads until its answer, on a connection that was open
 */
public record ClusterStatus(ClusterNode leader, List<ClusterNode> members, Duration roundTrip) {
    public ClusterStatus {
        members = List.copyOf(members);
    }
}
