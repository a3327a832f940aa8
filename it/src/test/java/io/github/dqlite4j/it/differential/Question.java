package io.github.dqlite4j.it.differential;

import java.util.List;
import org.hibernate.Session;

/** One query. */
interface Question {
    List<?> ask(Session session);

    /** Whether the query fixes the order of its rows. */
    boolean ordered();

    /** @param hql if it ends in an ORDER BY, the order of the rows counts */
    static Question hql(String hql) {
        boolean ordered =
                hql.toLowerCase(java.util.Locale.ROOT).matches("(?s).*\\border by\\b[^()]*(\\([^()]*\\)[^()]*)*");
        return new Question() {
            @Override
            public List<?> ask(Session session) {
                return session.createSelectionQuery(hql, Object.class).getResultList();
            }

            @Override
            public boolean ordered() {
                return ordered;
            }
        };
    }
}
