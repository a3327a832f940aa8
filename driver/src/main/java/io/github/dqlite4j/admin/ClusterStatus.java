package io.github.dqlite4j.admin;

import io.github.dqlite4j.nodes.ClusterNode;
import java.time.Duration;
import java.util.List;

/**
 * The answers of one node on one connection.
 *
 * @param leader who leads
 * @param members with their roles
 * @param roundTrip from the question for the leader until its answer, on an open connection
 */
public record ClusterStatus(ClusterNode leader, List<ClusterNode> members, Duration roundTrip) {
    public ClusterStatus {
        members = List.copyOf(members);
    }
}
