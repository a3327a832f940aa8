package io.github.dqlite4j.it.faults;

import static java.util.Objects.requireNonNull;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.fixture.DqliteCluster.Node;
import io.github.dqlite4j.it.fixture.Host;
import io.github.dqlite4j.it.fixture.HostNetwork;
import io.github.dqlite4j.it.fixture.MovableClock;
import io.github.dqlite4j.it.fixture.SmallDisk;
import org.jspecify.annotations.Nullable;

/** The nodes of one run, and their hosts. */
final class Site implements AutoCloseable {
    private final @Nullable HostNetwork network;
    private final DqliteCluster cluster;

    /** What a fault needs. */
    enum Kind {
        LOOPBACK,
        /** A network namespace for each node. */
        NETWORK,
        /** A file system of its own for each node. */
        SMALL_DISKS,
        /** A clock of its own for each node. */
        MOVABLE_CLOCKS
    }

    private Site(@Nullable HostNetwork network, int nodes, DqliteCluster.Hosts hosts) {
        this.network = network;
        try {
            this.cluster = DqliteCluster.start(nodes, hosts);
        } catch (RuntimeException e) {
            if (network != null) {
                network.close();
            }
            throw e;
        }
    }

    /** Skips the test, visibly, if there can be no such site here. */
    static Site openOrSkip(Kind kind, int nodes) {
        switch (kind) {
            case NETWORK -> {
                HostNetwork network = HostNetwork.openOrSkip();
                return new Site(network, nodes, network);
            }
            case SMALL_DISKS -> {
                SmallDisk.skipIfImpossible();
                return new Site(null, nodes, SmallDisk::new);
            }
            case MOVABLE_CLOCKS -> {
                MovableClock.skipIfImpossible();
                return new Site(null, nodes, MovableClock::new);
            }
            default -> {
                return new Site(null, nodes, Host::loopback);
            }
        }
    }

    DqliteCluster cluster() {
        return cluster;
    }

    HostNetwork network() {
        return requireNonNull(network);
    }

    static SmallDisk disk(Node node) {
        return (SmallDisk) node.host();
    }

    static MovableClock clock(Node node) {
        return (MovableClock) node.host();
    }

    @Override
    public void close() {
        cluster.close();
        if (network != null) {
            network.close();
        }
    }
}
