package io.github.dqlite4j.sample.shop;

/** How well the shop knows a customer; stored by name. */
enum CustomerLevel {
    NEW,
    REGULAR
}
