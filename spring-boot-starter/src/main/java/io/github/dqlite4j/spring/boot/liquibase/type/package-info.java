/** What the types of a changelog become on dqlite, where Liquibase's own choice for SQLite loses something. See docs/types.md. */
@NullMarked
package io.github.dqlite4j.spring.boot.liquibase.type;

import org.jspecify.annotations.NullMarked;
