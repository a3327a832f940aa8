package io.github.dqlite4j.it.frameworks;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Sessions in dqlite. */
class SpringSessionIT {
    private static final String[] JARS = {
        "spring-boot-session",
        "spring-boot-session-jdbc",
        "spring-session-core",
        "spring-session-jdbc",
        "spring-web",
        "tomcat-embed-core"
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

            import org.springframework.boot.web.context.servlet.AnnotationConfigServletWebApplicationContext;
            import org.springframework.mock.web.MockServletContext;
            import org.springframework.session.*;

            @SpringBootApplication
            public class Main {
                public static void main(String[] arguments) {
                    SpringApplication application = new SpringApplication(Main.class);
                    application.setApplicationContextFactory(type -> {
                        // A web application without a server.
                        var context = new AnnotationConfigServletWebApplicationContext();
                        context.setServletContext(new MockServletContext());
                        return context;
                    });
                    try (var context = application.run(arguments)) {
                        use(context.getBean(FindByIndexNameSessionRepository.class), context.getBean(JdbcTemplate.class));
                    }
                }

                static <S extends Session> void use(FindByIndexNameSessionRepository<S> sessions, JdbcTemplate jdbc) {
                    S session = sessions.createSession();
                    session.setAttribute("cart", new ArrayList<>(List.of("pen", "ink")));
                    session.setAttribute(FindByIndexNameSessionRepository.PRINCIPAL_NAME_INDEX_NAME, "ada");
                    sessions.save(session);
                    S read = sessions.findById(session.getId());
                    List<String> cart = read.getAttribute("cart");
                    System.out.println("answer " + cart);
                    read.setAttribute("cart", new ArrayList<>(List.of("paper")));
                    sessions.save(read);
                    System.out.println("answer " + sessions.findByPrincipalName("ada").get(session.getId()).getAttribute("cart"));
                    sessions.deleteById(session.getId());
                    System.out.println("answer " + sessions.findById(session.getId())
                            + jdbc.queryForObject("SELECT count(*) FROM spring_session_attributes", Integer.class));
                }
            }
            """;

    @TempDir
    Path directory;

    @Test
    void sessionsAreKept() throws Exception {
        FrameworkProgram program = new FrameworkProgram(directory, "Spring Session");
        assertThat(program.run("session", PROGRAM, JARS)).containsExactly("[pen, ink]", "[paper]", "null0");
    }
}
