package io.github.dqlite4j.spring.boot.compose;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

import io.github.dqlite4j.jdbc.DqliteDriver;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.springframework.boot.autoconfigure.service.connection.ConnectionDetailsFactory;
import org.springframework.boot.docker.compose.core.ConnectionPorts;
import org.springframework.boot.docker.compose.core.ImageReference;
import org.springframework.boot.docker.compose.core.RunningService;
import org.springframework.core.io.support.SpringFactoriesLoader;

/** A service as Docker Compose describes it. */
class DqliteDockerComposeConnectionDetailsFactoryTest {

    private record Service(Map<Integer, Integer> published, Map<String, @Nullable String> env)
            implements RunningService {
        @Override
        public String name() {
            return "database";
        }

        @Override
        public ImageReference image() {
            return ImageReference.of("localhost/dqlite4j/go-dqlite:1");
        }

        @Override
        public String host() {
            return "127.0.0.1";
        }

        @Override
        public ConnectionPorts ports() {
            return new ConnectionPorts() {
                @Override
                public int get(int containerPort) {
                    Integer port = published.get(containerPort);
                    if (port == null) {
                        throw new IllegalStateException("No host port mapping found");
                    }
                    return port;
                }

                @Override
                public List<Integer> getAll() {
                    return published.values().stream().sorted().toList();
                }

                @Override
                public List<Integer> getAll(@Nullable String protocol) {
                    return getAll();
                }
            };
        }

        @Override
        public Map<String, String> labels() {
            return Map.of();
        }
    }

    @Test
    void thePublishedPortsAreMappedOnAnyHost() throws Exception {
        String url = DqliteDockerComposeConnectionDetailsFactory.url(
                new Service(Map.of(9001, 32001, 9002, 32002), Map.of("DQLITE_DATABASE", "shop")));
        assertThat(url)
                .isEqualTo("jdbc:dqlite://127.0.0.1:32001,127.0.0.1:32002/shop"
                        + "?addressMapping=*:9001=127.0.0.1:32001,*:9002=127.0.0.1:32002");
        DqliteDriver.check(url);
        assertThat(DqliteDockerComposeConnectionDetailsFactory.url(new Service(Map.of(9001, 5), Map.of())))
                .startsWith("jdbc:dqlite://127.0.0.1:5/app?");
    }

    @Test
    void aServiceWithoutAPortOfANodeIsNamed() {
        assertThatIllegalStateException()
                .isThrownBy(() ->
                        DqliteDockerComposeConnectionDetailsFactory.url(new Service(Map.of(8080, 32001), Map.of())))
                .withMessage("The service database publishes no port of a node, 9001 to 9005, but [32001]");
    }

    @Test
    void springBootFindsTheFactory() {
        assertThat(SpringFactoriesLoader.forDefaultResourceLocation()
                        .load(
                                ConnectionDetailsFactory.class,
                                SpringFactoriesLoader.FailureHandler.logging(
                                        org.apache.commons.logging.LogFactory.getLog(getClass()))))
                .hasAtLeastOneElementOfType(DqliteDockerComposeConnectionDetailsFactory.class);
    }
}
