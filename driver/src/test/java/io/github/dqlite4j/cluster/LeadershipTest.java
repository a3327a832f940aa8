package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.nodes.LeaderHistory;
import io.github.dqlite4j.transport.NodeAddress;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class LeadershipTest {
    private static final NodeAddress A = new NodeAddress("a", 9001);
    private static final NodeAddress B = new NodeAddress("b", 9001);

    private final AtomicLong now = new AtomicLong();
    private final Leadership leadership = new Leadership(now::get);

    private void wait(int seconds) {
        now.addAndGet(Duration.ofSeconds(seconds).toNanos());
    }

    @Test
    void nothingIsKnownAtFirst() {
        assertThat(leadership.history()).isEqualTo(new LeaderHistory(null, null, 0, null, Duration.ZERO));
    }

    @Test
    void aChangeAndTheTimeWithoutALeaderAreCounted() {
        leadership.leads(A);
        assertThat(leadership.history())
                .returns("a:9001", LeaderHistory::leader)
                .returns(0L, LeaderHistory::changes);
        leadership.missing();
        wait(3);
        leadership.missing();
        wait(1);
        assertThat(leadership.history())
                .returns("a:9001", LeaderHistory::leader)
                .returns(Duration.ofSeconds(4), LeaderHistory::missing)
                .extracting(LeaderHistory::missingSince)
                .isNotNull();
        leadership.leads(B);
        wait(5);
        assertThat(leadership.history())
                .returns("b:9001", LeaderHistory::leader)
                .returns(1L, LeaderHistory::changes)
                .returns(null, LeaderHistory::missingSince)
                .returns(Duration.ofSeconds(4), LeaderHistory::missing);
    }

    @Test
    void theSameLeaderAgainIsNoChange() {
        leadership.leads(A);
        wait(7);
        leadership.missing();
        leadership.leads(A);
        LeaderHistory history = leadership.history();
        assertThat(history).returns(0L, LeaderHistory::changes).returns(null, LeaderHistory::missingSince);
        assertThat(Duration.between(history.leaderSince(), Instant.now()))
                .isGreaterThanOrEqualTo(Duration.ofSeconds(7));
    }
}
