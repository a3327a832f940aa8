package io.github.dqlite4j.sample.shop;

import java.time.Instant;
import java.util.List;

/** What the page shows of the database. */
record Snapshot(Instant at, List<ProductView> products, List<OrderView> orders, Report report) {}
