package io.github.dqlite4j.it.shop;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class AuditTest {
    private static final Wanted TEA = new Wanted("a", 790, Map.of(1L, 1));
    private static final Wanted CUPS = new Wanted("b", 998, Map.of(2L, 2));
    private static final Map<Long, Integer> OPENING = Map.of(1L, 10, 2L, 10);

    private static List<String> audit(Map<String, Wanted> doubtful, List<Wanted> stored, int tea, int cups) {
        return Audit.complaints(Map.of("a", TEA), doubtful, stored, OPENING, Map.of(1L, tea, 2L, cups));
    }

    @Test
    void auditAcceptsConsistentData() {
        assertThat(audit(Map.of("b", CUPS), List.of(TEA, CUPS), 9, 8)).isEmpty();
        assertThat(audit(Map.of("b", CUPS), List.of(TEA), 9, 10)).isEmpty();
    }

    @Test
    void auditNoticesLostAndDuplicateOrders() {
        assertThat(audit(Map.of(), List.of(), 10, 10)).containsExactly("lost: a");
        assertThat(audit(Map.of(), List.of(TEA, TEA), 8, 10)).containsExactly("doubled: a");
        assertThat(audit(Map.of(), List.of(TEA, CUPS), 9, 8)).containsExactly("not sent by a client: b");
    }

    @Test
    void auditNoticesOrderThatDiffersFromRequest() {
        assertThat(audit(Map.of(), List.of(new Wanted("a", 789, Map.of(1L, 1))), 9, 10))
                .singleElement()
                .asString()
                .startsWith("wanted: ");
        assertThat(audit(Map.of(), List.of(new Wanted("a", 790, Map.of(1L, 2))), 8, 10))
                .singleElement()
                .asString()
                .startsWith("wanted: ");
    }

    @Test
    void auditNoticesStockThatDoesNotAddUp() {
        assertThat(audit(Map.of(), List.of(TEA), 8, 10)).containsExactly("stock of product 1: 8, not 9");
        Wanted tooMany = new Wanted("b", 5489, Map.of(2L, 11));
        assertThat(audit(Map.of("b", tooMany), List.of(TEA, tooMany), 9, -1))
                .containsExactly("negative stock of product 2: -1");
    }
}
