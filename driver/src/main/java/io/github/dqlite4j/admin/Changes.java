package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.admin.NodeCall.Interview;
import io.github.dqlite4j.cluster.Redirects;
import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.report.ReportedException;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.NodeConnection;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Changes of the cluster. Before a change is sent, the leader is asked for the members and the other nodes for the leader, because a
 * cluster also executes changes that make it unusable. A request is sent again only if it was certainly not executed.
 */
final class Changes {
    private Changes() {}

    static void add(NodeCall call, long id, String address, NodeRole role) {
        if (role == NodeRole.VOTER) {
            checkCandidateAnswers(call, address);
        }
        make(call, new MemberChange.Addition(id, address));
        if (role != NodeRole.SPARE) {
            make(call, new MemberChange.Assignment(id, role));
        }
    }

    /** Returns the node that leads then. If the answer is lost, and the wanted node leads, the call has succeeded for whatever reason. */
    static ClusterNode transfer(NodeCall call, long id) {
        try {
            NodeAddress before = make(call, new MemberChange.Transfer(id));
            call.topology().forgetLeader(before);
        } catch (DqliteAdminException e) {
            call.followLeader();
            if (e.reason() != Reason.OUTCOME_UNKNOWN || !leads(call, id)) {
                throw e;
            }
        }
        call.followLeader();
        return Questions.leader(call);
    }

    private static boolean leads(NodeCall call, long id) {
        try {
            return Questions.leader(call).id() == id;
        } catch (DqliteAdminException e) {
            return false;
        }
    }

    static void setWeight(NodeCall call, long weight) {
        NodeConnection link = call.connect();
        try {
            call.ask(link, new Request.Weight(weight));
        } catch (TransportException e) {
            throw Failures.ofSent(e, link.node(), "setting the weight");
        } finally {
            link.close();
        }
    }

    /** Returns the node that led. */
    static NodeAddress make(NodeCall call, MemberChange change) {
        for (; ; ) {
            NodeConnection link = call.connect();
            RuntimeException failure;
            try {
                attempt(call, link, change);
                return link.node();
            } catch (NotDone e) {
                failure = Failures.of(e.cause, link.node());
                if (Failures.isLasting(e.cause) || call.isOver() || call.isForOneNode() && !isBusy(e.cause)) {
                    throw call.end(failure);
                }
                if (!isBusy(e.cause)) {
                    call.topology().forgetLeader(link.node());
                }
            } finally {
                link.close();
            }
            call.retry(failure);
        }
    }

    private static boolean isBusy(TransportException e) {
        return e instanceof TransportException.ServerFailure failure && Failures.isBusy(failure);
    }

    /** The request was not sent, or certainly not executed. */
    private static final class NotDone extends ReportedException {
        private static final long serialVersionUID = 1L;

        private final transient TransportException cause;

        NotDone(TransportException cause) {
            super(cause.getMessage(), cause);
            this.cause = cause;
        }
    }

    private static void attempt(NodeCall call, NodeConnection link, MemberChange change) throws NotDone {
        Request<Response.Empty> request;
        try {
            Response.Server leader = call.ask(link, new Request.Leader());
            checkLeads(call, link, leader);
            Response.Servers members = Questions.members(call, link);
            call.topology().membersNamed(link.node(), members);
            List<ClusterNode> nodes = Questions.nodes(members);
            request = change.request(nodes, leader.id());
            if (request == null) {
                return;
            }
            checkQuorum(call, link, nodes, change);
            checkCandidate(call, link, nodes, change);
            call.checkTime(link.node());
        } catch (TransportException e) {
            throw new NotDone(e);
        }
        try {
            if (change.takesLong()) {
                call.askPatiently(link, request);
            } else {
                call.ask(link, request);
            }
        } catch (TransportException e) {
            if (Failures.isSurelyNotExecuted(e)) {
                throw new NotDone(e);
            }
            throw Failures.ofSent(e, link.node(), change.says());
        }
        refresh(call, link);
    }

    /** So that this JVM knows the new members at once. The change has happened, so a failure here is not a failure of the call. */
    private static void refresh(NodeCall call, NodeConnection link) {
        try {
            call.topology().membersNamed(link.node(), Questions.members(call, link));
        } catch (TransportException e) {
            call.topology().forgetLeader(link.node());
        }
    }

