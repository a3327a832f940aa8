package io.github.dqlite4j.admin;

import io.github.dqlite4j.cluster.Topology;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.LeaderHistory;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.InvalidSettingsException;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.transport.NettyVersion;
import io.github.dqlite4j.transport.NodeAddress;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Properties;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * Administers a cluster. It is created from a JDBC URL, with the same properties. The calls go to the leader, or to one node ({@link #on}).
 * It holds no connection between calls, so it need not be closed. Immutable and thread-safe.
 *
 * <p>A stage completes in a thread of the executor, which may block: by default a daemon thread, of which this object and those made from it use at most
 * eight at a time. It fails with {@link DqliteAdminException}. Cancelling it, as a {@link CompletableFuture}, ends the waits of the call; a change that
 * was sent may still take effect. The methods throw {@link IllegalArgumentException} for arguments that are never valid. {@link #blocking} has the same
 * calls, which return the result.
 *
 * <pre>{@code
 * DqliteAdmin admin = DqliteAdmin.of("jdbc:dqlite://a:9001,b:9001,c:9001/app");
 * admin.members().thenAccept(members -> members.forEach(System.out::println));
 * }</pre>
 */
public final class DqliteAdmin {
    private static final long NO_LIMIT_MILLIS = Duration.ofDays(365).toMillis();

    private final Settings settings;
    private final Topology topology;
    private final @Nullable NodeAddress node;
    private final @Nullable Duration limit;
    private final Executor executor;

    private DqliteAdmin(
            Settings settings,
            Topology topology,
            @Nullable NodeAddress node,
            @Nullable Duration limit,
            Executor executor) {
        this.settings = settings;
        this.topology = topology;
        this.node = node;
        this.limit = limit;
        this.executor = executor;
    }

    /**
     * The cluster of a URL. Reads the files for TLS and the node store, but opens no connection.
     *
     * @throws IllegalArgumentException if the URL or a file is wrong; the message says what
     */
    public static DqliteAdmin of(String url) {
        return of(url, new Properties());
    }

    /**
     * The same with properties, which win over those of the URL. {@code nodeStore} may be a {@link io.github.dqlite4j.nodes.NodeStore},
     * and {@code dialer} a {@link io.github.dqlite4j.nodes.NodeDialer}.
     *
     * @throws IllegalArgumentException if a value is wrong; the message says what
     */
    public static DqliteAdmin of(String url, Properties properties) {
        try {
            NettyVersion.check();
            Settings settings = Settings.of(url, properties, 0);
            return new DqliteAdmin(settings, Topology.of(settings.endpoints()), null, null, new AdminThreads());
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        } catch (LinkageError e) {
            throw new IllegalArgumentException(NettyVersion.explain(e), e);
        }
    }

    /**
     * Sends the calls to this node instead of the leader. Only the leader can change the members.
     *
     * @param address {@code host:port} as the node announces it, or where it is reached; {@code redirects} is not checked
     * @throws IllegalArgumentException if it is not an address
     */
    public DqliteAdmin on(String address) {
        return new DqliteAdmin(
                settings, topology, topology.redirects().mapped(NodeAddress.parse(address)), limit, executor);
    }

    /**
     * The same for a node that the cluster has named.
     *
     * @throws IllegalArgumentException if {@code redirects} does not allow its address
     */
    public DqliteAdmin on(ClusterNode member) {
        NodeAddress address =
                topology.redirects().target(member.address(), null).node();
        if (address == null) {
            throw new IllegalArgumentException(
                    PrintableText.of(member.address()) + " is not an address that redirects allows");
        }
        return new DqliteAdmin(settings, topology, address, limit, executor);
    }

    /**
     * The same with another limit for each call as a whole. By default, it is {@code queryTimeout}, without a limit for a copy of a
     * database. Within it, the search for a leader takes at most {@code loginTimeout}, and one answer, or one piece of a copy, {@code
     * socketTimeout}; the answer about a node that becomes a voter may take the whole time.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public DqliteAdmin within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A limit of " + time + " leaves no time");
        }
        return new DqliteAdmin(settings, topology, node, time, executor);
    }

    /** The same with another executor for the calls and for the stages that depend on them. A call blocks one of its threads until it ends. */
    public DqliteAdmin executor(Executor other) {
        return new DqliteAdmin(settings, topology, node, limit, other);
    }

    /** The same calls, in the thread of the caller. */
    public BlockingDqliteAdmin blocking() {
        return new BlockingDqliteAdmin(this);
    }

    /** The node that says that it leads; for {@link #on one node}, the leader that this node names. */
    public CompletionStage<ClusterNode> leader() {
        return start(Operations.leader());
    }

    /** Who leads, who the members are, and how long one answer takes, all on one connection. */
    public CompletionStage<ClusterStatus> status() {
        return start(Operations.status());
    }

    /** The leaders that this JVM has seen so far, in all uses of the cluster with the same options. Asks no node. */
    public LeaderHistory history() {
        return topology.history();
    }

    /** The members with their roles, as the leader or the one node knows them. */
    public CompletionStage<List<ClusterNode>> members() {
        return start(Operations.members());
    }

    /**
     * Adds a node that runs, or will run. If the node is already a member with this id and this address, only the role is assigned.
     *
     * @param id the id with which the node was started; not 0
     * @param address {@code host:port} that the node announces, and where the other nodes reach it
     * @param role a voter must be reachable at once, also by this client; if it cannot become a voter, it stays a spare
     */
    public CompletionStage<Void> add(long id, String address, NodeRole role) {
        return start(Operations.add(id, address, role));
    }

    /** Gives a member another role. A node that becomes a voter gets the data first, which may take long if there is much data. */
    public CompletionStage<Void> assign(long id, NodeRole role) {
        return start(Operations.assign(id, role));
    }

    /** Removes a member that does not lead. Its process continues to run, and should be ended afterwards. */
    public CompletionStage<Void> remove(long id) {
        return start(Operations.remove(id));
    }

    /**
     * Transfers the leadership to another voter. The result is the node that leads afterwards: usually that voter, unless the cluster has
     * elected another node in the meantime.
     */
    public CompletionStage<ClusterNode> transfer(long id) {
        return start(Operations.transfer(id));
    }

    /** The metadata of the node. */
    public CompletionStage<NodeDescription> describe() {
        return start(Operations.describe());
    }

    /**
     * Sets the weight of the node until it is restarted.
     *
     * @param weight not negative
     */
    public CompletionStage<Void> setWeight(long weight) {
        return start(Operations.setWeight(weight));
    }

    /** Copies the database of the URL; see {@link #dump(String, Path)}. */
    public CompletionStage<Path> dump(Path directory) {
        return dump(settings.database(), directory);
    }

    /**
     * Copies a database to files that sqlite3 can open, with the committed state of the node at one moment. A node that does not lead may
     * lack the last commits. The copy is written while it is received; for the copy, the node needs as much memory as the database has.
     *
     * @param directory must not exist, but its parent must. It appears when the copy is complete, and only its owner may read it
     * @return the file of the database; there may be a second file with the same name and {@code -wal}, which belongs to it
     */
    public CompletionStage<Path> dump(String database, Path directory) {
        return start(Operations.dump(database, directory), NO_LIMIT_MILLIS);
    }

    private <T> CompletionStage<T> start(Operation<T> operation) {
        return start(operation, settings.number(DqliteProperty.QUERY_TIMEOUT));
    }

    private <T> CompletionStage<T> start(Operation<T> operation, long defaultMillis) {
        CompletableFuture<T> result = new CompletableFuture<>();
        NodeCall call = call(defaultMillis);
        result.whenComplete((value, error) -> {
            if (result.isCancelled()) {
                call.cancel();
            }
        });
        try {
            executor.execute(() -> run(operation, call, result));
        } catch (RejectedExecutionException e) {
            call.close();
            result.completeExceptionally(e);
        }
        return result;
    }

    /** Stages that depend on the result are user code, and run after the call has released everything. */
    private static <T> void run(Operation<T> operation, NodeCall call, CompletableFuture<T> result) {
        T value;
        try (call) {
            call.enter();
            value = operation.run(call);
        } catch (Throwable e) {
            result.completeExceptionally(e);
            return;
        }
        result.complete(value);
    }

    <T> T run(Operation<T> operation) {
        return run(operation, settings.number(DqliteProperty.QUERY_TIMEOUT));
    }

    Path runDump(@Nullable String database, Path directory) {
        return run(Operations.dump(database == null ? settings.database() : database, directory), NO_LIMIT_MILLIS);
    }

    private <T> T run(Operation<T> operation, long defaultMillis) {
        try (NodeCall call = call(defaultMillis)) {
            call.enter();
            return operation.run(call);
        }
    }

    private NodeCall call(long defaultMillis) {
        long millis = limit == null ? defaultMillis : Math.min(NO_LIMIT_MILLIS, toMillis(limit));
        return new NodeCall(topology, settings, node, millis);
    }

    /** Rounded up, so that a short time is not zero. */
    private static long toMillis(Duration time) {
        return time.compareTo(Duration.ofMillis(NO_LIMIT_MILLIS)) > 0
                ? NO_LIMIT_MILLIS
                : time.plusNanos(999_999).toMillis();
    }
}
