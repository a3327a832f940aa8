package io.github.dqlite4j.engine;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.engine.exchange.SessionOwnership;
import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.peer.ParallelCalls;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.transport.CallerEventLoop;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** What a cancel reaches: the execution that is under way when it is called, and no other. */
@Timeout(60)
class ExecutionsTest {
    private final Object executor = new Object();
    private final CallerEventLoop loop = new CallerEventLoop();
    private final SessionOwnership ownership = new SessionOwnership(loop, () -> {});
    private final AtomicInteger wakes = new AtomicInteger();
    private final AtomicInteger cuts = new AtomicInteger();
    private final TransactionState transaction = new TransactionState(false, false);
    private final Executions executions = new Executions(ownership, transaction, wakes::incrementAndGet);
    private OpenResult openResult;

    @BeforeEach
    void begin() {
        openResult = new OpenResult(null);
        ownership.enter();
    }

    @AfterEach
    void end() {
        ownership.exit();
        loop.terminate();
    }

    private void cancelInAnotherThread() throws InterruptedException {
        assertThat(ParallelCalls.run(
                        () -> executions.stop(executor, Executions.Stop.CANCEL, openResult, cuts::incrementAndGet)))
                .containsOnlyNulls();
    }

    @Test
    void executionUnderWayIsStoppedAndCutOff() throws Exception {
        executions.begin(executor);
        cancelInAnotherThread();
        assertThat(wakes).hasValue(1);
        loop.runNow();
        assertThat(cuts).hasValue(1);
        assertThat(executions.isStopped()).isTrue();
        assertThatThrownBy(executions::check).isInstanceOf(EngineException.Stopped.class);
        executions.end();
        assertThat(executions.isStopped()).isFalse();
    }

    /** What is stopped before it sends something has nothing to cut off; the connection and its transaction go on. */
    @Test
    void executionThatHasStoppedByItselfIsNotCutOff() throws Exception {
        executions.begin(executor);
        cancelInAnotherThread();
        assertThatThrownBy(executions::check).isInstanceOf(EngineException.Stopped.class);
        loop.runNow();
        executions.end();
        assertThat(cuts).hasValue(0);
    }

    /** The owner has not looked at its tasks when the next execution begins. */
    @Test
    void cancelDoesNotReachTheNextExecution() throws Exception {
        executions.begin(executor);
        cancelInAnotherThread();
        executions.end();
        executions.begin(executor);
        loop.runNow();
        assertThat(cuts).hasValue(0);
        assertThat(executions.isStopped()).isFalse();
        executions.check();
        executions.end();
    }

    @Test
    void cancelInTheGapReachesNothing() throws Exception {
        executions.begin(executor);
        executions.end();
        cancelInAnotherThread();
        executions.begin(executor);
        loop.runNow();
        assertThat(cuts).hasValue(0);
        executions.check();
        executions.end();
    }

    @Test
    void executionOfAnotherIsNotStopped() throws Exception {
        executions.begin(new Object());
        cancelInAnotherThread();
        loop.runNow();
        assertThat(cuts).hasValue(0);
        executions.check();
        executions.end();
    }

    /** A step of an execution, such as a question of the driver's own, is stopped with it. */
    @Test
    void executionWithinAnotherIsAPartOfIt() throws Exception {
        executions.begin(executor);
        executions.begin(new Object());
        cancelInAnotherThread();
        assertThat(executions.isStopped()).isTrue();
        executions.end();
        assertThat(executions.isStopped()).isTrue();
        executions.end();
    }

    @Test
    void whatTakesBackIsSentInAnyCase() throws Exception {
        executions.begin(executor);
        cancelInAnotherThread();
        executions.check(SqlParser.parseOne("ROLLBACK"));
        executions.check(SqlParser.parseOne("ROLLBACK TO a"));
        executions.check(SqlParser.parseOne("RELEASE a"));
        assertThatThrownBy(() -> executions.check(SqlParser.parseOne("COMMIT")))
                .isInstanceOf(EngineException.Stopped.class);
        executions.end();
    }
}
