/** Administration of a cluster: its members and their roles, the leadership, and copies of its databases. */
@NullMarked
package io.github.dqlite4j.admin;

import org.jspecify.annotations.NullMarked;
