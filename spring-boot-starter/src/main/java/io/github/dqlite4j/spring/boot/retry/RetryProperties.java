package io.github.dqlite4j.spring.boot.retry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * What {@code spring.dqlite.retry.*} sets.
 *
 * @param mode which transactions are run again
 * @param maxRetries how often at most, after the first attempt
 * @param delay before the first retry
 * @param jitter how much each delay varies at random
 * @param multiplier by which the delay grows each time
 * @param maxDelay the longest delay
 * @param timeout after which there is no further attempt; a running one is not interrupted
 */
@ConfigurationProperties("spring.dqlite.retry")
public record RetryProperties(
        @DefaultValue("annotated") Mode mode,
        @DefaultValue("10") int maxRetries,
        @DefaultValue("50ms") Duration delay,
        @DefaultValue("25ms") Duration jitter,
        @DefaultValue("2") double multiplier,
        @DefaultValue("1s") Duration maxDelay,
        @DefaultValue("30s") Duration timeout) {

    /** Which transactions are run again. */
    public enum Mode {
        /** None, whatever is annotated. */
        OFF,
        /** Those with {@link RetryableTransaction}. */
        ANNOTATED,
        /** All that were rolled back, but those with an entity among their arguments or with {@link RetryCondition#NEVER}. */
        ALL
    }
}
