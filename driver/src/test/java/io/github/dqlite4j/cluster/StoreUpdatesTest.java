package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.MemoryNodeStore;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.nodes.NodeStoreException;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.transport.Endpoints;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.RedirectPolicy;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** How the members of a cluster come out of a store, and back into it. */
@Timeout(60)
class StoreUpdatesTest {
    private static final NodeAddress LEADER = new NodeAddress("leader", 1);

    /** Hands each list to the test, with the thread that saved it. */
    private static class Recorded implements NodeStore {
        private final BlockingQueue<List<ClusterNode>> saved = new LinkedBlockingQueue<>();
        private volatile Thread thread = Thread.currentThread();

        @Override
        public List<ClusterNode> load() {
            return List.of();
        }

        @Override
        public void save(List<ClusterNode> nodes) {
            thread = Thread.currentThread();
            saved.add(nodes);
        }

        List<ClusterNode> next() throws InterruptedException {
            return saved.poll(50, TimeUnit.SECONDS);
        }
    }

    private static Topology cluster(NodeStore store, RedirectPolicy.Kind kind, NodeAddress... nodes) {
        return Topology.of(new Endpoints(
                List.of(nodes),
                Map.of(new NodeAddress("inside", 9), new NodeAddress("outside", 9)),
                null,
                true,
                false,
                new RedirectPolicy(kind, Set.of(), Set.of()),
                store));
    }

    private static Topology cluster(NodeStore store, NodeAddress... nodes) {
        return cluster(store, RedirectPolicy.Kind.ALL, nodes);
    }

    private static Response.Servers voters(String... addresses) {
        return new Response.Servers(IntStream.range(0, addresses.length)
                .mapToObj(i -> new Response.Node(i + 1, addresses[i], Role.VOTER))
                .toList());
    }

    private static List<ClusterNode> nodes(String... addresses) {
        return IntStream.range(0, addresses.length)
                .mapToObj(i -> new ClusterNode(i + 1, addresses[i], NodeRole.VOTER))
                .toList();
    }

    @Test
    void theNodesOfTheStoreAreAskedBesideThoseOfTheUrl() {
        NodeStore store = new MemoryNodeStore(nodes("stored:2", "inside:9", "leader:1"));
        assertThat(cluster(store, LEADER).nodes())
                .containsExactly(LEADER, new NodeAddress("stored", 2), new NodeAddress("outside", 9));
        assertThat(cluster(store).nodes()).first().isEqualTo(new NodeAddress("stored", 2));
    }

    @Test
    void aClusterWithoutAnyNodeIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(new MemoryNodeStore(List.of())))
                .withMessageContaining("node store");
    }

    @Test
    void aStoreThatCannotBeReadIsAnError() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(new MemoryNodeStore(nodes("@socket")), LEADER))
                .withMessageContaining("nodeStore");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> cluster(
                        new Recorded() {
                            @Override
                            public List<ClusterNode> load() {
                                throw new NodeStoreException("it is damaged", null);
                            }
                        },
                        LEADER))
                .withMessageContaining("it is damaged");
    }

    /** A store of the user's may wait for another thread, which may connect to another cluster. */
    @Test
    void aStoreIsReadOnceAndWithoutALock() throws Exception {
        AtomicInteger loads = new AtomicInteger();
        Recorded store = new Recorded() {
            @Override
            public List<ClusterNode> load() {
                loads.incrementAndGet();
                return CompletableFuture.supplyAsync(
                                () -> Topology.of(Endpoints.of(List.of(new NodeAddress("another", 1)))))
                        .thenApply(other -> nodes("stored:2"))
                        .join();
            }
        };
        Topology cluster = cluster(store, LEADER);
        assertThat(cluster(store, LEADER)).isSameAs(cluster);
        assertThat(cluster.nodes()).hasSize(2);
        assertThat(loads).hasValue(1);
    }

    @Test
    void membersAreSavedWhenTheyChangeByAnotherThread() throws Exception {
        Recorded store = new Recorded();
        Topology cluster = cluster(store, LEADER);
        cluster.membersNamed(LEADER, voters("leader:1", "inside:9"));
        assertThat(store.next()).isEqualTo(nodes("leader:1", "inside:9"));
        assertThat(store.thread).isNotSameAs(Thread.currentThread()).matches(Thread::isDaemon);
        store.thread.join();
        cluster.membersNamed(LEADER, voters("leader:1", "inside:9"));
        cluster.membersNamed(LEADER, voters("leader:1", "third:3"));
        assertThat(store.next()).isEqualTo(nodes("leader:1", "third:3"));
        assertThat(store.saved).isEmpty();
    }

    @Test
    void whatCannotBeTheMembersIsNotSaved() throws Exception {
        Recorded store = new Recorded();
        Topology cluster = cluster(store, LEADER);
        cluster.membersNamed(LEADER, voters("other:1"));
        cluster.membersNamed(LEADER, voters("leader:1", "@socket"));
        cluster.membersNamed(LEADER, voters("leader:1"));
        assertThat(store.next()).isEqualTo(nodes("leader:1"));
    }

    @Test
    void whatMustNotBeConnectedToIsNotSaved() throws Exception {
        Recorded store = new Recorded();
        cluster(store, RedirectPolicy.Kind.SEED, LEADER).membersNamed(LEADER, voters("leader:1", "trap:2"));
        assertThat(store.next()).isEqualTo(nodes("leader:1"));
    }

    /** Who hears of the members drives an event loop. */
    @Test
    void aStoreThatBlocksDelaysNoCallerAndTheLastListIsSaved() throws Exception {
        CountDownLatch disk = new CountDownLatch(1);
        CountDownLatch begun = new CountDownLatch(1);
        Recorded store = new Recorded() {
            @Override
            public void save(List<ClusterNode> nodes) {
                begun.countDown();
                try {
                    disk.await();
                } catch (InterruptedException e) {
                    throw new IllegalStateException(e);
                }
                super.save(nodes);
            }
        };
        Topology cluster = cluster(store, LEADER);
        cluster.membersNamed(LEADER, voters("leader:1", "a:1"));
        begun.await();
        cluster.membersNamed(LEADER, voters("leader:1", "b:1"));
        cluster.membersNamed(LEADER, voters("leader:1", "c:1"));
        disk.countDown();
        assertThat(store.next()).isEqualTo(nodes("leader:1", "a:1"));
        assertThat(store.next()).isEqualTo(nodes("leader:1", "c:1"));
        store.thread.join();
        assertThat(store.saved).isEmpty();
    }

    @Test
    void aStoreThatFailsIsOneWarningAndIsTriedAgain() throws Exception {
        CountDownLatch failures = new CountDownLatch(2);
        Recorded store = new Recorded() {
            @Override
            public void save(List<ClusterNode> nodes) {
                if (failures.getCount() > 0) {
                    failures.countDown();
                    super.save(List.of());
                    throw new StackOverflowError("of the user's store\nINFO forged");
                }
                super.save(nodes);
            }
        };
        try (LogRecorder log = LogRecorder.of("cluster")) {
            Topology cluster = cluster(store, LEADER);
            for (int i = 0; i < 2; i++) {
                cluster.membersNamed(LEADER, voters("leader:1"));
                assertThat(store.next()).isEmpty();
                store.thread.join();
            }
            cluster.membersNamed(LEADER, voters("leader:1"));
            assertThat(store.next()).isEqualTo(nodes("leader:1"));
            assertThat(log.shown("could not be stored"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).doesNotContain("\n"));
        }
    }
}
