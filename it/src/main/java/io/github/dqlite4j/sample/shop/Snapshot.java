package io.github.dqlite4j.sample.shop;

import java.time.Instant;
import java.util.List;

/** The data of the database that the page shows. */
record Snapshot(Instant at, List<ProductView> products, List<OrderView> orders, Report report) {}
