package io.github.dqlite4j.jdbc.event;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.event.DqliteListener;
import io.github.dqlite4j.event.DqliteListener.OutcomeFound;
import io.github.dqlite4j.event.DqliteListener.Replayed;
import io.github.dqlite4j.peer.LogRecorder;
import io.github.dqlite4j.transport.NodeAddress;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.NullSource;
import org.junit.jupiter.params.provider.ValueSource;

class ListenersTest {
    /** Other tests of this JVM have events, too. */
    private static final String DATABASE = "listeners-test";

    private static final Duration SECOND = Duration.ofSeconds(1);

    private final List<Record> events = new ArrayList<>();
    private final LogRecorder log = LogRecorder.of("connections");
    private final DqliteListener listener = new DqliteListener() {
        @Override
        public void outcomeFound(OutcomeFound event) {
            if (event.database().equals(DATABASE)) {
                events.add(event);
            }
        }

        @Override
        public void replayed(Replayed event) {
            if (event.database().equals(DATABASE)) {
                events.add(event);
            }
        }
    };

    @BeforeEach
    void listen() {
        Listeners.INSTANCE.add(listener);
    }

    @AfterEach
    void close() {
        Listeners.INSTANCE.remove(listener);
        log.close();
    }

    @ParameterizedTest
    @NullSource
    @ValueSource(strings = "a:9001")
    void aNodeThatIsNotKnownIsNoText(@Nullable String address) {
        NodeAddress node = address == null ? null : NodeAddress.parse(address);
        Listeners.INSTANCE.outcomeFound(DATABASE, node, true, SECOND.toNanos());
        Listeners.INSTANCE.replayed(DATABASE, node, 3, SECOND.toNanos());
        assertThat(events)
                .containsExactly(
                        new OutcomeFound(DATABASE, address, true, SECOND), new Replayed(DATABASE, address, 3, SECOND));
    }

    @Test
    void theLogNamesNoNull() {
        Listeners.INSTANCE.outcomeFound(DATABASE, null, true, SECOND.toNanos());
        Listeners.INSTANCE.outcomeUnknown(DATABASE, null, new IllegalStateException("closed"));
        assertThat(log.shown(DATABASE))
                .hasSize(2)
                .noneMatch(line -> line.text().contains("null"))
                .allMatch(line -> line.text().contains("its node"));
    }
}
