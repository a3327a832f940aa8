package io.github.dqlite4j.spring.boot.retry;

import jakarta.persistence.EntityManager;
import java.util.ArrayList;
import java.util.List;
import org.hibernate.Session;
import org.springframework.orm.jpa.EntityManagerHolder;
import org.springframework.transaction.support.TransactionSynchronizationManager;
import org.springframework.util.ClassUtils;

/** The entity managers that are bound to a thread. A context of another provider cannot be cleared, as it does not say what it holds. */
final class BoundContexts implements PersistenceContexts {
    private static final boolean HIBERNATE =
            ClassUtils.isPresent("org.hibernate.Session", BoundContexts.class.getClassLoader());

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

    private static final class Hibernate {
        private Hibernate() {}

        static boolean isEmpty(EntityManager manager) {
            return manager instanceof Session session && session.getStatistics().getEntityCount() == 0;
        }
    }

    private record Sessions(List<EntityManager> managers) implements Shared {
        @Override
        public boolean isBound() {
            return !managers.isEmpty();
        }

        @Override
        public boolean canBeCleared() {
            return managers.stream().allMatch(manager -> HIBERNATE && Hibernate.isEmpty(manager));
        }

        @Override
        public void clear() {
            managers.forEach(EntityManager::clear);
        }
    }
}
