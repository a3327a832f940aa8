package io.github.dqlite4j.cluster;

import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Future;
import java.security.cert.CertificateException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Asks the nodes of a cluster repeatedly for the leader, on one connection to each, until there is one: the node that says that it leads,
 * and that a majority names. Runs on the event loop of one caller.
 */
final class LeaderPoll {
    /** How long a node that says that it leads has to wait for a majority. It may be one that does not know yet that it was replaced. */
    static final long MAJORITY_MILLIS = 200;

    /** How long it has to say so if this JVM has used another leader since. A leader that hears of no majority notices after 6 s at most. */
    static final long DEPOSED_MILLIS = 10_000;

    /** An exception of user code may have itself as a cause. */
    private static final int MOST_CAUSES = 100;

    private final Topology cluster;
    private final IoEventLoop loop;
    private final int connectMillis;
    private final long periodMillis;
    private final @Nullable NodeAddress silent;
    private final CompletableFuture<NodeAddress> found;
    private final Consumer<String> heard;
    private final Map<NodeAddress, Interview> interviews = new LinkedHashMap<>();
    private int rounds;

    /**
     * @param connectMillis the limit for one TCP connection, and again for one answer
     * @param periodMillis how often a node is asked
     * @param silent a node that is not asked and cannot be the result, so that only a majority decides; or null
     * @param found completes with the leader; fails if waiting does not help. Completed by the caller, it ends the poll
     * @param heard what the nodes have said so far, if there is no leader; called once a period
     */
    LeaderPoll(
            Topology cluster,
            IoEventLoop loop,
            int connectMillis,
            long periodMillis,
            @Nullable NodeAddress silent,
            CompletableFuture<NodeAddress> found,
            Consumer<String> heard) {
        this.cluster = cluster;
        this.loop = loop;
        this.connectMillis = connectMillis;
        this.periodMillis = periodMillis;
        this.silent = silent;
        this.found = found;
        this.heard = heard;
    }

    void start() {
        found.whenComplete(
                (leader, error) -> onLoop(() -> List.copyOf(interviews.values()).forEach(Interview::end)));
        round();
    }

    private void onLoop(Runnable step) {
        if (loop.inEventLoop()) {
            step.run();
        } else if (!loop.isShuttingDown()) {
            loop.execute(step);
        }
    }

    private void round() {
        if (rounds > 0) {
            heard.accept(heard());
        }
        List<NodeAddress> members = asked();
        for (NodeAddress node : cluster.unreachable().without(members)) {
            if (!node.equals(silent)) {
                interviews.computeIfAbsent(node, Interview::new).ask();
            }
        }
        List.copyOf(interviews.values()).stream()
                .filter(interview -> !members.contains(interview.node))
                .forEach(Interview::ask);
        rounds++;
        if (!found.isDone()) {
            Future<?> next = loop.schedule(this::round, periodMillis, TimeUnit.MILLISECONDS);
            found.whenComplete((leader, error) -> next.cancel(false));
        }
    }

    /** The voters first, and then all. */
    private List<NodeAddress> asked() {
        Members members = cluster.members();
        return rounds == 0 ? members.electorate() : members.all();
    }

    private String heard() {
        return interviews.values().stream().map(Interview::said).collect(Collectors.joining("; "));
    }

    /** Looks for a leader in what the nodes have said last. */
    private void decide() {
        Members members = cluster.members();
        for (Interview candidate : interviews.values()) {
            if (candidate.leads() && members.isMajority(votes(candidate.node, members))) {
                if (found.complete(candidate.node)) {
                    cluster.confirmed(candidate.node, silent);
                }
                return;
            }
        }
    }

    private boolean isNamed(NodeAddress node) {
        return interviews.values().stream().anyMatch(interview -> node.equals(interview.named));
    }

    private long votes(NodeAddress node, Members members) {
        return members.electorate().stream()
                .map(interviews::get)
                .filter(voter -> voter != null && node.equals(voter.named))
                .count();
    }

    /** The majority is not reached, or does not know the leader yet. */
    private void decideWithoutMajority(Interview candidate) {
        if (silent == null) {
            found.complete(candidate.node);
        }
    }

    private void endIfLasting() {
        if (!interviews.isEmpty()
                && interviews.values().stream().allMatch(interview -> interview.lastingFailure)
                && interviews.keySet().containsAll(cluster.members().all())) {
            found.completeExceptionally(new TransportException.NoLeader(heard(), true));
        }
    }

