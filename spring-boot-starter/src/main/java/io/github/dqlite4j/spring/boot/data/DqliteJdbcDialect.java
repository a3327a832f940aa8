package io.github.dqlite4j.spring.boot.data;

import java.util.Set;
import java.util.UUID;
import org.springframework.data.jdbc.core.dialect.JdbcDialect;
import org.springframework.data.relational.core.dialect.AbstractDialect;
import org.springframework.data.relational.core.dialect.LimitClause;
import org.springframework.data.relational.core.dialect.LockClause;
import org.springframework.data.relational.core.sql.IdentifierProcessing;
import org.springframework.data.relational.core.sql.IdentifierProcessing.LetterCasing;
import org.springframework.data.relational.core.sql.IdentifierProcessing.Quoting;
import org.springframework.data.relational.core.sql.LockOptions;
import org.springframework.data.relational.core.sql.render.UpsertRenderContext;
import org.springframework.data.relational.core.sql.render.UpsertRenderContexts;

/**
 * What Spring Data JDBC has to know of SQLite's SQL. {@code @Lock} adds nothing to a query: the write lock is taken by a transaction when it begins, and there are no locks of rows. Immutable and
 * thread-safe.
 */
public final class DqliteJdbcDialect extends AbstractDialect implements JdbcDialect {
    /** The one instance. */
    public static final DqliteJdbcDialect INSTANCE = new DqliteJdbcDialect();

    private static final IdentifierProcessing IDENTIFIERS =
            IdentifierProcessing.create(Quoting.ANSI, LetterCasing.AS_IS);

    private static final LimitClause LIMIT = new LimitClause() {
        @Override
        public String getLimit(long limit) {
            return "LIMIT " + limit;
        }

        /** SQLite has no OFFSET without a LIMIT. */
        @Override
        public String getOffset(long offset) {
            return "LIMIT -1 OFFSET " + offset;
        }

        @Override
        public String getLimitOffset(long limit, long offset) {
            return "LIMIT " + limit + " OFFSET " + offset;
        }

        @Override
        public Position getClausePosition() {
            return Position.AFTER_ORDER_BY;
        }
    };

    private static final LockClause NO_LOCK = new LockClause() {
        @Override
        public String getLock(LockOptions options) {
            return "";
        }

        @Override
        public Position getClausePosition() {
            return Position.AFTER_ORDER_BY;
        }
    };

    private DqliteJdbcDialect() {}

    @Override
    public String getName() {
        return "dqlite";
    }

    @Override
    public LimitClause limit() {
        return LIMIT;
    }

    @Override
    public LockClause lock() {
        return NO_LOCK;
    }

    /** SQLite does not look at the case of names. */
    @Override
    public IdentifierProcessing getIdentifierProcessing() {
        return IDENTIFIERS;
    }

    /** The driver stores and reads them. */
    @Override
    public Set<Class<?>> simpleTypes() {
        return Set.of(UUID.class);
    }

    /** Spring Data chooses its form by the class of its own dialects, and would send a MERGE, which SQLite does not have. */
    @Override
    public UpsertRenderContext getUpsertRenderContext() {
        return UpsertRenderContexts.UNSUPPORTED;
    }

    /** It needs GREATEST, which SQLite has under another name. */
    @Override
    public boolean supportsSingleQueryLoading() {
        return false;
    }
}
