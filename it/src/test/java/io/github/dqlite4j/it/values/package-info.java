/** One value, written and read by JPA, JdbcClient, plain JDBC and the functions of the server. */
@NullMarked
package io.github.dqlite4j.it.values;

import org.jspecify.annotations.NullMarked;
