/** Spring Integration on dqlite: the queries of a message store for channels. Its tables are in the script for "sqlite". */
@NullMarked
package io.github.dqlite4j.spring.boot.integration;

import org.jspecify.annotations.NullMarked;
