package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.time.NanoClock;

/** How long a session waits, for what. Any thread may ask and set. Deadlines are moments of the {@link NanoClock}. */
public final class Timeouts {
    private final Settings settings;
    private final NanoClock clock;
    private volatile int network;

    /** Of the next statement; negative for the option's. */
    private volatile int nextBusy = -1;

    public Timeouts(Settings settings, NanoClock clock) {
        this.settings = settings;
        this.clock = clock;
        this.network = settings.socketTimeout();
    }

    /** Milliseconds, 0 for the default of the settings. */
    public int network() {
        return network;
    }

    public void network(int millis) {
        network = millis;
    }

    /** How many milliseconds to wait for the write lock. */
    public int busy() {
        int next = nextBusy;
        return next < 0 ? settings.number(DqliteProperty.BUSY_TIMEOUT) : next;
    }

    /** Sets how many milliseconds the next statement waits for the write lock. */
    public void nextBusy(int millis) {
        nextBusy = millis;
    }

    /** That statement is executed. */
    public void resetBusy() {
        if (nextBusy >= 0) {
            nextBusy = -1;
        }
    }

    /** How many milliseconds to wait for an answer that only the network delays. */
    public int networkMillis() {
        int set = network;
        return set > 0 ? set : settings.socketTimeout();
    }

    /** The latest moment for an answer that only the network delays. */
    public long networkDeadline() {
        return clock.deadline(networkMillis());
    }

    /** The latest moment for a statement that begins now. */
    public long queryDeadline(int seconds) {
        return clock.deadline(settings.queryMillis(seconds));
    }
}
