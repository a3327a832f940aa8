package io.github.dqlite4j.spring.boot.liquibase.tables;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.spring.boot.liquibase.DqliteLiquibaseDatabase;
import java.util.Arrays;
import liquibase.database.Database;
import liquibase.exception.LockException;
import liquibase.lockservice.DatabaseChangeLogLock;
import liquibase.lockservice.StandardLockService;

/** The lock of Liquibase. The name of its holder is in the message that the lock is not free. */
public final class PrintableLocks extends StandardLockService {
    /** Called by Liquibase. */
    public PrintableLocks() {}

    @Override
    public int getPriority() {
        return PRIORITY_DATABASE;
    }

    @Override
    public boolean supports(Database database) {
        return database instanceof DqliteLiquibaseDatabase;
    }

    @Override
    public DatabaseChangeLogLock[] listLocks() throws LockException {
        return Arrays.stream(super.listLocks())
                .map(lock -> new DatabaseChangeLogLock(
                        lock.getId(), lock.getLockGranted(), PrintableText.of(lock.getLockedBy())))
                .toArray(DatabaseChangeLogLock[]::new);
    }
}
