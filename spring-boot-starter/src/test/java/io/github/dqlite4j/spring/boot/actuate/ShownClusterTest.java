package io.github.dqlite4j.spring.boot.actuate;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.admin.ClusterStatus;
import io.github.dqlite4j.nodes.ClusterNode;
import io.github.dqlite4j.nodes.NodeRole;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** What nodes say is bounded. */
class ShownClusterTest {
    private static ClusterNode node(long id, String address) {
        return new ClusterNode(id, address, NodeRole.VOTER);
    }

    private static ShownCluster shown(ClusterNode leader, List<ClusterNode> members) {
        ClusterStatus status = new ClusterStatus(leader, members, Duration.ofMillis(2));
        return ShownCluster.of(new ClusterView(status, status, Instant.EPOCH, Instant.EPOCH, 3, Duration.ZERO, null));
    }

    @Test
    void addressesAreShownAsTheyAre() {
        ShownCluster shown =
                shown(node(-1, "10.0.0.1:9001"), List.of(node(-1, "10.0.0.1:9001"), node(2, "[::1]:9001")));
        assertThat(shown.leader()).isEqualTo("10.0.0.1:9001");
        assertThat(shown.members())
                .containsExactly(
                        new ShownCluster.Member("18446744073709551615", "10.0.0.1:9001", "voter"),
                        new ShownCluster.Member("2", "[::1]:9001", "voter"));
        assertThat(shown.roundTripMillis()).isEqualTo(2);
        assertThat(shown.leaderChanges()).isEqualTo(3);
        assertThat(shown.noLeaderSince()).isNull();
    }

    @Test
    void otherTextsAreQuotedAndShort() {
        ShownCluster shown = shown(node(1, "UP, all is well"), List.of(node(1, "x".repeat(1500))));
        assertThat(shown.leader()).isEqualTo("\"UP, all is well\"");
        assertThat(shown.members().get(0).address())
                .hasSize(103)
                .startsWith("\"xxx")
                .endsWith("…\"");
    }

    @Test
    void aCrowdOfMembersIsCounted() {
        List<ClusterNode> crowd =
                IntStream.rangeClosed(1, 1000).mapToObj(i -> node(i, "h:" + i)).toList();
        ShownCluster shown = shown(node(1, "h:1"), crowd);
        assertThat(shown.members()).hasSize(32);
        assertThat(shown.moreMembers()).isEqualTo(968);
    }

    @Test
    void aLongErrorIsCut() {
        ShownCluster shown =
                ShownCluster.of(new ClusterView(null, null, null, null, 0, Duration.ofSeconds(4), "e".repeat(9000)));
        assertThat(shown.error()).hasSize(501);
        assertThat(shown.leader()).isNull();
        assertThat(shown.noLeaderForMillis()).isEqualTo(4000);
        assertThat(shown.members()).isEmpty();
    }
}
