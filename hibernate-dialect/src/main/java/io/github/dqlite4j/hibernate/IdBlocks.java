package io.github.dqlite4j.hibernate;

import io.github.dqlite4j.jdbc.DqliteConnection.Transaction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Ids that were taken from one counter in blocks and are not used yet, for each database of a session factory. A block belongs to the
 * transaction that took it. Once that transaction is committed, all transactions take ids from the block. If it ends in another way, or was
 * rolled back to a savepoint, the counter may give the same ids again, so the rest of the block is dropped. Thread-safe; never waits for
 * the database.
 */
final class IdBlocks {
    private final ReentrantLock lock = new ReentrantLock();
    private final Map<String, List<Block>> byDatabase = new HashMap<>();

    /** The last block that a transaction has taken, also after its last id was handed out. */
    private static final class Block {
        private final @Nullable Transaction transaction;
        private int savepointRollbacks;
        private long next;
        private long end;
        private int distance;

        /** @param transaction null if the block is committed */
        Block(@Nullable Transaction transaction) {
            this.transaction = transaction;
        }

        void set(long first, long end, int distance) {
            this.savepointRollbacks = transaction == null ? 0 : transaction.savepointRollbacks();
            this.next = first;
            this.end = end;
            this.distance = distance;
        }

        /** Whether a rollback to a savepoint may have reset the counter. */
        boolean isTakenBack() {
            return transaction != null && transaction.savepointRollbacks() != savepointRollbacks;
        }

        /** Whether no id will come from it any more, and its transaction is over. */
        boolean isOver() {
            if (transaction != null && transaction.isOpen()) {
                return false;
            }
            boolean committed = transaction == null || transaction.isCommitted();
            return next == end || !committed || isTakenBack();
        }

        boolean hasIdFor(@Nullable Transaction current) {
            if (next == end || isTakenBack()) {
                return false;
            }
            return transaction == null
                    || transaction.isCommitted()
                    || transaction.isOpen() && transaction.equals(current);
        }

        long next() {
            long id = next;
            next += distance;
            return id;
        }
    }

    /**
     * Hands out an id, if there is one that may be used now.
     *
     * @param current the transaction that it is for; null if none is open
     */
    @Nullable
    Long next(String database, @Nullable Transaction current) {
        lock.lock();
        try {
            List<Block> blocks = byDatabase.getOrDefault(database, List.of());
            for (Block block : blocks) {
                if (block.hasIdFor(current)) {
                    return block.next();
                }
            }
            return null;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Adds the rest of a block that was just taken from the counter.
     *
     * @param transaction in which it was taken; null if it is committed
     * @param end the first value behind the block
     * @return whether it is the first of its transaction
     */
    boolean add(String database, @Nullable Transaction transaction, long first, long end, int distance) {
        lock.lock();
        try {
            List<Block> blocks = byDatabase.computeIfAbsent(database, name -> new ArrayList<>());
            blocks.removeIf(Block::isOver);
            Block block = transaction == null ? null : lastOf(blocks, transaction);
            boolean isFirst = block == null;
            if (block == null) {
                block = new Block(transaction);
                blocks.add(block);
            }
            block.set(first, end, distance);
            return isFirst;
        } finally {
            lock.unlock();
        }
    }

    /**
     * The value from which the counter must continue in this transaction, if a rollback to a savepoint may have reset it to ids that are in
     * use; else null.
     */
    @Nullable
    Long takenBack(String database, @Nullable Transaction transaction) {
        lock.lock();
        try {
            Block block =
                    transaction == null ? null : lastOf(byDatabase.getOrDefault(database, List.of()), transaction);
            return block != null && block.isTakenBack() ? block.end : null;
        } finally {
            lock.unlock();
        }
    }

    /** Forgets all blocks: the counter starts again. */
    void reset() {
        lock.lock();
        try {
            byDatabase.clear();
        } finally {
            lock.unlock();
        }
    }

    private static @Nullable Block lastOf(List<Block> blocks, Transaction transaction) {
        for (Block block : blocks) {
            if (transaction.equals(block.transaction)) {
                return block;
            }
        }
        return null;
    }
}
