package io.github.dqlite4j.it.admin;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdminException;
import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.admin.NodeDescription;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Members, roles and the leadership of one cluster without failures. */
@Timeout(180)
class MembersIT {
    private static DqliteCluster cluster;
    private BlockingDqliteAdmin admin;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(3);
    }

    @AfterAll
    static void stop() {
        cluster.close();
    }

    @BeforeEach
    void connect() {
        admin = DqliteAdmin.of(cluster.jdbcUrl("members")).blocking();
    }

    private static void refused(Reason reason, ThrowingCallable call) {
        assertThatThrownBy(call)
                .isInstanceOfSatisfying(
                        DqliteAdminException.class, e -> assertThat(e.reason()).isEqualTo(reason));
    }

    private ClusterNode follower() {
        long leader = admin.leader().id();
        return admin.members().stream()
                .filter(node -> node.id() != leader)
                .findFirst()
                .orElseThrow();
    }

    private String servers() {
        return admin.members().stream()
                .map(ClusterNode::address)
                .reduce((a, b) -> a + "," + b)
                .orElseThrow();
    }

    @Test
    void everyNodeNamesTheSameLeaderAndMembers() throws Exception {
        ClusterNode leader = admin.leader();
        List<ClusterNode> members = admin.members();
        assertThat(members).hasSize(3).contains(leader).allMatch(node -> node.role() == NodeRole.VOTER);
        for (ClusterNode member : members) {
            BlockingDqliteAdmin one =
                    DqliteAdmin.of(cluster.jdbcUrl("members")).on(member).blocking();
            assertThat(one.leader()).isEqualTo(leader);
            assertThat(one.members()).isEqualTo(members);
        }
        assertThat(GoShell.run(servers(), "members", ".leader")).containsExactly(leader.address());
        assertThat(GoShell.run(servers(), "members", ".cluster"))
                .containsExactlyInAnyOrderElementsOf(members.stream()
                        .map(node -> Long.toHexString(node.id()) + "|" + node.address() + "|voter")
                        .toList());
    }

    @Test
    void aStageCompletes() throws Exception {
        DqliteAdmin async = DqliteAdmin.of(cluster.jdbcUrl("members"));
        assertThat(async.members().toCompletableFuture().get(60, TimeUnit.SECONDS))
                .isEqualTo(admin.members());
    }

    @Test
    void aMemberIsRemovedAndAddedAgain() throws Exception {
        ClusterNode node = follower();
        admin.remove(node.id());
        assertThat(admin.members()).hasSize(2).doesNotContain(node);
        assertThat(GoShell.run(servers(), "members", ".cluster"))
                .hasSize(2)
                .noneMatch(line -> line.contains(node.address()));
        refused(Reason.UNKNOWN_ID, () -> admin.remove(node.id()));
        refused(Reason.UNKNOWN_ID, () -> admin.assign(node.id(), NodeRole.STANDBY));
        refused(Reason.UNKNOWN_ID, () -> admin.transfer(node.id()));
        admin.add(node.id(), node.address(), NodeRole.VOTER);
        assertThat(admin.members()).hasSize(3).contains(node);
        assertThat(GoShell.run(servers(), "members", ".cluster")).hasSize(3);
    }

    /** go-dqlite's own management of roles may change one back in between, every half minute: then it is assigned again. */
    private void assign(ClusterNode node, NodeRole role) throws InterruptedException {
        FreshNode.await(node + " to be a " + role, () -> {
            admin.assign(node.id(), role);
            return admin.members().contains(new ClusterNode(node.id(), node.address(), role));
        });
    }

    @Test
    void rolesAreAssigned() throws Exception {
        ClusterNode node = follower();
        for (NodeRole role : List.of(NodeRole.STANDBY, NodeRole.SPARE, NodeRole.VOTER)) {
            assign(node, role);
        }
    }

    @Test
    void whatIsReachedAlreadyIsNoError() {
        ClusterNode node = follower();
        admin.assign(node.id(), NodeRole.VOTER);
        admin.add(node.id(), node.address(), NodeRole.VOTER);
        assertThat(admin.transfer(admin.leader().id())).isEqualTo(admin.leader());
    }

    @Test
    void theLeadershipIsTransferred() throws Exception {
        ClusterNode next = follower();
        assertThat(admin.transfer(next.id())).isEqualTo(next);
        assertThat(admin.leader()).isEqualTo(next);
        assertThat(GoShell.run(servers(), "members", ".leader")).containsExactly(next.address());
    }

    @Test
    void whatTheLeaderCannotLoseItKeeps() {
        ClusterNode leader = admin.leader();
        refused(Reason.IS_LEADER, () -> admin.remove(leader.id()));
        refused(Reason.IS_LEADER, () -> admin.assign(leader.id(), NodeRole.SPARE));
        assertThat(admin.leader()).isEqualTo(leader);
    }

    @Test
    void onlyAVoterCanLead() throws Exception {
        ClusterNode node = follower();
        FreshNode.await("the transfer to be refused", () -> {
            ClusterNode other = follower();
            admin.assign(other.id(), NodeRole.STANDBY);
            try {
                // It leads if it was made a voter in between.
                assertThat(admin.transfer(other.id()).id()).isEqualTo(other.id());
                return false;
            } catch (DqliteAdminException e) {
                assertThat(e.reason()).isEqualTo(Reason.NOT_A_VOTER);
                admin.assign(other.id(), NodeRole.VOTER);
                return true;
            }
        });
        assign(node, NodeRole.VOTER);
    }

    @Test
    void onlyTheLeaderChangesMembers() {
        ClusterNode node = follower();
        BlockingDqliteAdmin one =
                DqliteAdmin.of(cluster.jdbcUrl("members")).on(node.address()).blocking();
        refused(Reason.NOT_LEADER, () -> one.assign(node.id(), NodeRole.STANDBY));
        refused(Reason.NOT_LEADER, () -> one.add(77, "127.0.0.1:1", NodeRole.SPARE));
        refused(Reason.NOT_LEADER, () -> one.transfer(node.id()));
        assertThat(admin.members()).allMatch(member -> member.role() == NodeRole.VOTER);
    }

    @Test
    void anIdAndAnAddressAreUsedOnce() {
        ClusterNode node = follower();
        refused(Reason.DUPLICATE, () -> admin.add(node.id(), "127.0.0.1:1", NodeRole.SPARE));
        refused(Reason.DUPLICATE, () -> admin.add(77, node.address(), NodeRole.SPARE));
        assertThat(admin.members()).hasSize(3);
    }

    /** Some servers end at an id of 0, and take any text for an address. */
    @Test
    void whatHarmsAServerIsNotSent() {
        assertThatIllegalArgumentException().isThrownBy(() -> admin.add(0, "127.0.0.1:1", NodeRole.SPARE));
        for (String address : List.of("", "host:99999", "@socket", "a b:1", "x".repeat(300))) {
            assertThatIllegalArgumentException().isThrownBy(() -> admin.add(77, address, NodeRole.SPARE));
        }
        assertThat(admin.members()).hasSize(3);
    }

    @Test
    void aNodeThatIsNotThereBecomesASpareButNoVoter() {
        refused(Reason.UNREACHABLE, () -> admin.add(77, "127.0.0.1:1", NodeRole.VOTER));
        assertThat(admin.members()).hasSize(3);
        admin.add(77, "127.0.0.1:1", NodeRole.SPARE);
        assertThat(admin.members()).contains(new ClusterNode(77, "127.0.0.1:1", NodeRole.SPARE));
        refused(Reason.UNREACHABLE, () -> admin.assign(77, NodeRole.VOTER));
        admin.remove(77);
        assertThat(admin.members()).hasSize(3);
    }

    @Test
    void everyNodeHasAWeight() throws Exception {
        for (ClusterNode member : admin.members()) {
            BlockingDqliteAdmin one =
                    DqliteAdmin.of(cluster.jdbcUrl("members")).on(member).blocking();
            one.setWeight(member.id() >>> 1);
            assertThat(one.describe()).isEqualTo(new NodeDescription(0, member.id() >>> 1));
        }
    }

    @Test
    void aNodeOfAnotherClusterIsNotAdded() {
        try (DqliteCluster other = DqliteCluster.start(1)) {
            String address = other.nodes().get(0).address().toString();
            refused(Reason.OTHER_CLUSTER, () -> admin.add(77, address, NodeRole.SPARE));
            refused(Reason.OTHER_CLUSTER, () -> admin.add(77, address, NodeRole.VOTER));
            assertThat(DqliteAdmin.of(other.jdbcUrl("members")).blocking().members())
                    .hasSize(1);
        }
        assertThat(admin.members()).hasSize(3);
    }
}
