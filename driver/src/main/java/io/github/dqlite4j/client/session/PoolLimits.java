package io.github.dqlite4j.client.session;

import java.time.Duration;

/**
 * The limits of a pool.
 *
 * @param smallest how many connections are kept, also without use
 * @param largest how many there are at most
 * @param acquire how long a call waits for one
 * @param idle after how long without use one is closed
 * @param lifetime after how long one is closed, when it is not in use; each a little earlier, so that they do not all end at once
 * @param trust how long after its last use one is given out without asking the node
 */
public record PoolLimits(
        int smallest, int largest, Duration acquire, Duration idle, Duration lifetime, Duration trust) {
    /** What is longer has no end, and would not fit into nanoseconds. */
    private static final Duration LONGEST = Duration.ofDays(36_500);

    public PoolLimits {
        acquire = limited(acquire);
        idle = limited(idle);
        lifetime = limited(lifetime);
        trust = limited(trust);
    }

    private static Duration limited(Duration time) {
        return time.compareTo(LONGEST) > 0 ? LONGEST : time;
    }
}
