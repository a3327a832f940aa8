package io.github.dqlite4j.it.starter;

import org.springframework.boot.autoconfigure.SpringBootApplication;

/** An application with JPA and Flyway and no configuration of its own. */
@SpringBootApplication
class StarterApplication {}
