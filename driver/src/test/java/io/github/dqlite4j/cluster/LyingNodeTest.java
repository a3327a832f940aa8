package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.transport.Caller;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** Nodes that would send us somewhere else: to a peer that counts who comes. */
@ExtendWith(LeakRecorder.class)
@Timeout(60)
class LyingNodeTest {
    private static final int PATIENT = 20_000;

    private final Caller caller = new Caller();

    @AfterEach
    void close() {
        caller.close();
    }

    private static Topology cluster(RedirectPolicy policy, ScriptedPeer... peers) {
        return Topology.of(new Endpoints(
                Stream.of(peers).map(LyingNodeTest::address).toList(), Map.of(), null, true, false, policy, null));
    }

    private static RedirectPolicy seed() {
        return new RedirectPolicy(RedirectPolicy.Kind.SEED, Set.of(), Set.of());
    }

    private static NodeAddress address(ScriptedPeer peer) {
        return NodeAddress.parse(peer.address());
    }

    private static Response.Servers voters(ScriptedPeer... peers) {
        return new Response.Servers(Stream.of(peers)
                .map(peer -> new Response.Node(peer.port(), peer.address(), Role.VOTER))
                .toList());
    }

    @Test
    void aLeaderThatIsNotAllowedIsNotConnectedTo() throws IOException {
        try (ScriptedPeer trap = ScriptedPeer.node();
                ScriptedPeer liar = ScriptedPeer.node()) {
            liar.names(trap.address());
            Topology cluster = cluster(seed(), liar);
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> cluster.lastError().contains("redirects does not allow"));
            assertThat(cluster.lastError()).contains(liar.address() + " names " + trap.address());
            // The same search finds the leader when one is named that is allowed.
            liar.names(null);
            assertThat(caller.await(searching).node()).isEqualTo(address(liar));
            assertThat(trap.connections()).isZero();
        }
    }

    @Test
    void aLeaderOnTheListIsConnectedTo() throws IOException {
        try (ScriptedPeer leader = ScriptedPeer.node();
                ScriptedPeer follower = ScriptedPeer.node()) {
            follower.names(leader.address());
            RedirectPolicy listed = new RedirectPolicy(RedirectPolicy.Kind.LISTED, Set.of(address(leader)), Set.of());
            NodeConnection link =
                    caller.await(cluster(listed, follower).connectToLeader(caller.loop(), PATIENT, any -> {}));
            assertThat(link.node()).isEqualTo(address(leader));
        }
    }

    @Test
    void membersThatAreNotAllowedAreNotAskedButCount() throws IOException {
        try (ScriptedPeer trap = ScriptedPeer.node();
                ScriptedPeer other = ScriptedPeer.node();
                ScriptedPeer liar = ScriptedPeer.node()) {
            Topology cluster = cluster(seed(), liar);
            cluster.membersNamed(address(liar), voters(liar, trap, other));
            Members members = cluster.members();
            assertThat(members.all()).containsExactly(address(liar));
            assertThat(members.isMajority(1)).isFalse();
            assertThat(members.isMajority(2)).isTrue();
            liar.names("");
            CompletableFuture<NodeConnection> searching = cluster.connectToLeader(caller.loop(), PATIENT, any -> {});
            caller.until(() -> cluster.lastError().contains("does not know a leader"));
            liar.names(null);
            caller.await(searching);
            assertThat(trap.connections() + other.connections()).isZero();
        }
    }

    @Test
    void clustersWithAnotherPolicyAreOthers() {
        Endpoints all = Endpoints.of(List.of(new NodeAddress("one", 1)));
        Endpoints few = new Endpoints(all.nodes(), Map.of(), null, true, false, seed(), null);
        assertThat(Topology.of(few)).isNotSameAs(Topology.of(all)).isSameAs(Topology.of(few));
    }
}
