package io.github.dqlite4j.it.dialect;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.fixture.DqliteCluster;
import jakarta.persistence.ElementCollection;
import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.Inheritance;
import jakarta.persistence.InheritanceType;
import jakarta.persistence.ManyToOne;
import java.math.BigDecimal;
import java.time.Instant;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.hibernate.SessionFactory;
import org.hibernate.envers.AuditReader;
import org.hibernate.envers.AuditReaderFactory;
import org.hibernate.envers.Audited;
import org.hibernate.envers.RevisionType;
import org.hibernate.envers.query.AuditEntity;
import org.junit.jupiter.api.AutoClose;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Envers: the history of entities, with both strategies. */
class EnversIT {
    @AutoClose
    private static final DqliteCluster CLUSTER = DqliteCluster.start(1);

    @Entity(name = "Document")
    @Inheritance(strategy = InheritanceType.JOINED)
    @Audited
    static class Document {
        @Id
        long id;

        String title;
        BigDecimal price;

        @ManyToOne
        Document parent;

        @ElementCollection
        Set<String> tags = new HashSet<>();
    }

    @Entity(name = "Letter")
    @Audited
    static class Letter extends Document {
        String receiver;
    }

    @ParameterizedTest
    @ValueSource(strings = {"DefaultAuditStrategy", "ValidityAuditStrategy"})
    @SuppressWarnings("unchecked")
    void theHistoryOfAnEntity(String strategy) {
        try (SessionFactory sessions = SessionFactories.create(
                CLUSTER.jdbcUrl("envers"),
                Map.of(
                        "org.hibernate.envers.audit_strategy",
                        "org.hibernate.envers.strategy." + strategy,
                        "org.hibernate.envers.store_data_at_delete",
                        "true"),
                Document.class,
                Letter.class)) {
            Instant start = Instant.now().minusSeconds(3600);
            sessions.inTransaction(session -> {
                Document document = new Document();
                document.id = 1;
                document.title = "first";
                document.price = new BigDecimal("1.50");
                document.tags.add("a");
                session.persist(document);
                Letter letter = new Letter();
                letter.id = 2;
                letter.title = "letter";
                letter.receiver = "Ann";
                letter.parent = document;
                session.persist(letter);
            });
            sessions.inTransaction(session -> {
                Document document = session.find(Document.class, 1L);
                document.title = "second";
                document.tags.add("b");
                session.find(Letter.class, 2L).receiver = "Bob";
            });
            sessions.inTransaction(session -> session.remove(session.find(Letter.class, 2L)));
            sessions.inTransaction(session -> {
                AuditReader history = AuditReaderFactory.get(session);
                List<Number> revisions = history.getRevisions(Document.class, 1L);
                assertThat(revisions).hasSize(2);
                Document first = history.find(Document.class, 1L, revisions.get(0));
                assertThat(first.title).isEqualTo("first");
                assertThat(first.price).isEqualByComparingTo("1.50");
                assertThat(first.tags).containsExactly("a");
                Document second = history.find(Document.class, 1L, revisions.get(1));
                assertThat(second.title).isEqualTo("second");
                assertThat(second.tags).containsExactlyInAnyOrder("a", "b");
                Letter letter = history.find(Letter.class, 2L, revisions.get(0));
                assertThat(letter.receiver).isEqualTo("Ann");
                assertThat(letter.parent.title).isEqualTo("first");
                assertThat(history.getRevisionDate(revisions.get(0)).toInstant())
                        .isAfter(start);
                List<?> ofLetters = history.createQuery()
                        .forRevisionsOfEntity(Letter.class, false, true)
                        .addOrder(AuditEntity.revisionNumber().asc())
                        .getResultList();
                assertThat(ofLetters)
                        .extracting(row -> ((Object[]) row)[2])
                        .containsExactly(RevisionType.ADD, RevisionType.MOD, RevisionType.DEL);
                List<?> then = history.createQuery()
                        .forEntitiesAtRevision(Document.class, revisions.get(0))
                        .add(AuditEntity.property("title").like("fir%"))
                        .getResultList();
                assertThat(then).hasSize(1);
                assertThat(history.createQuery()
                                .forRevisionsOfEntity(Document.class, true, false)
                                .add(AuditEntity.id().eq(1L))
                                .add(AuditEntity.revisionNumber().maximize().computeAggregationInInstanceContext())
                                .getResultList())
                        .hasSize(1);
            });
        }
    }
}
