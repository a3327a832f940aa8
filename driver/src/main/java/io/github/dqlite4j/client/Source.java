package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.Sessions;
import io.github.dqlite4j.client.session.Step;
import io.github.dqlite4j.sql.ScriptCache;
import io.github.dqlite4j.sql.SqlParser;
import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/**
 * Where calls come from, and where they get their sessions.
 *
 * @param owner what must stay reachable while a call is under way
 */
record Source(Sessions sessions, Place place, Context context, Object owner) {

    /**
     * The data that a client shares with all objects that are created from it.
     *
     * @param completions completes futures in place of a thread that has to serve a session
     * @param limit for each call without its own limit; null for none
     */
    record Context(
            Executor executor,
            Executor completions,
            ScriptCache scripts,
            @Nullable Duration limit) {}

    /** What the next call will have in common with this one: it decides which statements about transactions make sense. */
    enum Place {
        CONNECTION,
        POOL,
        TRANSACTION
    }

    /** The same for what holds one session of this. */
    Source within(Sessions held, Place where, Object holder) {
        return new Source(held, where, context, holder);
    }

    Executor executor() {
        return context.executor();
    }

    @Nullable
    Duration limit() {
        return context.limit();
    }

    SqlScript parse(String sql) {
        SqlScript known = context.scripts().get(sql, false);
        if (known == null) {
            known = SqlParser.parse(sql);
            context.scripts().put(sql, false, known);
        }
        return known;
    }

    /** @throws DqliteClientException if the text is not one statement that makes sense here */
    SqlStatement one(String sql) {
        List<SqlStatement> statements = parse(sql).statements();
        if (statements.size() != 1) {
            throw DqliteClientException.usage(
                    statements.isEmpty()
                            ? "The text holds no statement"
                            : "The text holds " + statements.size() + " statements; use script");
        }
        SqlStatement statement = statements.get(0);
        if (place != Place.CONNECTION) {
            checkPlace(statement);
        }
        return statement;
    }

    /** @throws DqliteClientException if a statement about transactions makes no sense here */
    void checkPlace(SqlStatement statement) {
        switch (statement.kind()) {
            case BEGIN, COMMIT, ROLLBACK ->
                throw DqliteClientException.refused(
                        "25001",
                        place == Place.POOL
                                ? "Each call of a pool has a connection of its own; use transaction"
                                : "The function of a transaction does not end it: it ends with the stage that the function returns");
            case SAVEPOINT, RELEASE, ROLLBACK_TO -> {
                if (place == Place.POOL) {
                    throw DqliteClientException.refused(
                            "25001", "Each call of a pool has a connection of its own; use transaction");
                }
            }
            default -> {}
        }
    }

    /** Runs what completes a future, in a thread that may run callbacks. */
    void complete(Runnable completion) {
        try {
            context.completions().execute(completion);
        } catch (RuntimeException | Error e) {
            // It takes no more work, or cannot start a thread.
            completion.run();
        }
    }

    /**
     * Completes a future: in this thread, unless it has something else to do.
     *
     * @param next what the thread has to do then, as {@link Sessions#release} has returned it
     */
    void complete(@Nullable Step next, Runnable completion) {
        if (next == null) {
            completion.run();
        } else {
            complete(completion);
        }
    }

    /** Has another thread do this step; it may block. */
    void goOn(@Nullable Step next) {
        if (next != null) {
            Step.startAnyway(executor(), next);
        }
    }

    /** A future that has failed. */
    static <T extends @Nullable Object> CompletableFuture<T> failed(Throwable failure) {
        return CompletableFuture.failedFuture(failure);
    }
}
