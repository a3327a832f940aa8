/**
 * Liquibase on dqlite: the database with its types, and the changes of a table that ALTER TABLE of SQLite cannot make, by a
 * {@link io.github.dqlite4j.spring.boot.liquibase.TableRebuild}.
 */
@NullMarked
package io.github.dqlite4j.spring.boot.liquibase;

import org.jspecify.annotations.NullMarked;
