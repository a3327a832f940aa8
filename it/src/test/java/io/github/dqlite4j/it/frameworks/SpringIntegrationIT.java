package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Message stores, locks and metadata of Spring Integration. */
class SpringIntegrationIT {
    private static final String[] JARS = {
        "spring-boot-integration",
        "spring-integration-core",
        "spring-integration-jdbc",
        "spring-messaging",
        "reactor-core",
        "reactive-streams",
        "micrometer-observation"
    };

    private static final String PROGRAM = """
            package app;

            import java.util.*;
            import java.util.concurrent.*;
            import javax.sql.DataSource;
            import org.springframework.boot.SpringApplication;
            import org.springframework.boot.autoconfigure.SpringBootApplication;
            import org.springframework.context.annotation.Bean;
            import org.springframework.jdbc.core.JdbcTemplate;

            import io.github.dqlite4j.spring.boot.integration.*;
            import org.springframework.integration.channel.QueueChannel;
            import org.springframework.integration.jdbc.lock.*;
            import org.springframework.integration.jdbc.metadata.JdbcMetadataStore;
            import org.springframework.integration.jdbc.store.*;
            import org.springframework.integration.store.MessageGroupQueue;
            import org.springframework.messaging.Message;
            import org.springframework.messaging.support.MessageBuilder;
            import org.springframework.transaction.PlatformTransactionManager;
            import org.springframework.transaction.support.TransactionTemplate;

            @SpringBootApplication
            public class Main {
            LINES

                @Bean
                QueueChannel orders(JdbcChannelMessageStore channelStore) {
                    return new QueueChannel(new MessageGroupQueue(channelStore, "orders"));
                }

                @Bean
                JdbcMessageStore messages(DataSource dataSource) {
                    return new JdbcMessageStore(dataSource);
                }

                @Bean
                DefaultLockRepository locks(DataSource dataSource) {
                    return new DefaultLockRepository(dataSource);
                }

                @Bean
                JdbcLockRegistry registry(DefaultLockRepository locks) {
                    return new JdbcLockRegistry(locks);
                }

                public static void main(String[] arguments) throws Exception {
                    try (var context = SpringApplication.run(Main.class, arguments)) {
                        QueueChannel orders = context.getBean("orders", QueueChannel.class);
                        for (String order : List.of("one", "two", "three")) {
                            orders.send(MessageBuilder.withPayload(order).build());
                        }
                        List<Object> received = new ArrayList<>();
                        TransactionTemplate transaction = new TransactionTemplate(context.getBean(PlatformTransactionManager.class));
                        for (int i = 0; i < 3; i++) {
                            transaction.executeWithoutResult(status -> received.add(orders.receive(0).getPayload()));
                        }
                        System.out.println("answer " + received + orders.receive(0));
                        JdbcMessageStore messages = context.getBean(JdbcMessageStore.class);
                        Message<String> message = MessageBuilder.withPayload("kept").build();
                        messages.addMessageToGroup("group", message);
                        System.out.println("answer " + messages.getMessageGroup("group").getMessages().iterator().next().getPayload()
                                + " " + messages.getMessageGroup("group").size());
                        messages.addMessage(message);
                        messages.removeMessageGroup("group");
                        System.out.println("answer " + messages.removeMessage(message.getHeaders().getId()));
                        JdbcMetadataStore metadata = context.getBean(JdbcMetadataStore.class);
                        System.out.println("answer " + metadata.putIfAbsent("file", "1") + metadata.putIfAbsent("file", "2")
                                + metadata.replace("file", "1", "3") + metadata.get("file"));
                        var lock = context.getBean(JdbcLockRegistry.class).obtain("a");
                        lock.lock();
                        DefaultLockRepository another = new DefaultLockRepository(context.getBean(DataSource.class));
                        another.setApplicationContext(context);
                        another.afterSingletonsInstantiated();
                        another.afterPropertiesSet();
                        another.start();
                        System.out.println("answer " + new JdbcLockRegistry(another).obtain("a").tryLock(200, TimeUnit.MILLISECONDS));
                        lock.unlock();
                        System.out.println("answer " + new JdbcLockRegistry(another).obtain("a").tryLock(20, TimeUnit.SECONDS));
                    }
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void messagesAreStored() throws Exception {
        assertThat(new FrameworkProgram(directory, "Spring Integration").run("integration", PROGRAM, JARS))
                .containsExactly("[one, two, three]null", "kept 1", "null", "null1true3", "false", "true");
    }
}
