package io.github.dqlite4j.admin;

import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.nio.file.Path;
import java.util.List;

/**
 * The calls of {@link DqliteAdmin}, in the calling thread: each returns its result or throws {@link DqliteAdminException}. An interrupt
 * does not end a call, because each call has a time limit; the interrupt status stays set. Immutable and thread-safe.
 */
public final class BlockingDqliteAdmin {
    private final DqliteAdmin admin;

    BlockingDqliteAdmin(DqliteAdmin admin) {
        this.admin = admin;
    }

    /** @see DqliteAdmin#leader */
    public ClusterNode leader() {
        return admin.run(Operations.leader());
    }

    /** @see DqliteAdmin#status */
    public ClusterStatus status() {
        return admin.run(Operations.status());
    }

    /** @see DqliteAdmin#members */
    public List<ClusterNode> members() {
        return admin.run(Operations.members());
    }

    /** @see DqliteAdmin#add */
    public void add(long id, String address, NodeRole role) {
        admin.run(Operations.add(id, address, role));
    }

    /** @see DqliteAdmin#assign */
    public void assign(long id, NodeRole role) {
        admin.run(Operations.assign(id, role));
    }

    /** @see DqliteAdmin#remove */
    public void remove(long id) {
        admin.run(Operations.remove(id));
    }

    /** @see DqliteAdmin#transfer */
    public ClusterNode transfer(long id) {
        return admin.run(Operations.transfer(id));
    }

    /** @see DqliteAdmin#describe */
    public NodeDescription describe() {
        return admin.run(Operations.describe());
    }

    /** @see DqliteAdmin#setWeight */
    public void setWeight(long weight) {
        admin.run(Operations.setWeight(weight));
    }

    /** @see DqliteAdmin#dump(Path) */
    public Path dump(Path directory) {
        return admin.runDump(null, directory);
    }

    /** @see DqliteAdmin#dump(String, Path) */
    public Path dump(String database, Path directory) {
        return admin.runDump(database, directory);
    }
}
