package io.github.dqlite4j.it.differential;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The statements of {@code differential/mutations.hql} and {@link CriteriaMutations}, on a real node and on H2. Both must return the same
 * count and leave the same rows in all tables, unless {@code differential/mutation-differences.txt} has a reason. Each runs in a
 * transaction that is rolled back.
 */
class MutationsIT {
    private static final Comparison WITH_H2 = new Comparison("mutation-differences.txt");

    private static DqliteCluster cluster;
    private static SessionFactory dqlite;
    private static SessionFactory h2;

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        dqlite = Comparison.open(cluster.jdbcUrl("mutations"), Depot.ENTITIES, Depot::fill);
        h2 = Comparison.open("jdbc:h2:mem:mutations;DB_CLOSE_DELAY=-1", Depot.ENTITIES, Depot::fill);
    }

    @AfterAll
    static void stop() {
        h2.close();
        dqlite.close();
        cluster.close();
    }

    static List<String> statements() {
        return Comparison.lines("mutations.hql");
    }

    static List<String> criteria() {
        return List.copyOf(CriteriaMutations.ALL.keySet());
    }

    interface Mutation {
        int execute(Session session);
    }

    /** A mutation as a question: its count, and then each row that was removed or added. */
    private record Changed(Mutation mutation) implements Question {
        @Override
        public List<?> ask(Session session) {
            Map<String, List<String>> before = rows(session);
            List<Object> answer = new ArrayList<>();
            answer.add(mutation.execute(session));
            Map<String, List<String>> after = rows(session);
            Depot.ROWS.forEach(query -> {
                difference("gone", before.get(query), after.get(query), answer);
                difference("new", after.get(query), before.get(query), answer);
            });
            session.getTransaction().setRollbackOnly();
            return answer;
        }

        private static Map<String, List<String>> rows(Session session) {
            Map<String, List<String>> rows = new LinkedHashMap<>();
            Depot.ROWS.forEach(query -> rows.put(
                    query,
                    session.createSelectionQuery(query, Object.class).getResultList().stream()
                            .map(Answer::text)
                            .toList()));
            return rows;
        }

        private static void difference(String what, List<String> of, List<String> without, List<Object> to) {
            List<String> left = new ArrayList<>(of);
            without.forEach(left::remove);
            left.forEach(row -> to.add(what + " " + row));
        }

        @Override
        public boolean ordered() {
            return true;
        }
    }

    @ParameterizedTest
    @MethodSource("statements")
    void hqlChangesTheSame(String hql) {
        compare(hql, session -> session.createMutationQuery(hql).executeUpdate());
    }

    @ParameterizedTest
    @MethodSource("criteria")
    void criteriaChangeTheSame(String name) {
        compare(name, CriteriaMutations.ALL.get(name));
    }

    private static void compare(String name, Mutation mutation) {
        Map<String, List<String>> before = dqlite.fromTransaction(Changed::rows);
        Answer expected = Answer.of(h2, new Changed(mutation));
        Answer found = Answer.of(dqlite, new Changed(mutation));
        assertThat(dqlite.fromTransaction(Changed::rows))
                .as("what is there after the rollback")
                .isEqualTo(before);
        WITH_H2.check(name, expected, found);
    }

    @Test
    void eachDifferenceIsThatOfAStatement() {
        WITH_H2.checkNames(
                Stream.concat(statements().stream(), criteria().stream()).toList());
    }
}
