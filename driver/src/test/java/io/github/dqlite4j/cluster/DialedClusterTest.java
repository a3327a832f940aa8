package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.peer.Footprint;
import io.github.dqlite4j.peer.LeakRecorder;
import io.github.dqlite4j.peer.ScriptedPeer;
import io.github.dqlite4j.transport.Caller;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.wire.Request;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Semaphore;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;

/** How the leader is found when a function of the user's opens the sockets. */
@ExtendWith({LeakRecorder.class, Footprint.class})
@Timeout(value = 60, threadMode = Timeout.ThreadMode.SEPARATE_THREAD)
class DialedClusterTest {
    private static final int PATIENT = 20_000;

    /** Equal to those of the same number. */
    private record Numbered(int number) implements NodeDialer {
        @Override
        public Dialed dial(String host, int port, Duration timeout) throws IOException {
            return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)));
        }
    }

    private static Topology cluster(NodeDialer dialer, NodeAddress... nodes) {
        return Topology.of(Endpoints.of(List.of(nodes)).with(dialer));
    }

    @Test
    void equalDialersShareACluster() {
        NodeAddress node = new NodeAddress("dialed", 1);
        Topology cluster = cluster(new Numbered(1), node);
        assertThat(cluster(new Numbered(1), node)).isSameAs(cluster);
        assertThat(cluster(new Numbered(2), node)).isNotSameAs(cluster);
        assertThat(cluster(null, node)).isNotSameAs(cluster);
    }

    private static NodeConnection leader(Caller caller, Topology cluster) {
        return caller.await(cluster.connectToLeader(caller.loop(), PATIENT, any -> {}));
    }

    /** Two URLs that name different nodes: what the leader says of the members makes them one cluster. */
    @Test
    void connectedClustersWithDifferentDialersStayApart() throws IOException {
        try (ScriptedPeer peer = ScriptedPeer.node();
                Caller caller = new Caller()) {
            NodeAddress node = NodeAddress.parse(peer.address());
            NodeAddress gone = new NodeAddress("gone", 1);
            Topology first = cluster(new Numbered(3), node);
            NodeConnection link = leader(caller, first);
            first.membersNamed(node, caller.await(link.request(new Request.Cluster())));
            assertThat(cluster(new Numbered(3), node, gone)).isSameAs(first);
            assertThat(cluster(new Numbered(4), node, gone)).isNotSameAs(first);
            assertThat(cluster(null, node, gone)).isNotSameAs(first);
            link.close();
        }
    }

    @Test
    void aNodeForWhichTheDialerHangsDoesNotHoldUpTheSearch() throws IOException {
        CompletableFuture<Boolean> interrupted = new CompletableFuture<>();
        NodeAddress hanging = new NodeAddress("hanging", 1);
        try (ScriptedPeer peer = ScriptedPeer.node();
                Caller caller = new Caller()) {
            peer.members("hanging:1", peer.address());
            NodeDialer dialer = (host, port, timeout) -> {
                if (host.equals("hanging")) {
                    try {
                        new Semaphore(0).acquire();
                    } catch (InterruptedException e) {
                        interrupted.complete(true);
                        throw e;
                    }
                }
                return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)));
            };
            NodeConnection link = leader(caller, cluster(dialer, hanging, NodeAddress.parse(peer.address())));
            assertThat(link.node()).hasToString(peer.address());
            caller.until(interrupted::isDone);
            link.close();
        }
    }

    /** The search looks through the causes for a certificate that is not trusted. */
    @Test
    void anExceptionThatIsItsOwnCauseDoesNotStopTheSearch() throws IOException {
        CompletableFuture<Boolean> thrown = new CompletableFuture<>();
        try (ScriptedPeer peer = ScriptedPeer.node();
                Caller caller = new Caller()) {
            NodeDialer dialer = (host, port, timeout) -> {
                if (thrown.complete(true)) {
                    IOException first = new IOException("first");
                    first.initCause(new IOException("second", first));
                    throw first;
                }
                return new Dialed(SocketChannel.open(new InetSocketAddress(host, port)));
            };
            leader(caller, cluster(dialer, NodeAddress.parse(peer.address()))).close();
        }
    }
}
