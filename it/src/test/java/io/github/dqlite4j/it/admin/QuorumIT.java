package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.time.Duration;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Clusters that have lost nodes. */
@Timeout(180)
class QuorumIT {
    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DqliteAdminException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private static ClusterNode member(BlockingDqliteAdmin admin, DqliteCluster.Node node) {
        return admin.members().stream()
                .filter(member -> member.address().equals(node.address().toString()))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void theLastVoterStays() {
        try (DqliteCluster cluster = DqliteCluster.start(1)) {
            BlockingDqliteAdmin admin =
                    DqliteAdmin.of(cluster.jdbcUrl("quorum")).blocking();
            ClusterNode only = admin.leader();
            refused(Reason.LAST_VOTER, () -> admin.remove(only.id()));
            refused(Reason.LAST_VOTER, () -> admin.assign(only.id(), NodeRole.SPARE));
            assertThat(admin.members()).containsExactly(only);
        }
    }

    @Test
    void aDeadVoterIsRemovedAndALivingOneIsNot() {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            BlockingDqliteAdmin admin =
                    DqliteAdmin.of(cluster.jdbcUrl("quorum")).blocking();
            ClusterNode dead = member(admin, cluster.followers().get(0));
            ClusterNode living = member(admin, cluster.followers().get(1));
            cluster.followers().get(0).kill();
            refusedWhileItVotes(admin, dead, () -> admin.assign(living.id(), NodeRole.STANDBY));
            refusedWhileItVotes(admin, dead, () -> admin.remove(living.id()));
            admin.remove(dead.id());
            assertThat(admin.members()).noneMatch(member -> member.id() == dead.id());
        }
    }

    /** go-dqlite's own management of roles may take the vote from a dead node, every half minute. */
    private static void refusedWhileItVotes(BlockingDqliteAdmin admin, ClusterNode dead, Runnable change) {
        try {
            change.run();
        } catch (DqliteAdminException e) {
            assertThat(e.reason()).isEqualTo(Reason.QUORUM_AT_RISK);
            return;
        }
        assertThat(admin.members()).doesNotContain(dead);
    }

    /** The call finds the next leader, and the old one learns of the change when it runs again. */
    @Test
    void aLeaderThatIsPausedIsNotWaitedFor() throws Exception {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            BlockingDqliteAdmin admin = DqliteAdmin.of(cluster.jdbcUrl("quorum") + "?loginTimeout=60000")
                    .within(Duration.ofMinutes(2))
                    .blocking();
            ClusterNode spare = new ClusterNode(77, "127.0.0.1:1", NodeRole.SPARE);
            ClusterNode before = admin.leader();
            DqliteCluster.Node paused = cluster.leader();
            paused.pause();
            admin.add(spare.id(), spare.address(), NodeRole.SPARE);
            assertThat(admin.leader()).isNotEqualTo(before);
            assertThat(admin.members()).hasSize(4).contains(spare);
            paused.resume();
            FreshNode.await("the old leader to know the members", () -> {
                try {
                    return DqliteAdmin.of(cluster.jdbcUrl("quorum"))
                            .on(before)
                            .blocking()
                            .members()
                            .contains(spare);
                } catch (DqliteAdminException e) {
                    return false;
                }
            });
            assertThat(admin.members()).hasSize(4);
        }
    }

    @Test
    void withoutAMajorityThereIsNoLeader() {
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            DqliteAdmin admin = DqliteAdmin.of(cluster.jdbcUrl("quorum") + "?loginTimeout=5000");
            long id = member(admin.blocking(), cluster.followers().get(0)).id();
            cluster.followers().forEach(DqliteCluster.Node::kill);
            // The last node may believe for a few seconds that it still leads.
            assertThatThrownBy(
                            () -> admin.within(Duration.ofMinutes(2)).blocking().transfer(id))
                    .isInstanceOfSatisfying(
                            DqliteAdminException.class,
                            e -> assertThat(e.reason()).isIn(Reason.NO_LEADER, Reason.OUTCOME_UNKNOWN));
            refused(Reason.NO_LEADER, () -> {
                for (; ; ) {
                    admin.blocking().members();
                }
            });
        }
    }
}
