package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.transport.NodeAddress;
import io.github.dqlite4j.transport.RedirectPolicy;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/** Which of the addresses that a node names are connected to. */
class RedirectsTest {
    private static final DriverLog LOG = DriverLog.of("cluster");
    private static final NodeAddress OUTSIDE = NodeAddress.parse("192.0.2.1:9001");

    private static Redirects redirects(RedirectPolicy policy) {
        return new Redirects(
                policy,
                Map.of(NodeAddress.parse("172.17.0.2:9001"), NodeAddress.parse("127.0.0.1:32001")),
                List.of(NodeAddress.parse("seed.example.org:9001"), OUTSIDE),
                LOG);
    }

    private static Redirects redirects(RedirectPolicy.Kind kind) {
        return redirects(new RedirectPolicy(kind, Set.of(), Set.of()));
    }

    private static boolean allows(Redirects redirects, String named, String by) {
        return redirects.target(named, NodeAddress.parse(by)).node() != null;
    }

    @ParameterizedTest
    @EnumSource
    void whatTheUserHasGivenIsAlwaysAllowed(RedirectPolicy.Kind kind) {
        Redirects redirects = redirects(kind);
        assertThat(redirects.target("seed.example.org:9001", OUTSIDE).node())
                .isEqualTo(NodeAddress.parse("seed.example.org:9001"));
        assertThat(redirects.target("172.17.0.2:9001", OUTSIDE).node()).isEqualTo(NodeAddress.parse("127.0.0.1:32001"));
        // A node may name itself: the connection is there already.
        assertThat(allows(redirects, "127.0.0.1:5", "127.0.0.1:5")).isTrue();
    }

    @Test
    void aPortIsMappedOnEachHostThatHasNoEntryOfItsOwn() {
        Map<NodeAddress, NodeAddress> mapping = Map.of(
                NodeAddress.parse("*:9001"), NodeAddress.parse("127.0.0.1:32001"),
                NodeAddress.parse("172.17.0.3:9001"), NodeAddress.parse("127.0.0.1:32003"));
        Redirects redirects = new Redirects(
                new RedirectPolicy(RedirectPolicy.Kind.SEED, Set.of(), Set.of()), mapping, List.of(), LOG);
        assertThat(redirects.target("172.17.0.2:9001", null).node()).isEqualTo(NodeAddress.parse("127.0.0.1:32001"));
        assertThat(redirects.target("172.17.0.3:9001", null).node()).isEqualTo(NodeAddress.parse("127.0.0.1:32003"));
        assertThat(redirects.mapped(NodeAddress.parse("172.17.0.2:9002")))
                .isEqualTo(NodeAddress.parse("172.17.0.2:9002"));
    }

    @ParameterizedTest
    @EnumSource
    void whatIsNoAddressIsNone(RedirectPolicy.Kind kind) {
        for (String named : List.of("@socket", "a b:1", "host:99999", " ", "a\nb:1", "x".repeat(300))) {
            Redirects.Target target = redirects(kind).target(named, OUTSIDE);
            assertThat(target.node()).isNull();
            assertThat(target.isMalformed()).isTrue();
            assertThat(target.says())
                    .startsWith("names a node with an invalid address")
                    .doesNotContain("\n");
        }
        assertThat(redirects(kind).target("", OUTSIDE).says()).isEqualTo("does not know a leader");
    }

    @Test
    void allAllowsAll() {
        for (String named : List.of("127.0.0.1:1", "example.org:80", "169.254.169.254:80", "[::1]:1")) {
            assertThat(allows(redirects(RedirectPolicy.Kind.ALL), named, "192.0.2.1:9001"))
                    .isTrue();
        }
    }

    @Test
    void seedAllowsNothingElse() {
        for (String named : List.of("127.0.0.1:1", "192.0.2.2:9001", "192.0.2.1:9002", "other.example.org:9001")) {
            assertThat(allows(redirects(RedirectPolicy.Kind.SEED), named, "192.0.2.1:9001"))
                    .isFalse();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "127.0.0.1:1",
                "127.255.255.254:1",
                "0.0.0.0:1",
                "0.1.2.3:1",
                "169.254.169.254:80",
                "224.0.0.1:1",
                "[::1]:1",
                "[::]:1",
                "[fe80::1]:1",
                "[fe80::1%eth0]:1",
                "[ff02::1]:1",
                "[::ffff:127.0.0.1]:1",
                "[::127.0.0.1]:1",
                "localhost:1",
                "LOCALHOST:1",
                "127.1:1",
                "2130706433:1",
                "0x7f000001:1",
                "017700000001:1",
                "example.org:1",
                "metadata.internal:80"
            })
    void remoteAllowsNothingOnThisMachineOrLinkAndNoNames(String named) {
        Redirects redirects = redirects(RedirectPolicy.Kind.REMOTE);
        assertThat(allows(redirects, named, "192.0.2.1:9001")).isFalse();
        assertThat(allows(redirects, named, "seed.example.org:9001")).isFalse();
        assertThat(redirects.target(named, null).node()).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"192.0.2.7:9001", "10.0.0.1:1", "[2001:db8::1]:9001"})
    void remoteAllowsOtherMachines(String named) {
        for (String by : List.of("192.0.2.1:9001", "127.0.0.1:1", "seed.example.org:9001")) {
            assertThat(allows(redirects(RedirectPolicy.Kind.REMOTE), named, by)).isTrue();
        }
    }

    @ParameterizedTest
    @CsvSource({"127.0.0.1:2,127.0.0.1:1", "[::1]:2,localhost:1", "169.254.1.2:1,169.254.1.1:1"})
    void aNodeOnThisMachineMayNameAnotherOne(String named, String by) {
        assertThat(allows(redirects(RedirectPolicy.Kind.REMOTE), named, by)).isTrue();
    }

    @Test
    void aListHasHostsWithAndWithoutPorts() {
        Redirects redirects = redirects(new RedirectPolicy(
                RedirectPolicy.Kind.LISTED, Set.of(NodeAddress.parse("10.0.0.1:9001")), Set.of("db2")));
        assertThat(allows(redirects, "10.0.0.1:9001", "192.0.2.1:9001")).isTrue();
        assertThat(allows(redirects, "10.0.0.1:9002", "192.0.2.1:9001")).isFalse();
        assertThat(allows(redirects, "db2:1", "192.0.2.1:9001")).isTrue();
        assertThat(allows(redirects, "db2.example.org:1", "192.0.2.1:9001")).isFalse();
    }

    @Test
    void anAddressThatIsRefusedIsOneWarning() {
        Redirects redirects = redirects(RedirectPolicy.Kind.SEED);
        try (LogRecorder log = LogRecorder.of("cluster")) {
            for (int i = 0; i < 3; i++) {
                assertThat(redirects.target("10.9.9.9:1", OUTSIDE).says()).contains("redirects does not allow");
            }
            assertThat(log.shown("10.9.9.9:1"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.text()).contains("192.0.2.1:9001", "redirects=seed"));
        }
    }
}
