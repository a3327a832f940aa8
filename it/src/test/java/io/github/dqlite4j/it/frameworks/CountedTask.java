package io.github.dqlite4j.it.frameworks;

import java.util.concurrent.atomic.AtomicInteger;
import liquibase.change.custom.CustomTaskChange;
import liquibase.database.Database;
import liquibase.exception.ValidationErrors;
import liquibase.resource.ResourceAccessor;

/** Counts how often Liquibase runs it. */
public final class CountedTask implements CustomTaskChange {
    static final AtomicInteger RUNS = new AtomicInteger();

    /** Called by Liquibase. */
    public CountedTask() {}

    @Override
    public void execute(Database database) {
        RUNS.incrementAndGet();
    }

    @Override
    public String getConfirmationMessage() {
        return "counted";
    }

    @Override
    public void setUp() {}

    @Override
    public void setFileOpener(ResourceAccessor resources) {}

    @Override
    public ValidationErrors validate(Database database) {
        return new ValidationErrors();
    }
}
