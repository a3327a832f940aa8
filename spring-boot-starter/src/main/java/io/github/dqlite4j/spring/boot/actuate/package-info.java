/** Health and the actuator endpoint {@code dqlite}. They ask the nodes directly, without a connection of the pool. */
@NullMarked
package io.github.dqlite4j.spring.boot.actuate;

import org.jspecify.annotations.NullMarked;
