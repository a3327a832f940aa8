package io.github.dqlite4j.spring.boot.liquibase;

import liquibase.database.Database;
import liquibase.snapshot.DatabaseSnapshot;
import liquibase.snapshot.SnapshotGenerator;
import liquibase.snapshot.jvm.UniqueConstraintSnapshotGenerator;
import liquibase.structure.DatabaseObject;
import org.jspecify.annotations.Nullable;

/**
 * Omits unique constraints from snapshots, as for SQLite: Liquibase would look for them in an information schema. The snapshots have their
 * indexes.
 */
@SuppressWarnings({"rawtypes", "unchecked"})
public final class NoUniqueConstraints extends UniqueConstraintSnapshotGenerator {
    /** Called by Liquibase. */
    public NoUniqueConstraints() {}

    @Override
    public int getPriority(Class<? extends DatabaseObject> type, Database database) {
        return database instanceof DqliteLiquibaseDatabase && super.getPriority(type, database) > 0
                ? PRIORITY_DATABASE
                : PRIORITY_NONE;
    }

    @Override
    protected @Nullable DatabaseObject snapshotObject(DatabaseObject example, DatabaseSnapshot snapshot) {
        return null;
    }

    @Override
    protected void addTo(DatabaseObject found, DatabaseSnapshot snapshot) {}

    @Override
    public Class<? extends SnapshotGenerator>[] replaces() {
        return new Class[] {UniqueConstraintSnapshotGenerator.class};
    }
}
