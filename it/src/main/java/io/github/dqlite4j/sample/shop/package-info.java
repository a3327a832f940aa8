/**
 * The sample: a small shop whose database is a dqlite cluster. Only {@code spring.datasource.url} says so. What to copy from
 * it: {@link io.github.dqlite4j.sample.shop.OrderDesk}, the two retry annotations and the request id.
 */
@NullMarked
package io.github.dqlite4j.sample.shop;

import org.jspecify.annotations.NullMarked;
