package io.github.dqlite4j.sample.shop;

/** Where an order is on its way; stored by name. */
enum OrderStatus {
    PLACED,
    SHIPPED
}
