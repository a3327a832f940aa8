package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener;
import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.EnumMap;
import java.util.Map;

/** The meters of one database. All exist from its first event on, with zero, so that each first event is visible as an increase. */
final class DatabaseMeters {
    private static final String OUTCOME = "outcome";

    private final MeterRegistry registry;
    private final Tags tags;
    private final Map<StatementOutcome, Timer> statements = new EnumMap<>(StatementOutcome.class);
    private final DistributionSummary attempts;
    private final Counter retries;
    private final Timer lockWaits;
    private final Counter inDoubt;
    private final Timer committed;
    private final Timer rolledBack;
    private final Timer replayed;
    private final Timer attached;
    private final Timer attachedAgain;
    private final Counter lost;

    DatabaseMeters(MeterRegistry registry, Tags tags) {
        this.registry = registry;
        this.tags = tags;
        for (StatementOutcome outcome : StatementOutcome.values()) {
            statements.put(
                    outcome, timer("dqlite.statements", "Statements, with BEGIN and COMMIT", OUTCOME, outcome.tag()));
        }
        attempts = DistributionSummary.builder("dqlite.statements.attempts")
                .description("How often one statement was sent")
                .tags(tags)
                .register(registry);
        retries = counter("dqlite.statements.retries", "How often a statement was sent again");
        lockWaits = timer("dqlite.lock.wait", "Waits of statements for the write lock");
        inDoubt = counter("dqlite.commits.in.doubt", "Changes whose outcome is not known (08007)");
        String verified = "Commits whose answer was lost, and how long it took to find out their outcome";
        committed = timer("dqlite.commits.verified", verified, OUTCOME, "committed");
        rolledBack = timer("dqlite.commits.verified", verified, OUTCOME, "rolled_back");
        replayed = timer("dqlite.transactions.replayed", "Transactions that were executed again and continued");
        String way = "The time that a connection took to reach the leader";
        attached = timer("dqlite.connections.attach", way, "again", "false");
        attachedAgain = timer("dqlite.connections.attach", way, "again", "true");
        lost = counter(
                "dqlite.connections.lost", "Connections that lost their node, or whose node lost the leadership");
    }

    private Timer timer(String name, String description, String... more) {
        return Timer.builder(name)
                .description(description)
                .tags(tags)
                .tags(more)
                .register(registry);
    }

    private Counter counter(String name, String description) {
        return Counter.builder(name).description(description).tags(tags).register(registry);
    }

    void executed(DqliteListener.Executed event) {
        StatementOutcome outcome = StatementOutcome.of(event.error());
        Timer timer = statements.get(outcome);
        if (timer != null) {
            timer.record(event.took());
        }
        attempts.record(event.attempts());
        if (event.attempts() > 1) {
            retries.increment(event.attempts() - 1.0);
        }
        if (!event.waited().isZero()) {
            lockWaits.record(event.waited());
        }
        if (outcome == StatementOutcome.IN_DOUBT) {
            inDoubt.increment();
        }
    }

    void attached(DqliteListener.Attached event) {
        (event.again() ? attachedAgain : attached).record(event.took());
    }

    void lost() {
        lost.increment();
    }

    void replayed(DqliteListener.Replayed event) {
        replayed.record(event.took());
    }

    void outcomeFound(DqliteListener.OutcomeFound event) {
        (event.committed() ? committed : rolledBack).record(event.took());
    }
}
