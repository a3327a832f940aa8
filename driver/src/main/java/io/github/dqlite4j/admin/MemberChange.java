package io.github.dqlite4j.admin;

import io.github.dqlite4j.admin.DqliteAdminException.Reason;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.Role;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One change of the cluster, and what must hold before it is sent. Each record is one request of the protocol. */
sealed interface MemberChange {
    /**
     * The request that makes the change.
     *
     * @param members as the leader names them now
     * @param leader the id of the leader
     * @return null if the cluster is already in this state
     * @throws DqliteAdminException if the cluster would refuse the change, or be harmed by it
     */
    @Nullable
    Request<Response.Empty> request(List<ClusterNode> members, long leader);

    /** A description for messages. */
    String says();

    /** The voter that this change removes; null for none. */
    default @Nullable Long lostVoter(List<ClusterNode> members) {
        return null;
    }

    /** The address of a node that becomes a member or a voter, and is asked before; null for none. */
    default @Nullable String candidate(List<ClusterNode> members) {
        return null;
    }

    /** Whether the leader answers only after a node has received all data. */
    default boolean takesLong() {
        return false;
    }

    /** Whether the user has named the candidate, which is not a member yet. */
    default boolean isNew() {
        return false;
    }

    private static ClusterNode member(List<ClusterNode> members, long id) {
        return members.stream()
                .filter(node -> node.id() == id)
                .findFirst()
                .orElseThrow(() -> new DqliteAdminException(
                        Reason.UNKNOWN_ID,
                        "The cluster has no member with the id " + Long.toUnsignedString(id) + ", only " + members));
    }

    private static void checkLosable(ClusterNode node, List<ClusterNode> members, long leader) {
        if (node.role() == NodeRole.VOTER
                && members.stream()
                                .filter(each -> each.role() == NodeRole.VOTER)
                                .count()
                        == 1) {
            throw new DqliteAdminException(
                    Reason.LAST_VOTER, node + " is the only voter: without it the cluster could never have a leader");
        }
        if (node.id() == leader) {
            throw new DqliteAdminException(
                    Reason.IS_LEADER, node + " leads: transfer the leadership to another voter first");
        }
    }

    /** The node joins as a spare. */
    record Addition(long id, String address) implements MemberChange {
        @Override
        public @Nullable Request<Response.Empty> request(List<ClusterNode> members, long leader) {
            for (ClusterNode node : members) {
                if (node.id() == id && node.address().equals(address)) {
                    return null;
                }
                if (node.id() == id || node.address().equals(address)) {
                    throw new DqliteAdminException(
                            Reason.DUPLICATE,
                            "The cluster has " + node + " already; this id or this address is in use");
                }
            }
            return new Request.Add(id, address);
        }

        @Override
        public String says() {
            return "adding " + address + " with the id " + Long.toUnsignedString(id);
        }

        @Override
        public String candidate(List<ClusterNode> members) {
            return address;
        }

        @Override
        public boolean isNew() {
            return true;
        }
    }

    /** A member gets another role. */
    record Assignment(long id, NodeRole role) implements MemberChange {
        @Override
        public @Nullable Request<Response.Empty> request(List<ClusterNode> members, long leader) {
            ClusterNode node = member(members, id);
            if (node.role() == role) {
                return null;
            }
            if (role != NodeRole.VOTER) {
                checkLosable(node, members, leader);
            }
            return new Request.Assign(id, Role.values()[role.ordinal()]);
        }

        @Override
        public boolean takesLong() {
            return role == NodeRole.VOTER;
        }

        @Override
        public String says() {
            return "making " + Long.toUnsignedString(id) + " a " + role;
        }

        @Override
        public @Nullable Long lostVoter(List<ClusterNode> members) {
            return member(members, id).role() == NodeRole.VOTER ? id : null;
        }

        @Override
        public @Nullable String candidate(List<ClusterNode> members) {
            return role == NodeRole.VOTER ? member(members, id).address() : null;
        }
    }

    /** A member leaves. */
    record Removal(long id) implements MemberChange {
        @Override
        public Request<Response.Empty> request(List<ClusterNode> members, long leader) {
            checkLosable(member(members, id), members, leader);
            return new Request.Remove(id);
        }

        @Override
        public String says() {
            return "removing " + Long.toUnsignedString(id);
        }

        @Override
        public @Nullable Long lostVoter(List<ClusterNode> members) {
            return member(members, id).role() == NodeRole.VOTER ? id : null;
        }
    }

    /** Another voter leads. */
    record Transfer(long id) implements MemberChange {
        @Override
        public @Nullable Request<Response.Empty> request(List<ClusterNode> members, long leader) {
            ClusterNode node = member(members, id);
            if (id == leader) {
                return null;
            }
            if (node.role() != NodeRole.VOTER) {
                throw new DqliteAdminException(Reason.NOT_A_VOTER, node + " is not a voter, so it cannot lead");
            }
            return new Request.Transfer(id);
        }

        @Override
        public String says() {
            return "transferring the leadership to " + Long.toUnsignedString(id);
        }
    }
}
