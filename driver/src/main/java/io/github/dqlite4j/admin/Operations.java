package io.github.dqlite4j.admin;

import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.transport.NodeAddress;
import java.nio.file.Path;
import java.util.List;

/** Every operation, with checked arguments. The asynchronous and the blocking calls share them. */
final class Operations {
    private Operations() {}

    static Operation<ClusterNode> leader() {
        return Questions::leader;
    }

    static Operation<ClusterStatus> status() {
        return Questions::status;
    }

    static Operation<List<ClusterNode>> members() {
        return Questions::members;
    }

    /** Servers accept any id and any text as an address, and an id of 0 crashes some of them. */
    static Operation<Void> add(long id, String address, NodeRole role) {
        checkId(id);
        String announced = NodeAddress.parse(address).toString();
        return call -> {
            Changes.add(call, id, announced, role);
            return nothing();
        };
    }

    static Operation<Void> assign(long id, NodeRole role) {
        checkId(id);
        return call -> {
            Changes.make(call, new MemberChange.Assignment(id, role));
            return nothing();
        };
    }

    static Operation<Void> remove(long id) {
        checkId(id);
        return call -> {
            Changes.make(call, new MemberChange.Removal(id));
            return nothing();
        };
    }

    static Operation<ClusterNode> transfer(long id) {
        checkId(id);
        return call -> Changes.transfer(call, id);
    }

    static Operation<NodeDescription> describe() {
        return Questions::describe;
    }

    static Operation<Void> setWeight(long weight) {
        if (weight < 0) {
            throw new IllegalArgumentException("A weight of " + weight + " is negative");
        }
        return call -> {
            Changes.setWeight(call, weight);
            return nothing();
        };
    }

    /** The server must not get a name that it would treat as a file of another database. Here the name must not be one of a directory. */
    static Operation<Path> dump(String database, Path directory) {
        if (!Settings.isDatabaseName(database) || database.matches("\\.{1,2}")) {
            throw new IllegalArgumentException("The name of a database has 1 to 255 characters of A-Z a-z 0-9 . _ - and"
                    + " does not end in -wal or -journal; it cannot be copied if it is . or ..");
        }
        return call -> Dumps.dump(call, database, directory);
    }

    @SuppressWarnings("NullAway") // it has no other value
    private static Void nothing() {
        return null;
    }

    private static void checkId(long id) {
        if (id == 0) {
            throw new IllegalArgumentException("No node has the id 0");
        }
    }
}
