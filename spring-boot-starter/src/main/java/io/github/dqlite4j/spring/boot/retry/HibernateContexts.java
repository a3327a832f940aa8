package io.github.dqlite4j.spring.boot.retry;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;

/** The sessions of Hibernate that are bound to a thread. A context of another provider cannot be cleared, as it does not say what it holds. */
final class HibernateContexts implements PersistenceContexts {
    @Override
    public Shared shared() {
        List<EntityManager> managers = new ArrayList<>();
        for (Object resource :
                TransactionSynchronizationManager.getResourceMap().values()) {
            if (resource instanceof EntityManagerHolder holder) {
                managers.add(holder.getEntityManager());
            }
        }
        return new Sessions(managers);
    }

    private record Sessions(List<EntityManager> managers) implements Shared {
        @Override
        public boolean isBound() {
            return !managers.isEmpty();
        }

        @Override
        public boolean canBeCleared() {
            return managers.stream()
                    .allMatch(manager -> manager instanceof Session session
                            && session.getStatistics().getEntityCount() == 0);
        }

        @Override
        public void clear() {
            managers.forEach(EntityManager::clear);
        }
    }
}
