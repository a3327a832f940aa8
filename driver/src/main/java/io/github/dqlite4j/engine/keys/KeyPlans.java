package io.github.dqlite4j.engine.keys;

import io.github.dqlite4j.engine.failure.EngineException;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.TableName;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.function.LongSupplier;
import org.jspecify.annotations.Nullable;

/** The plans that a session has made for its inserts. Used by the owner of the session. */
public final class KeyPlans {
    private static final int MAX_PLANS = 256;

    private final KeyQueries queries;
    private final LongSupplier schemaChanges;
    private final Map<Question, KeyPlan> plans = new HashMap<>();
    private long schemaState;

    private record Question(String sql, KeyRequest request) {}

    /** @param schemaChanges differs after each change of the schema by this JVM */
    public KeyPlans(KeyQueries queries, LongSupplier schemaChanges) {
        this.queries = queries;
        this.schemaChanges = schemaChanges;
    }

    /** How to execute this INSERT so that the keys that are asked for come back. */
    public KeyPlan plan(SqlStatement statement, KeyRequest request) throws EngineException {
        long state = schemaChanges.getAsLong();
        if (state != schemaState) {
            plans.clear();
            schemaState = state;
        }
        Question question = new Question(statement.text(), request);
        KeyPlan known = plans.get(question);
        if (known == null) {
            known = make(statement, request);
            if (known == null) {
                return KeyPlan.plain(statement);
            }
            if (plans.size() >= MAX_PLANS) {
                plans.clear();
            }
            plans.put(question, known);
        }
        return known;
    }

    private @Nullable KeyPlan make(SqlStatement statement, KeyRequest request) throws EngineException {
        TableName table = Objects.requireNonNull(statement.targetTable());
        InsertTarget target = InsertTarget.find(queries, table);
        return target == null ? null : KeyPlan.of(statement, request, target);
    }

    /** Forgets all plans, since another client may have changed a table. */
    public void clear() {
        plans.clear();
    }
}
