package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.time.NanoClock;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.time.Duration;
import java.util.List;

/** Questions to nodes. They change nothing, so a question is repeated when the leader is lost. */
final class Questions {
    /** More than any cluster has. */
    private static final int MOST_MEMBERS = 1024;

    private Questions() {}

    /** A question on a connection. */
    private interface Question<T> {
        T ask(NodeConnection link) throws TransportException;
    }

    private static <T> T ask(NodeCall call, Question<T> question) {
        for (; ; ) {
            NodeConnection link = call.connect();
            RuntimeException failure;
            try {
                return question.ask(link);
            } catch (TransportException e) {
                failure = Failures.of(e, link.node());
                if (call.isForOneNode() || Failures.isLasting(e) || call.isOver()) {
                    throw call.end(failure);
                }
                call.topology().forgetLeader(link.node());
            } finally {
                link.close();
            }
            call.retry(failure);
        }
    }

    static ClusterNode leader(NodeCall call) {
        return ask(call, link -> leader(call, link));
    }

    private static ClusterNode leader(NodeCall call, NodeConnection link) throws TransportException {
        Response.Server leader = call.ask(link, new Request.Leader());
        if (!call.isForOneNode() && !call.topology().isLeader(link.node(), leader)) {
            throw ServerErrors.notLeader();
        }
        if (leader.address().isBlank()) {
            throw new DqliteAdminException(Reason.NO_LEADER, link.node() + " does not know a leader");
        }
        return new ClusterNode(leader.id(), PrintableText.of(leader.address()), NodeRole.VOTER);
    }

    static ClusterStatus status(NodeCall call) {
        return ask(call, link -> {
            long asked = NanoClock.SYSTEM.nanoTime();
            ClusterNode leader = leader(call, link);
            Duration roundTrip = Duration.ofNanos(NanoClock.SYSTEM.nanoTime() - asked);
            Response.Servers members = members(call, link);
            if (!call.isForOneNode()) {
                call.topology().membersNamed(link.node(), members);
            }
            return new ClusterStatus(leader, nodes(members), roundTrip);
        });
    }

    static List<ClusterNode> members(NodeCall call) {
        return ask(call, link -> {
            Response.Servers members = members(call, link);
            if (!call.isForOneNode()) {
                call.topology().membersNamed(link.node(), members);
            }
            return nodes(members);
        });
    }

    static Response.Servers members(NodeCall call, NodeConnection link) throws TransportException {
        Response.Servers members = call.ask(link, new Request.Cluster());
        if (!isPlausible(members)) {
            throw link.violation("a cluster of " + members.nodes().size() + " members", null);
        }
        return members;
    }

    static boolean isPlausible(Response.Servers members) {
        return members.nodes().size() <= MOST_MEMBERS;
    }

    static List<ClusterNode> nodes(Response.Servers members) {
        return members.nodes().stream().map(Questions::node).toList();
    }

    /** Printable, and never empty. */
    private static ClusterNode node(Response.Node node) {
        String address = node.address().isBlank() ? "(no address)" : PrintableText.of(node.address());
        return new ClusterNode(node.id(), address, NodeRole.values()[node.role().ordinal()]);
    }

    static NodeDescription describe(NodeCall call) {
        return ask(call, link -> {
            Response.Metadata answer = call.ask(link, new Request.Describe());
            return new NodeDescription(answer.failureDomain(), answer.weight());
        });
    }
}
