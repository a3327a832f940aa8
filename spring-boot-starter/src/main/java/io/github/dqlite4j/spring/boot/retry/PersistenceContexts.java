package io.github.dqlite4j.spring.boot.retry;

/** The persistence contexts that a thread has outside a transaction: that of a web request, with open-in-view. */
interface PersistenceContexts {
    /** For applications without JPA. */
    PersistenceContexts NONE = () -> new Shared() {
        @Override
        public boolean isBound() {
            return false;
        }

        @Override
        public boolean canBeCleared() {
            return true;
        }

        @Override
        public void clear() {}
    };

    /** Those of the calling thread. */
    Shared shared();

    /** Contexts that outlive an attempt. */
    interface Shared {
        /** Whether there is one. */
        boolean isBound();

        /** Whether they can be cleared without an effect on the caller. */
        boolean canBeCleared();

        /** Clears the state that a failed attempt has left. */
        void clear();
    }
}
