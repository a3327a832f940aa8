/** The JDBC driver for dqlite. An application needs only {@code java.sql}: DriverManager finds the driver as a service. */
@SuppressWarnings("module") // the starter is compiled later
module io.github.dqlite4j.driver {
    requires transitive java.logging;
    requires transitive java.sql;
    requires static transitive org.jspecify;
    requires io.netty.buffer;
    requires io.netty.codec;
    requires io.netty.common;
    requires io.netty.handler;
    requires io.netty.transport;

    // For TCP_QUICKACK, which is found by its name: without it some answers take 40 ms longer.
    requires jdk.net;

    exports io.github.dqlite4j.admin;
    exports io.github.dqlite4j.client;
    exports io.github.dqlite4j.event;
    exports io.github.dqlite4j.jdbc;
    exports io.github.dqlite4j.jdbc.retry;
    exports io.github.dqlite4j.nodes;
    exports io.github.dqlite4j.settings;

    // Its support for Liquibase reads the texts of tables, and makes them fit for messages.
    exports io.github.dqlite4j.report to
            io.github.dqlite4j.spring.boot;
    exports io.github.dqlite4j.sql.lexer to
            io.github.dqlite4j.spring.boot;

    provides java.sql.Driver with
            io.github.dqlite4j.jdbc.DqliteDriver;
}
