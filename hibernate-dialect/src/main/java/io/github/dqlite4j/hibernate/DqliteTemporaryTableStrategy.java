package io.github.dqlite4j.hibernate;

import org.hibernate.dialect.temptable.StandardLocalTemporaryTableStrategy;
import org.hibernate.query.sqm.mutation.spi.AfterUseAction;

/** TEMP tables live with the connection; dropping them after use leaves nothing that a change of leader would lose. */
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
