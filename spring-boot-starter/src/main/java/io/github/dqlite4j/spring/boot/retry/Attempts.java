package io.github.dqlite4j.spring.boot.retry;

import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.springframework.transaction.TransactionExecution;
import org.springframework.transaction.TransactionExecutionListener;

/** Finds the running attempt of a thread, and reports transactions to it. Every transaction manager has it as a listener. */
final class Attempts implements TransactionExecutionListener {
    private final ThreadLocal<@Nullable Attempt> current = new ThreadLocal<>();

    boolean isRunning() {
        return current.get() != null;
    }

    void begin(Attempt attempt) {
        current.set(attempt);
    }

    void end() {
        current.remove();
    }

    private void tell(Consumer<Attempt> event) {
        Attempt attempt = current.get();
        if (attempt != null) {
            event.accept(attempt);
        }
    }

    @Override
    public void afterBegin(TransactionExecution transaction, @Nullable Throwable beginFailure) {
        if (beginFailure == null) {
            tell(attempt -> attempt.begun(transaction));
        }
    }

    @Override
    public void beforeCommit(TransactionExecution transaction) {
        tell(attempt -> attempt.commits(transaction));
    }

    @Override
    public void afterCommit(TransactionExecution transaction, @Nullable Throwable commitFailure) {
        tell(attempt -> {
            if (commitFailure == null) {
                attempt.committed(transaction);
            } else {
                attempt.failed(transaction);
            }
        });
    }

    @Override
    public void afterRollback(TransactionExecution transaction, @Nullable Throwable rollbackFailure) {
        tell(attempt -> attempt.failed(transaction));
    }
}
