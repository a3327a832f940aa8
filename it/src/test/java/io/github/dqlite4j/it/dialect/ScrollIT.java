package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.CascadeType;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import jakarta.persistence.OneToMany;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.hibernate.ScrollMode;
import org.hibernate.ScrollableResults;
import org.hibernate.Session;
import org.hibernate.SessionFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/** {@code scroll()} and streams. */
class ScrollIT {
    private static final int ROWS = 300;

    private static DqliteCluster cluster;
    private static SessionFactory sessions;

    @Entity(name = "Parent")
    static class Parent {
        @Id
        long id;

        @OneToMany(mappedBy = "parent", cascade = CascadeType.PERSIST)
        List<Child> children = new ArrayList<>();
    }

    @Entity(name = "Child")
    static class Child {
        @Id
        long id;

        @ManyToOne
        Parent parent;
    }

    @BeforeAll
    static void start() {
        cluster = DqliteCluster.start(1);
        sessions = SessionFactories.create(cluster.jdbcUrl("scroll"), Parent.class, Child.class);
        sessions.inTransaction(session -> {
            for (int i = 1; i <= ROWS; i++) {
                Parent parent = new Parent();
                parent.id = i;
                for (int j = 0; j < i % 3; j++) {
                    Child child = new Child();
                    child.id = 3L * i + j;
                    child.parent = parent;
                    parent.children.add(child);
                }
                session.persist(parent);
            }
        });
    }

    @AfterAll
    static void stop() {
        sessions.close();
        cluster.close();
    }

    private static ScrollableResults<Long> scroll(Session session, ScrollMode mode) {
        return session.createSelectionQuery("select p.id from Parent p order by p.id", Long.class)
                .setFetchSize(10)
                .scroll(mode);
    }

    @Test
    void theDefaultScrollsBothWays() {
        sessions.inTransaction(session -> {
            try (ScrollableResults<Long> rows = session.createSelectionQuery(
                            "select p.id from Parent p order by p.id", Long.class)
                    .scroll()) {
                assertThat(rows.last()).isTrue();
                assertThat(rows.get()).isEqualTo(ROWS);
                assertThat(rows.isLast()).isTrue();
                assertThat(rows.first()).isTrue();
                assertThat(rows.get()).isEqualTo(1);
            }
        });
    }

    @Test
    void positions() {
        for (ScrollMode mode : List.of(ScrollMode.SCROLL_INSENSITIVE, ScrollMode.SCROLL_SENSITIVE)) {
            sessions.inTransaction(session -> {
                try (ScrollableResults<Long> rows = scroll(session, mode)) {
                    assertThat(rows.scroll(20)).isTrue();
                    assertThat(rows.get()).isEqualTo(20);
                    assertThat(rows.scroll(-5)).isTrue();
                    assertThat(rows.get()).isEqualTo(15);
                    assertThat(rows.previous()).isTrue();
                    assertThat(rows.get()).isEqualTo(14);
                    assertThat(rows.position(99)).isTrue();
                    assertThat(rows.get()).isEqualTo(99);
                    assertThat(rows.position(-1)).isTrue();
                    assertThat(rows.get()).isEqualTo(ROWS);
                    assertThat(rows.next()).isFalse();
                    rows.beforeFirst();
                    assertThat(rows.next()).isTrue();
                    assertThat(rows.isFirst()).isTrue();
                }
            });
        }
    }

    @Test
    void forwardOnlyReadsOnce() {
        sessions.inTransaction(session -> {
            try (ScrollableResults<Long> rows = scroll(session, ScrollMode.FORWARD_ONLY)) {
                long seen = 0;
                while (rows.next()) {
                    assertThat(rows.get()).isEqualTo(++seen);
                }
                assertThat(seen).isEqualTo(ROWS);
                assertThatThrownBy(rows::first).hasMessageContaining("This result is read forwards only");
            }
        });
    }

    @Test
    void otherStatementsRunMeanwhile() {
        sessions.inTransaction(session -> {
            try (ScrollableResults<Long> rows = scroll(session, ScrollMode.FORWARD_ONLY)) {
                long seen = 0;
                while (rows.next()) {
                    assertThat(rows.get()).isEqualTo(++seen);
                    if (seen % 100 == 1) {
                        int children = session.createMutationQuery(
                                        "update Child set parent = parent where parent.id = :id")
                                .setParameter("id", seen)
                                .executeUpdate();
                        assertThat(children).isEqualTo((int) (seen % 3));
                    }
                }
                assertThat(seen).isEqualTo(ROWS);
            }
        });
    }

    @Test
    void entitiesWithTheirCollections() {
        sessions.inTransaction(session -> {
            try (ScrollableResults<Parent> rows = session.createSelectionQuery(
                            "select p from Parent p left join fetch p.children c order by p.id, c.id", Parent.class)
                    .scroll()) {
                long seen = 0;
                while (rows.next()) {
                    Parent parent = rows.get();
                    assertThat(parent.id).isEqualTo(++seen);
                    assertThat(parent.children).hasSize((int) (seen % 3));
                }
                assertThat(seen).isEqualTo(ROWS);
                assertThat(rows.last()).isTrue();
                assertThat(rows.get().id).isEqualTo(ROWS);
                assertThat(rows.previous()).isTrue();
                assertThat(rows.get().id).isEqualTo(ROWS - 1);
            }
        });
    }

    /** Its rows would need some 200 MB. The heap keeps what arrived last. */
    @Test
    void aStreamNeedsNoMoreMemoryThanItsLastMessage() {
        sessions.inTransaction(session -> {
            Runtime runtime = Runtime.getRuntime();
            long[] seen = new long[2];
            System.gc();
            long before = runtime.totalMemory() - runtime.freeMemory();
            try (Stream<String> rows = session.createNativeQuery(
                            "with recursive n(i) as (select 1 union all select i + 1 from n where i < 20000)"
                                    + " select printf('%05d', i) || hex(zeroblob(5000)) from n",
                            String.class)
                    .getResultStream()) {
                rows.forEach(row -> {
                    seen[0]++;
                    if (seen[0] % 5000 == 0) {
                        System.gc();
                        seen[1] = Math.max(seen[1], runtime.totalMemory() - runtime.freeMemory() - before);
                    }
                });
            }
            assertThat(seen[0]).isEqualTo(20_000);
            assertThat(seen[1]).isLessThan(100_000_000);
        });
    }

    @Test
    void aStreamThatEndsEarlyLeavesTheSessionUsable() {
        sessions.inTransaction(session -> {
            try (Stream<Long> ids = session.createSelectionQuery("select p.id from Parent p order by p.id", Long.class)
                    .getResultStream()) {
                assertThat(ids.limit(3)).containsExactly(1L, 2L, 3L);
            }
            assertThat(session.find(Parent.class, 7L)).isNotNull();
        });
    }
}
