/** What a session knows of its database: tables, columns, and the columns whose values could crash a node. */
@NullMarked
package io.github.dqlite4j.engine.schema;

import org.jspecify.annotations.NullMarked;
