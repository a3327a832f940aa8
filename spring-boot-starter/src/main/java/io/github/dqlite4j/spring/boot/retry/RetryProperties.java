package io.github.dqlite4j.spring.boot.retry;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;
import org.springframework.boot.context.properties.bind.DefaultValue;

/**
 * The properties {@code spring.dqlite.retry.*}.
 *
 * @param mode which transactions are run again
 * @param maxRetries the maximum number of attempts after the first one
 * @param delay the delay before the first retry
 * @param jitter how much each delay varies at random
 * @param multiplier the factor by which the delay grows each time
 * @param maxDelay the longest delay
 * @param timeout the time after which no further attempt starts; a running attempt is not interrupted
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
        /** None, not even those with an annotation. */
        OFF,
        /** Those with {@link RetryableTransaction}. */
        ANNOTATED,
        /** All that were rolled back, except those with an entity among their arguments or with {@link RetryCondition#NEVER}. */
        ALL
    }
}
