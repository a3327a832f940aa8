package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** The driver's administration and go-dqlite's: each sees the changes of the other. */
@Timeout(180)
class GoDqliteIT {
    @Test
    void nodesThatGoAddsAndRemovesAreSeenAndTheOtherWayRound() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(1);
                FreshNode fresh = FreshNode.start()) {
            BlockingDqliteAdmin admin = DqliteAdmin.of(cluster.jdbcUrl("both")).blocking();
            String servers = String.join(
                    ",", admin.members().stream().map(ClusterNode::address).toList());

            // Added here, seen there.
            admin.add(fresh.id(), fresh.address(), NodeRole.VOTER);
            String line = Long.toHexString(fresh.id()) + "|" + fresh.address() + "|";
            assertThat(GoShell.run(servers, "both", ".cluster")).contains(line + "voter");

            // Added by go-dqlite's own join, seen here.
            String joined = FreshNode.address(cluster.join());
            assertThat(admin.members()).extracting(ClusterNode::address).contains(joined, fresh.address());

            // Removed there, seen here.
            GoShell.run(servers, "both", ".remove " + fresh.address());
            assertThat(admin.members()).extracting(ClusterNode::address).doesNotContain(fresh.address());
            assertThat(admin.leader().address())
                    .isEqualTo(GoShell.run(servers, "both", ".leader").get(0));
        }
    }

    @Test
    void aNodeWithoutAClusterNamesNoMembers() throws Exception {
        try (FreshNode fresh = FreshNode.start()) {
            assertThat(DqliteAdmin.of("jdbc:dqlite://" + fresh.address() + "/none")
                            .on(fresh.address())
                            .blocking()
                            .members())
                    .isEqualTo(List.of());
        }
    }
}
