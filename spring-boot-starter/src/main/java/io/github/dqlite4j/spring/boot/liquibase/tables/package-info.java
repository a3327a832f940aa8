/** What is stored in the tables of Liquibase itself, made printable where Liquibase puts it into messages. */
@NullMarked
package io.github.dqlite4j.spring.boot.liquibase.tables;

import org.jspecify.annotations.NullMarked;
