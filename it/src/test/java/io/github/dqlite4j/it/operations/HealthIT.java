package io.github.dqlite4j.it.operations;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import io.github.dqlite4j.it.operations.ObservedApplication.Answer;
import java.sql.Connection;
import java.time.Instant;
import java.util.List;
import java.util.stream.StreamSupport;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.api.Test;
import tools.jackson.databind.JsonNode;

/** Health and the endpoint while the cluster has a leader, elects one, and has no majority. No connection of the pool is free, and a caller would wait for one for an hour. */
class HealthIT {
    private static final String NO_CONNECTION = "spring.datasource.hikari.connection-timeout=3600000";

    @AutoClose
    private final DqliteCluster cluster = DqliteCluster.start(3);

    private ObservedApplication application(String database, String... properties) {
        String[] all = new String[properties.length + 3];
        System.arraycopy(properties, 0, all, 0, properties.length);
        all[properties.length] = NO_CONNECTION;
        all[properties.length + 1] = "spring.datasource.hikari.maximum-pool-size=1";
        all[properties.length + 2] = "spring.dqlite.health.timeout=10s";
        return new ObservedApplication(cluster.jdbcUrl(database), all);
    }

    private static JsonNode details(Answer answer, String component) {
        return answer.json().at("/components/" + component + "/details");
    }

    private static boolean hasLeader(Answer answer) {
        return answer.status() == 200
                && !details(answer, "dqlite").path("leader").asString().equals("none");
    }

    @Test
    void healthAnswersWithoutThePool() throws Exception {
        try (ObservedApplication patient = application("patient", "spring.dqlite.health.election-timeout=1h");
                ObservedApplication strict = application("strict", "spring.dqlite.health.election-timeout=1ms");
                Connection taken = patient.dataSource().getConnection();
                Connection takenToo = strict.dataSource().getConnection()) {
            assertThat(List.of(taken, takenToo)).hasSize(2);
            DqliteCluster.Node leader = cluster.leader();
            for (ObservedApplication application : List.of(patient, strict)) {
                Answer answer = application.await("health", HealthIT::hasLeader);
                for (String component : List.of("dqlite", "db")) {
                    JsonNode details = details(answer, component);
                    assertThat(details.path("leader").asString())
                            .isEqualTo(leader.address().toString());
                    assertThat(details.path("roundTripMillis").asDouble()).isPositive();
                    assertThat(StreamSupport.stream(details.path("members").spliterator(), false)
                                    .map(member -> member.path("role").asString()))
                            .containsExactly("voter", "voter", "voter");
                }
            }

            DqliteCluster.Node follower = cluster.followers().get(0);
            leader.kill();
            follower.kill();
            // The last answer serves for a moment.
            Answer election =
                    patient.await("health", answer -> details(answer, "db").has("noLeaderSince"));
            assertThat(election.status()).as(election.body()).isEqualTo(200);
            assertThat(details(election, "dqlite").path("leader").asString()).isEqualTo("none");
            assertThat(Instant.parse(
                            details(election, "db").path("noLeaderSince").asString()))
                    .isBefore(Instant.now());
            assertThat(details(election, "dqlite").path("members").size()).isEqualTo(3);
            // An answer that comes too late has another error.
            Answer outage = strict.await(
                    "health",
                    answer -> answer.status() == 503
                            && details(answer, "dqlite")
                                    .path("error")
                                    .asString("")
                                    .contains("No leader"));
            assertThat(outage.json().at("/components/dqlite/status").asString()).isEqualTo("DOWN");
            assertThat(strict.get("health/liveness").status()).isEqualTo(200);
            JsonNode shown = strict.get("dqlite").json().at("/clusters/dataSource");
            assertThat(shown.path("leader").isNull() || shown.path("leader").isMissingNode())
                    .isTrue();
            assertThat(shown.path("noLeaderForMillis").asLong()).isPositive();

            leader.restart();
            follower.restart();
            for (ObservedApplication application : List.of(patient, strict)) {
                Answer again = application.await("health", HealthIT::hasLeader);
                assertThat(details(again, "dqlite").has("noLeaderSince")).isFalse();
            }
        }
    }

    @Test
    void theEndpointFollowsTheLeader() throws Exception {
        try (ObservedApplication application = application("endpoint")) {
            DqliteCluster.Node leader = cluster.leader();
            JsonNode shown = application
                    .await(
                            "dqlite",
                            answer -> leader.address()
                                    .toString()
                                    .equals(answer.json()
                                            .at("/clusters/dataSource/leader")
                                            .asString("")))
                    .json()
                    .at("/clusters/dataSource");
            assertThat(Instant.parse(shown.path("leaderSince").asString())).isBefore(Instant.now());
            assertThat(shown.path("members").size()).isEqualTo(3);
            assertThat(application
                            .get("dqlite/dataSource")
                            .json()
                            .path("leader")
                            .asString())
                    .isEqualTo(leader.address().toString());
            assertThat(application.get("dqlite/another").status()).isEqualTo(404);

            leader.kill();
            // Health finds the next leader without a statement.
            application.await(
                    "health",
                    answer -> hasLeader(answer)
                            && !details(answer, "dqlite")
                                    .path("leader")
                                    .asString()
                                    .equals(leader.address().toString()));
            assertThat(application
                            .get("dqlite/dataSource")
                            .json()
                            .path("leaderChanges")
                            .asLong())
                    .isPositive();
        }
    }
}
