package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import java.util.List;

/** What happens to the nodes. */
enum Fault {
    /** The leader is killed, and started again. */
    KILL {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            Node leader = cluster.leader();
            leader.kill();
            progress.await();
            leader.restart();
        }
    },
    /** The leader is paused, and runs again when another one leads. */
    PAUSE {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            Node leader = cluster.leader();
            leader.pause();
            cluster.leaderAfter(leader);
            progress.await();
            leader.resume();
        }
    },
    /** The leader transfers the leadership. */
    TRANSFER {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            cluster.transfer();
            progress.await();
        }
    },
    /** Each node is restarted, one after the other. */
    ROLLING_RESTART {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            for (Node node : cluster.nodes()) {
                node.restart();
                cluster.awaitVoters();
                progress.await();
            }
        }
    },
    /** The leader is replaced by a new node. */
    REPLACEMENT {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            cluster.join();
            cluster.remove(cluster.leader());
            progress.await();
        }
    },
    /** All nodes but one are killed, and started again. */
    QUORUM {
        @Override
        void cause(DqliteCluster cluster, Progress progress) throws Exception {
            List<Node> followers = cluster.followers();
            for (Node follower : followers) {
                follower.kill();
            }
            for (Node follower : followers) {
                follower.restart();
            }
        }
    };

    /** Waits until every client has done more. */
    interface Progress {
        void await() throws InterruptedException;
    }

    /** Causes it, and mends it. */
    abstract void cause(DqliteCluster cluster, Progress progress) throws Exception;
}
