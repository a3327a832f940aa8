package io.github.dqlite4j.hibernate;

import org.hibernate.dialect.temptable.StandardLocalTemporaryTableStrategy;
import org.hibernate.query.sqm.mutation.spi.AfterUseAction;

/** TEMP tables belong to the connection. Dropping them after use means that a leader change cannot lose any of them. */
final class DqliteTemporaryTableStrategy extends StandardLocalTemporaryTableStrategy {

    @Override
    public String getTemporaryTableCreateCommand() {
        return "create temporary table if not exists";
    }

    @Override
    public String getTemporaryTableDropCommand() {
        return "drop table if exists";
    }

    @Override
    public AfterUseAction getTemporaryTableAfterUseAction() {
        return AfterUseAction.DROP;
    }
}
