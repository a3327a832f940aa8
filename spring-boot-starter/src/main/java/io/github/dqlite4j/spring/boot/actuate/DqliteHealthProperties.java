package io.github.dqlite4j.spring.boot.actuate;

import java.time.Duration;
import org.springframework.boot.context.properties.ConfigurationProperties;

/** How the health of a cluster is checked. */
@ConfigurationProperties("spring.dqlite.health")
public class DqliteHealthProperties {
    /** How long there may be no leader before health is DOWN. */
    private Duration electionTimeout = Duration.ofSeconds(30);

    /** How long one check of a cluster may take in all. */
    private Duration timeout = Duration.ofMillis(800);

    public Duration getElectionTimeout() {
        return electionTimeout;
    }

    public void setElectionTimeout(Duration electionTimeout) {
        this.electionTimeout = electionTimeout;
    }

    public Duration getTimeout() {
        return timeout;
    }

    public void setTimeout(Duration timeout) {
        this.timeout = timeout;
    }
}
