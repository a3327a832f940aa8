package io.github.dqlite4j.it.reference;

import io.github.dqlite4j.hibernate.DqliteDialect;

/** Writes the SQL for the oldest server, so that the page does not depend on the node. */
public class OldestDialect extends DqliteDialect {
    /** Called by Hibernate. */
    public OldestDialect() {}
}
