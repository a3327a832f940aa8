package io.github.dqlite4j.sample.shop;

/** The status of an order, stored by name. */
enum OrderStatus {
    PLACED,
    SHIPPED
}
