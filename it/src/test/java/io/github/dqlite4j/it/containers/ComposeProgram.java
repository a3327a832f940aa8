package io.github.dqlite4j.it.containers;

import io.github.dqlite4j.admin.BlockingDqliteAdmin;
import io.github.dqlite4j.admin.DqliteAdmin;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.boot.jdbc.autoconfigure.JdbcConnectionDetails;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;

/**
 * An application with a service of Docker Compose as its database, in a process of its own: with Spring Boot's module on the class path, each
 * application of the tests would look for such a service. Prints the number of nodes, and a row that is read after another node has become the leader.
 */
@Configuration(proxyBeanMethods = false)
@EnableAutoConfiguration(exclude = {HibernateJpaAutoConfiguration.class, FlywayAutoConfiguration.class})
class ComposeProgram {
    public static void main(String[] arguments) {
        try (ConfigurableApplicationContext context = SpringApplication.run(ComposeProgram.class, arguments)) {
            BlockingDqliteAdmin admin = DqliteAdmin.of(
                            context.getBean(JdbcConnectionDetails.class).getJdbcUrl())
                    .blocking();
            JdbcClient client = context.getBean(JdbcClient.class);
            client.sql("CREATE TABLE t (n INTEGER)").update();
            client.sql("INSERT INTO t VALUES (7)").update();
            ContainerIT.moveLeader(admin);
            System.out.println("answer " + admin.members().size() + " "
                    + client.sql("SELECT n FROM t").query(Integer.class).single());
        }
    }
}