    /** Whether waiting does not help: a port keeps its protocol, and a node its certificate. */
    private static boolean isLasting(Throwable reason) {
        return reason instanceof Disconnected link
                && (link.reason() == Disconnected.Reason.VIOLATION
                        || Stream.iterate((Throwable) link, Objects::nonNull, Throwable::getCause)
                                .limit(MOST_CAUSES)
                                .anyMatch(CertificateException.class::isInstance));
    }

    /** What one node says. */
    private final class Interview {
        private final NodeAddress node;
        private @Nullable CompletableFuture<NodeConnection> connecting;
        private @Nullable NodeConnection link;
        private boolean waiting;
        private @Nullable NodeAddress named;
        private @Nullable Future<?> grace;
        private @Nullable String said;
        private boolean lastingFailure;

        Interview(NodeAddress node) {
            this.node = node;
        }

        String said() {
            if (named != null && !leads() && isNamed(node)) {
                return node + ", named as the leader, says that it does not lead";
            }
            return said == null ? node + " has not answered yet" : said;
        }

        boolean leads() {
            return node.equals(named);
        }

        void ask() {
            if (waiting || found.isDone()) {
                return;
            }
            waiting = true;
            NodeConnection open = link;
            if (open != null && open.isOpen()) {
                question(open);
                return;
            }
            CompletableFuture<NodeConnection> begun =
                    NodeConnection.connect(loop, node, connectMillis, cluster.connector());
            connecting = begun;
            begun.whenComplete((fresh, error) -> {
                if (error != null) {
                    failed(error);
                } else {
                    link = fresh;
                    question(fresh);
                }
            });
        }

        private void question(NodeConnection to) {
            Future<?> deadline =
                    loop.schedule(() -> to.closeOnTimeout(connectMillis), connectMillis, TimeUnit.MILLISECONDS);
            to.request(new Request.Leader()).whenComplete((server, error) -> {
                deadline.cancel(false);
                if (error != null) {
                    to.close();
                    failed(error);
                } else {
                    answered(server);
                }
            });
        }

        private void failed(Throwable error) {
            waiting = false;
            Throwable reason =
                    error.getCause() != null && !(error instanceof TransportException) ? error.getCause() : error;
            said = String.valueOf(reason.getMessage());
            lastingFailure = isLasting(reason);
            name(null);
            if (!found.isDone()) {
                cluster.unreachable().failed(node);
                endIfLasting();
            }
        }

        private void answered(Response.Server server) {
            waiting = false;
            lastingFailure = false;
            cluster.unreachable().answered(node);
            Redirects.Target target = cluster.redirects().target(server.address(), node);
            NodeAddress leader = target.node();
            said = node + " " + target.says();
            name(leader);
            if (leader != null && !found.isDone()) {
                askNamed(leader);
                decide();
            }
        }

        private void name(@Nullable NodeAddress leader) {
            if (Objects.equals(named, leader)) {
                return;
            }
            named = leader;
            Future<?> before = grace;
            if (before != null) {
                before.cancel(false);
                grace = null;
            }
            if (leads()) {
                long patience = cluster.mayBeDeposed(node) ? DEPOSED_MILLIS : MAJORITY_MILLIS;
                grace = loop.schedule(() -> decideWithoutMajority(this), patience, TimeUnit.MILLISECONDS);
            }
        }

        /** The leader may be a node that is not a known member. What such a node names is not asked. */
        private void askNamed(NodeAddress leader) {
            if (interviews.containsKey(leader)
                    || leader.equals(silent)
                    || !cluster.members().all().contains(node)) {
                return;
            }
            forgetUnnamed();
            Interview stranger = new Interview(leader);
            interviews.put(leader, stranger);
            stranger.ask();
        }

        void end() {
            if (connecting != null) {
                connecting.cancel(false);
            }
            if (grace != null) {
                grace.cancel(false);
            }
            if (link != null) {
                link.close();
            }
        }
    }

    /** Ends the interviews with nodes that are not members and that no member names any longer. */
    private void forgetUnnamed() {
        List<NodeAddress> members = cluster.members().all();
        interviews.values().removeIf(interview -> {
            boolean unnamed = !members.contains(interview.node) && !isNamed(interview.node);
            if (unnamed) {
                interview.end();
            }
            return unnamed;
        });
    }
}
