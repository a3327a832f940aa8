package io.github.dqlite4j.hibernate;

import org.hibernate.dialect.sequence.SequenceSupport;
import org.hibernate.query.IllegalQueryOperationException;

/**
 * Emulates a sequence with a table of one row and one column, {@code next_val}: the next free id. The session's own connection increments it: the
 * session's transaction holds the write lock, so a second connection would have to wait for it.
 */
final class SingleRowTableSequenceSupport implements SequenceSupport {

    static final SingleRowTableSequenceSupport INSTANCE = new SingleRowTableSequenceSupport();

    /** The column of the table. */
    static final String COLUMN = "next_val";

    /** Selects the names of all tables whose only column is {@code next_val}. */
    static final String QUERY_NAMES =
            "select m.name from sqlite_master m where m.type='table' and m.sql like '%next_val%'"
                    + " and (select group_concat(c.name) from pragma_table_info(m.name) c)='next_val'";

    private SingleRowTableSequenceSupport() {}

    @Override
    public String getSelectSequenceNextValString(String sequenceName) {
        throw new IllegalQueryOperationException(
                "A sequence of dqlite is a table, so its next value cannot be part of an INSERT … SELECT: "
                        + sequenceName + ". Leave allocationSize=1 out of its generator, or select the ids");
    }

    @Override
    public String getSequenceNextValString(String sequenceName) {
        return getSequenceNextValString(sequenceName, 1);
    }

    @Override
    public String getSequenceNextValString(String sequenceName, int increment) {
        String signed = IdCounter.signed(increment);
        return "update " + sequenceName + " set next_val=next_val+" + signed + " returning next_val-" + signed;
    }

    @Override
    public String[] getCreateSequenceStrings(String sequenceName, int initialValue, int incrementSize) {
        String create = "create table if not exists " + sequenceName + " (next_val integer not null)";
        String fill = "insert into " + sequenceName + " select " + initialValue + " where not exists (select 1 from "
                + sequenceName + ")";
        return incrementSize > 0 ? new String[] {create, fill} : new String[] {create, fill, countDown(sequenceName)};
    }

    /** Negates the increment: the statement that takes an id is the same for all sequences. */
    private static String countDown(String sequence) {
        char last = sequence.charAt(sequence.length() - 1);
        String trigger = Character.isLetterOrDigit(last) || last == '_'
                ? sequence + "_down"
                : sequence.substring(0, sequence.length() - 1) + "_down" + last;
        return "create trigger if not exists " + trigger + " after update on " + sequence
                + " when new.next_val=old.next_val+1 begin update " + sequence + " set next_val=old.next_val-1; end";
    }

    @Override
    public String[] getCreateSequenceStrings(String name, int initialValue, int incrementSize, String options) {
        return getCreateSequenceStrings(name, initialValue, incrementSize);
    }

    @Override
    public String getDropSequenceString(String sequenceName) {
        return "drop table if exists " + sequenceName;
    }

    @Override
    public String getRestartSequenceString(String sequenceName, long startWith) {
        return "update " + sequenceName + " set next_val=" + startWith;
    }
}
