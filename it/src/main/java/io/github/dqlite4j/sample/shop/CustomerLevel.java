package io.github.dqlite4j.sample.shop;

/** The level of a customer, stored by name. */
enum CustomerLevel {
    NEW,
    REGULAR
}
