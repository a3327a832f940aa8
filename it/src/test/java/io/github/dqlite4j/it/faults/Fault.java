package io.github.dqlite4j.it.faults;

import io.github.dqlite4j.it.fixture.DirectConnection;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;

/** What happens to the nodes. */
enum Fault {
    /** The leader is killed, and started again. */
    KILL {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            leader.kill();
            progress.await();
            leader.restart();
        }
    },
    /** The leader is paused, and runs again when another one leads. */
    PAUSE {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            leader.pause();
            site.cluster().leaderAfter(leader);
            progress.await();
            leader.resume();
        }
    },
    /** The leader transfers the leadership. */
    TRANSFER {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            site.cluster().transfer();
            progress.await();
        }
    },
    /** Each node is restarted, one after the other. */
    ROLLING_RESTART {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            for (Node node : site.cluster().nodes()) {
                node.restart();
                site.cluster().awaitVoters();
                progress.await();
            }
        }
    },
    /** The leader is replaced by a new node. */
    REPLACEMENT {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            site.cluster().join();
            site.cluster().remove(site.cluster().leader());
            progress.await();
        }
    },
    /** All nodes but one are killed, and started again. */
    QUORUM {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            List<Node> followers = site.cluster().followers();
            for (Node follower : followers) {
                follower.kill();
            }
            for (Node follower : followers) {
                follower.restart();
            }
        }
    },
    /** The leader and one more node are paused, and run again when another one leads; for five nodes. */
    PAUSE_OF_TWO {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            // With three voters, the rest would be no majority.
            site.cluster().awaitVoters();
            Node leader = site.cluster().leader();
            Node other = site.cluster().followers().get(0);
            other.pause();
            leader.pause();
            site.cluster().leaderAfter(leader);
            progress.await();
            leader.resume();
            other.resume();
        }
    },
    /** The leader is cut off from the other nodes. Clients reach all. */
    LEADER_ALONE(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            site.network().cutOff(List.of(leader));
            site.cluster().leaderAfter(leader);
            progress.await();
            site.network().heal();
        }
    },
    /** The leader is cut off from nodes and clients. */
    LEADER_UNPLUGGED(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            site.network().cutOff(List.of(leader));
            site.network().cutClientsOff(leader);
            site.cluster().leaderAfter(leader);
            progress.await();
            site.network().heal();
        }
    },
    /** A leader that was cut off is reached by clients, and the new one is not, before the old one may have noticed. */
    OLD_LEADER_FOR_NEW(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            site.network().cutOff(List.of(leader));
            site.network().cutClientsOff(leader);
            Node next = site.cluster().leaderAfter(leader);
            progress.await();
            site.network().cutClientsOff(next);
            site.network().healClients(leader);
            // As long as an old leader may take to notice.
            Thread.sleep(6_000);
            site.network().heal();
        }
    },
    /** A follower is cut off from the other nodes. */
    FOLLOWER_ALONE(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            site.network().cutOff(List.of(site.cluster().followers().get(0)));
            progress.await();
            site.network().heal();
        }
    },
    /** The leader and a follower do not hear each other; a third node hears both. */
    LINK_CUT(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            site.network()
                    .cut(site.cluster().leader(), site.cluster().followers().get(0));
            progress.await();
            site.network().heal();
        }
    },
    /** The leader and one more node are cut off from the others; for five nodes. */
    MINORITY(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            // With three voters, the rest would be no majority.
            site.cluster().awaitVoters();
            Node leader = site.cluster().leader();
            Node other = site.cluster().followers().get(0);
            site.network().cutOff(List.of(leader, other));
            leaderAmongOthers(site, leader, other);
            progress.await();
            site.network().heal();
        }
    },
    /** Nothing of the other nodes reaches the leader. */
    DEAF_LEADER(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            cutOneWay(site, progress, false);
        }
    },
    /** Nothing of the leader reaches the other nodes. */
    MUTE_LEADER(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            cutOneWay(site, progress, true);
        }
    },
    /** The current leader is cut off from the other nodes again and again, sometimes too short for an election. */
    FLAPPING(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            for (int i = 0; i < 5; i++) {
                site.network().cutOff(List.of(site.cluster().leader()));
                Thread.sleep(ThreadLocalRandom.current().nextLong(2_000));
                site.network().heal();
                Thread.sleep(ThreadLocalRandom.current().nextLong(500));
            }
            progress.await();
        }
    },
    /** Each packet of each node takes long. */
    SLOW_LINKS(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            for (Node node : site.cluster().nodes()) {
                site.network().slow(node);
            }
            progress.await();
            for (Node node : site.cluster().nodes()) {
                site.network().quicken(node);
            }
        }
    },
    /** Some packets of each node do not arrive. */
    LOSSY_LINKS(Site.Kind.NETWORK) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            for (Node node : site.cluster().nodes()) {
                site.network().lose(node, 5);
            }
            progress.await();
            for (Node node : site.cluster().nodes()) {
                site.network().loseNothing(node);
            }
        }
    },
    /** The clock of each node jumps by an hour forwards, backwards, and to the true time. */
    CLOCK_JUMPS(Site.Kind.MOVABLE_CLOCKS) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            for (int seconds : List.of(3_600, -3_600, 0)) {
                for (Node node : site.cluster().nodes()) {
                    Site.clock(node).move(seconds);
                }
                try (DirectConnection leader =
                        new DirectConnection(site.cluster().leader(), "clock")) {
                    long shown = leader.integer("SELECT CAST(strftime('%s', 'now') AS INTEGER)");
                    long expected = System.currentTimeMillis() / 1_000 + seconds;
                    if (Math.abs(shown - expected) > 1_000) {
                        throw new IllegalStateException("The clock shows " + shown + " and not " + expected);
                    }
                }
                progress.await();
            }
        }
    },
    /** The disk of the leader is full, which ends it. */
    FULL_DISK(Site.Kind.SMALL_DISKS) {
        @Override
        void cause(Site site, Progress progress) throws Exception {
            Node leader = site.cluster().leader();
            fillAndWrite(site, leader);
            site.cluster().leaderAfter(leader);
            progress.await();
            Site.disk(leader).makeRoom();
            leader.restart();
        }

        @Override
        boolean endsNode() {
            return true;
        }
    };

    private final Site.Kind kind;

    Fault() {
        this(Site.Kind.LOOPBACK);
    }

    Fault(Site.Kind kind) {
        this.kind = kind;
    }

    /** Whether a leader ends without being killed, and may answer with errors of its own before. */
    boolean endsNode() {
        return false;
    }

    Site.Kind kind() {
        return kind;
    }

    /**
     * Cuts one direction between the leader and each follower, until another node has led for a while.
     *
     * @param fromLeader whether it is the direction from the leader
     */
    private static void cutOneWay(Site site, Progress progress, boolean fromLeader) throws Exception {
        Node leader = site.cluster().leader();
        for (Node follower : site.cluster().followers()) {
            site.network().cutOneWay(fromLeader ? leader : follower, fromLeader ? follower : leader);
        }
        site.cluster().leaderAfter(leader);
        progress.await();
        site.network().heal();
    }

    /** Fills the disk, and writes until the node has used up the space that it had reserved, and ends. */
    private static void fillAndWrite(Site site, Node node) throws Exception {
        Site.disk(node).fill();
        int mebibytes = 0;
        while (node.isRunning() && mebibytes < 256) {
            try (Connection connection =
                            DriverManager.getConnection(site.cluster().jdbcUrl("large"));
                    Statement statement = connection.createStatement()) {
                statement.execute("CREATE TABLE IF NOT EXISTS large (x)");
                while (node.isRunning() && mebibytes < 256) {
                    statement.execute("INSERT INTO large VALUES (zeroblob(1048576))");
                    statement.execute("DELETE FROM large");
                    mebibytes++;
                }
            } catch (SQLException e) {
                // As expected: the next one is tried on a new connection.
                mebibytes++;
            }
        }
        if (node.isRunning()) {
            throw new IllegalStateException("A node with a full disk has accepted 256 MiB");
        }
    }

    private static void leaderAmongOthers(Site site, Node one, Node other) {
        if (site.cluster().leaderAfter(one) == other) {
            throw new IllegalStateException("A minority has elected " + other.address());
        }
    }

    /** Waits until every client has done more. */
    interface Progress {
        void await() throws InterruptedException;
    }

    /** Causes it, and mends it. */
    abstract void cause(Site site, Progress progress) throws Exception;
}
