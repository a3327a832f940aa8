/**
 * The sample application: a small shop whose database is a dqlite cluster, which only {@code spring.datasource.url} shows.
 * Worth copying: the annotations of {@link io.github.dqlite4j.sample.shop.OrderBook} and the request id.
 */
@NullMarked
package io.github.dqlite4j.sample.shop;

import org.jspecify.annotations.NullMarked;
