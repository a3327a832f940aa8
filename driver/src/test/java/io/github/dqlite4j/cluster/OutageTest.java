package io.github.dqlite4j.cluster;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.peer.LogRecorder.Line;
import io.github.dqlite4j.report.DriverLog;
import io.github.dqlite4j.time.SettableClock;
import io.github.dqlite4j.transport.NodeAddress;
import java.util.List;
import java.util.logging.Level;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class OutageTest {
    private static final NodeAddress A = new NodeAddress("a", 1);
    private static final NodeAddress B = new NodeAddress("b", 2);

    private final SettableClock clock = new SettableClock();
    private final LogRecorder log = LogRecorder.of("outage-test");
    private final Outage outage = new Outage(List.of(A, B), clock, DriverLog.of("outage-test"));

    @AfterEach
    void close() {
        log.close();
    }

    /** Rounds of a search, each of which fails after 100 ms. */
    private void search(int millis) {
        for (int i = 0; i < millis; i += 100) {
            outage.searching();
            clock.advance(100);
            outage.noLeader(() -> "a:1 does not know a leader");
        }
    }

    private List<String> shown() {
        return log.shown("").stream()
                .map(line -> line.level() + " " + line.text())
                .toList();
    }

    @Test
    void anOutageIsOneWarningAndOneLineAtItsEnd() {
        outage.leads(A);
        search(600_000);
        outage.leads(A);
        outage.leads(A);
        assertThat(shown())
                .containsExactly(
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s, and the search continues: a:1 does not know a leader",
                        "INFO The leader of [a:1, b:2] is a:1; none was found for 600.0 s");
    }

    @Test
    void theNextOutageIsLoggedAgain() {
        outage.leads(A);
        search(5000);
        outage.leads(B);
        clock.advance(60_000);
        search(3000);
        outage.leads(B);
        assertThat(shown())
                .containsExactly(
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s, and the search continues: a:1 does not know a leader",
                        "INFO The leader of [a:1, b:2] is b:2; it was a:1; none was found for 5.0 s",
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s, and the search continues: a:1 does not know a leader",
                        "INFO The leader of [a:1, b:2] is b:2; none was found for 3.0 s");
    }

    @Test
    void aShortSearchIsNotLogged() {
        outage.leads(A);
        search(1900);
        outage.leads(A);
        assertThat(shown()).isEmpty();
        search(1900);
        outage.leads(B);
        assertThat(shown()).containsExactly("INFO The leader of [a:1, b:2] is b:2; it was a:1");
    }

    @Test
    void theFirstLeaderIsNotShown() {
        outage.searching();
        outage.leads(A);
        assertThat(log.lines("The leader")).extracting(Line::level).containsExactly(Level.FINE);
    }

    @Test
    void aStartLogsItsSearchWithLongerAndLongerPauses() {
        search(65_000);
        assertThat(shown())
                .extracting(line -> line.replaceAll(", and.*", ""))
                .containsExactly(
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s",
                        "INFO No leader of [a:1, b:2] was found for 6.0 s",
                        "INFO No leader of [a:1, b:2] was found for 14.0 s",
                        "INFO No leader of [a:1, b:2] was found for 30.0 s",
                        "INFO No leader of [a:1, b:2] was found for 62.0 s");
        search(10_000_000);
        assertThat(shown()).hasSizeLessThan(15);
    }

    @Test
    void anAnswerEndsAnOutage() {
        outage.leads(A);
        search(5000);
        outage.answered(A);
        clock.advance(3_600_000);
        search(3000);
        outage.answered(B);
        assertThat(shown())
                .extracting(line -> line.replaceAll(", and.*", ""))
                .containsExactly(
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s",
                        "INFO The leader of [a:1, b:2] is a:1; none was found for 5.0 s",
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s",
                        "INFO The leader of [a:1, b:2] is b:2; it was a:1; none was found for 3.0 s");
    }

    /** Otherwise each request for health would be the end of an outage, and the next search would be another one. */
    @Test
    void anAnswerOfALeaderThatCannotBeUsedEndsNoOutage() {
        outage.leads(A);
        for (int i = 0; i < 3; i++) {
            search(3000);
            outage.notUsable(A, "no database");
            outage.answered(A);
        }
        assertThat(shown()).hasSize(1);
        outage.leads(A);
        search(3000);
        outage.answered(A);
        assertThat(shown())
                .extracting(line -> line.replaceAll(", and.*", ""))
                .containsExactly(
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s",
                        "INFO The leader of [a:1, b:2] is a:1; none was found for 9.0 s",
                        "WARNING No leader of [a:1, b:2] was found for 2.0 s",
                        "INFO The leader of [a:1, b:2] is a:1; none was found for 3.0 s");
    }

    @Test
    void anotherLeaderThanTheOneThatCannotBeUsedEndsTheOutage() {
        outage.leads(A);
        search(3000);
        outage.notUsable(A, "no database");
        outage.answered(B);
        assertThat(shown()).last().asString().endsWith("is b:2; it was a:1; none was found for 3.0 s");
    }

    @Test
    void timeInWhichNothingWasSearchedIsNoOutage() {
        outage.leads(A);
        search(1000);
        clock.advance(3_600_000);
        search(500);
        outage.leads(A);
        assertThat(shown()).isEmpty();
    }

    @Test
    void aRoundKnowsWhenALineIsDue() {
        assertThat(outage.searching()).isEqualTo(Outage.FIRST_NANOS);
        clock.advance(1990);
        outage.noLeader(() -> "");
        assertThat(outage.searching()).isBetween(1L, Outage.FIRST_NANOS);
        outage.leads(A);
        search(3000);
        assertThat(outage.searching()).isNegative();
    }
}
