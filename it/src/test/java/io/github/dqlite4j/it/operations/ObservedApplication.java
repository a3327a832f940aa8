package io.github.dqlite4j.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;
import javax.sql.DataSource;
import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.EnableAutoConfiguration;
import org.springframework.boot.flyway.autoconfigure.FlywayAutoConfiguration;
import org.springframework.boot.hibernate.autoconfigure.HibernateJpaAutoConfiguration;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.jdbc.core.simple.JdbcClient;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** A small application with a web server, and its answers over HTTP. */
final class ObservedApplication implements AutoCloseable {
    /** Far from every limit of the tests, and from the connection timeout of the pool, which is an hour. */
    private static final Duration PATIENCE = Duration.ofMinutes(2);

    private static final JsonMapper JSON = new JsonMapper();

    private final HttpClient http = HttpClient.newHttpClient();
    private final ConfigurableApplicationContext context;

    @Configuration(proxyBeanMethods = false)
    @EnableAutoConfiguration(exclude = {HibernateJpaAutoConfiguration.class, FlywayAutoConfiguration.class})
    static class App {}

    /** The answer to one request. */
    record Answer(int status, String body) {
        JsonNode json() {
            return JSON.readTree(body);
        }
    }

    ObservedApplication(String url, String... properties) {
        List<String> arguments = new ArrayList<>(List.of(
                "--spring.datasource.url=" + url,
                "--server.port=0",
                "--server.address=127.0.0.1",
                "--spring.data.jpa.repositories.enabled=false",
                "--management.endpoints.web.exposure.include=health,dqlite,prometheus",
                "--management.endpoint.health.show-details=always",
                "--management.endpoint.health.probes.enabled=true"));
        for (String property : properties) {
            arguments.add("--" + property);
        }
        context = new SpringApplication(App.class).run(arguments.toArray(String[]::new));
    }

    Answer get(String path) {
        String port = context.getEnvironment().getRequiredProperty("local.server.port");
        HttpRequest request = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + port + "/actuator/" + path))
                .timeout(PATIENCE)
                .build();
        try {
            HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
            return new Answer(answer.statusCode(), answer.body());
        } catch (IOException e) {
            throw new AssertionError(path + " was not answered", e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }

    /** Asks until the answer is as wanted. */
    Answer await(String path, Predicate<Answer> wanted) throws InterruptedException {
        long until = System.nanoTime() + PATIENCE.toNanos();
        Answer last = get(path);
        while (!wanted.test(last) && System.nanoTime() < until) {
            Thread.sleep(200);
            last = get(path);
        }
        assertThat(last).matches(wanted);
        return last;
    }

    DataSource dataSource() {
        return context.getBean(DataSource.class);
    }

    JdbcClient jdbc() {
        return context.getBean(JdbcClient.class);
    }

    @Override
    public void close() {
        context.close();
    }
}