    /**
     * Whether there is a majority without the voter that is removed. Otherwise the leader would step down, and the change could not be
     * undone.
     */
    private static void checkQuorum(
            NodeCall call, NodeConnection link, List<ClusterNode> members, MemberChange change) {
        Long lost = change.lostVoter(members);
        if (lost == null) {
            return;
        }
        List<ClusterNode> voters = members.stream()
                .filter(node -> node.role() == NodeRole.VOTER && node.id() != lost)
                .toList();
        Redirects redirects = call.topology().redirects();
        Set<NodeAddress> addresses = new LinkedHashSet<>();
        for (ClusterNode voter : voters) {
            NodeAddress address = redirects.target(voter.address(), link.node()).node();
            if (address != null && !address.equals(link.node())) {
                addresses.add(address);
            }
        }
        List<NodeAddress> others = List.copyOf(addresses);
        List<@Nullable Interview> answers = call.interview(others);
        List<NodeAddress> there = new ArrayList<>(List.of(link.node()));
        for (int i = 0; i < others.size(); i++) {
            NodeAddress other = others.get(i);
            Interview answer = answers.get(i);
            if (answer != null
                    && link.node()
                            .equals(redirects
                                    .target(answer.leader().address(), other)
                                    .node())) {
                there.add(other);
            }
        }
        if (there.size() <= voters.size() / 2) {
            throw new DqliteAdminException(
                    Reason.QUORUM_AT_RISK,
                    "After " + change.says() + " the voters would be " + voters + ", and of these only " + there
                            + " can be reached from here and follow the leader: the cluster would have none");
        }
    }

    private static void checkLeads(NodeCall call, NodeConnection link, Response.Server leader)
            throws TransportException {
        if (call.topology().isLeader(link.node(), leader)) {
            return;
        }
        if (call.isForOneNode()) {
            Redirects.Target target = call.topology().redirects().target(leader.address(), link.node());
            throw new DqliteAdminException(Reason.NOT_LEADER, link.node() + " does not lead; it " + target.says());
        }
        throw ServerErrors.notLeader();
    }

    /** A node of another cluster has a different log, which does not fit. A node that cannot be reached cannot catch up with the others. */
    private static void checkCandidate(
            NodeCall call, NodeConnection link, List<ClusterNode> members, MemberChange change) {
        String address = change.candidate(members);
        if (address == null) {
            return;
        }
        Redirects redirects = call.topology().redirects();
        NodeAddress node = change.isNew()
                ? redirects.mapped(NodeAddress.parse(address))
                : redirects.target(address, link.node()).node();
        Interview answer = node == null ? null : call.interview(List.of(node)).get(0);
        if (answer == null) {
            if (!change.isNew()) {
                throw unreachable(address);
            }
            return;
        }
        List<ClusterNode> knows = Questions.nodes(answer.members());
        if (!knows.isEmpty() && knows.stream().noneMatch(known -> isMember(known, members))) {
            throw new DqliteAdminException(
                    Reason.OTHER_CLUSTER,
                    address + " belongs to a cluster of " + knows + ", and none of them is a member of this one:"
                            + " a node that has data of another cluster must not be added");
        }
    }

    private static boolean isMember(ClusterNode known, List<ClusterNode> members) {
        return members.stream()
                .anyMatch(
                        member -> member.id() == known.id() && member.address().equals(known.address()));
    }

    /** Checked before it joins, so that it does not stay a spare. */
    private static void checkCandidateAnswers(NodeCall call, String address) {
        NodeAddress node = call.topology().redirects().mapped(NodeAddress.parse(address));
        if (call.interview(List.of(node)).get(0) == null) {
            throw unreachable(address);
        }
    }

    /** Otherwise the leader would try to reach it for 50 seconds, and refuse all other changes during that time. */
    private static DqliteAdminException unreachable(String address) {
        return new DqliteAdminException(
                Reason.UNREACHABLE,
                address + " cannot be reached from here, or is not a dqlite node, so it cannot become a voter");
    }
}
