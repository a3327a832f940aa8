/** What docs/failover.md promises, executed through each door of the driver. */
@NullMarked
package io.github.dqlite4j.contract;

import org.jspecify.annotations.NullMarked;
