package io.github.dqlite4j.spring.boot.metrics;

import io.github.dqlite4j.event.DqliteListener.Called;
import io.github.dqlite4j.event.DqliteListener.Calling;
import io.micrometer.observation.transport.Kind;
import io.micrometer.observation.transport.SenderContext;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What is known of one call that executes SQL. It sends nothing of a trace to the nodes. */
public final class DqliteObservationContext extends SenderContext<Object> {
    private static final String SYSTEM = "dqlite";

    private final Calling call;
    private final String operation;
    private @Nullable String text;
    private @Nullable Called end;

    DqliteObservationContext(Calling call) {
        super((carrier, key, value) -> {}, Kind.CLIENT);
        this.call = call;
        this.operation = SqlTexts.operation(call.statements(), call.executions());
        setCarrier(SYSTEM);
        setRemoteServiceName(SYSTEM);
    }

    void end(Called event) {
        end = event;
    }

    /** The name of the database, as in the URL. */
    public String getDatabase() {
        return call.database();
    }

    /** As the application has written them, without the values of parameters. Literals are in them. */
    public List<String> getStatements() {
        return call.statements();
    }

    /** How many executions this call is: more than one for a batch or a script. */
    public int getExecutions() {
        return call.executions();
    }

    /** The verb of the statement; of several, {@code BATCH} and the verb that all have. */
    public String getOperation() {
        return operation;
    }

    /** The statements with {@code ?} in place of each literal, without comments, at most 4,096 characters. */
    public String getText() {
        String known = text;
        if (known == null) {
            known = SqlTexts.withoutLiterals(call.statements());
            text = known;
        }
        return known;
    }

    /** Host and port of the node; null before the end, or if there was none. */
    public @Nullable String getNode() {
        return end == null ? null : end.node();
    }

    /** How often a statement was sent again, after busy answers and leader changes; 0 before the end. */
    public long getRetries() {
        return end == null ? 0 : end.retries();
    }
}
