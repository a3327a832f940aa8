package io.github.dqlite4j.hibernate;

import java.util.List;
import org.hibernate.metamodel.mapping.EntityMappingType;
import org.hibernate.query.IllegalQueryOperationException;
import org.hibernate.query.sqm.tree.domain.SqmPath;
import org.hibernate.query.sqm.tree.insert.SqmConflictClause;
import org.hibernate.query.sqm.tree.insert.SqmInsertSelectStatement;
import org.hibernate.sql.ast.tree.expression.QueryLiteral;
import org.hibernate.sql.ast.tree.insert.ConflictClause;
import org.hibernate.sql.ast.tree.insert.InsertSelectStatement;
import org.hibernate.sql.ast.tree.predicate.BooleanExpressionPredicate;
import org.hibernate.sql.ast.tree.select.QueryGroup;
import org.hibernate.sql.ast.tree.select.QueryPart;
import org.hibernate.sql.ast.tree.select.QuerySpec;
import org.hibernate.type.BasicType;
import org.jspecify.annotations.Nullable;

/** What SQLite needs for {@code insert … on conflict}. */
final class ConflictClauses {

    private ConflictClauses() {}

    /**
     * Gives the SELECT of an INSERT with a conflict clause a WHERE, if it has none. After a FROM, SQLite reads ON as the condition of a
     * join.
     *
     * @see <a href="https://sqlite.org/lang_upsert.html">Parsing ambiguity</a>
     */
    static void separate(InsertSelectStatement statement, BasicType<Boolean> bool) {
        if (statement.getConflictClause() == null || statement.getSourceSelectStatement() == null) {
            return;
        }
        QuerySpec last = last(statement.getSourceSelectStatement());
        if (last.getWhereClauseRestrictions() == null) {
            last.applyPredicate(new BooleanExpressionPredicate(new QueryLiteral<>(true, bool)));
        }
    }

    private static QuerySpec last(QueryPart part) {
        if (part instanceof QueryGroup group) {
            List<? extends QueryPart> parts = group.getQueryParts();
            return last(parts.get(parts.size() - 1));
        }
        return (QuerySpec) part;
    }

    /** Refuses the name of a constraint: SQLite supports only columns, and the mapping of names to columns is not kept. */
    static void check(@Nullable ConflictClause conflict) {
        if (conflict != null && conflict.getConstraintName() != null) {
            throw new IllegalQueryOperationException(
                    "SQLite has no \"on conflict on constraint " + conflict.getConstraintName()
                            + "\": name the columns of the constraint, as in \"on conflict (a, b)\"");
        }
    }

    /** Refuses DO UPDATE of a subclass in the table of its root, which ends in a NullPointerException of Hibernate. */
    static void checkEntity(EntityMappingType entity, SqmConflictClause<?> conflict) {
        if (conflict.getConflictAction() != null
                && entity.getSuperMappingType() != null
                && entity.getDiscriminatorMapping() != null
                && !entity.getEntityPersister().hasMultipleTables()) {
            throw new IllegalQueryOperationException(
                    "Hibernate cannot make \"on conflict do update\" of an entity that shares the table"
                            + " of its superclass: " + entity.getEntityName()
                            + ". \"do nothing\" works, as does StatelessSession.upsert");
        }
    }

    /**
     * Refuses a path that is not one of the table of the INSERT. In an INSERT … SELECT, HQL looks names up in the SELECT:
     * {@code on conflict (id)} is the id of another entity.
     */
    static void checkPaths(SqmInsertSelectStatement<?> insert, SqmConflictClause<?> conflict) {
        conflict.getConstraintPaths().forEach(path -> checkRoot(insert, path));
        if (conflict.getConflictAction() != null) {
            conflict.getConflictAction()
                    .getSetClause()
                    .getAssignments()
                    .forEach(assignment -> checkRoot(insert, assignment.getTargetPath()));
        }
    }

    private static void checkRoot(SqmInsertSelectStatement<?> insert, SqmPath<?> path) {
        SqmPath<?> root = path;
        while (root.getLhs() != null) {
            root = root.getLhs();
        }
        if (!root.getNavigablePath().equals(insert.getTarget().getNavigablePath())) {
            throw new IllegalQueryOperationException("The path " + path.getNavigablePath()
                    + " in \"on conflict\" is one of the SELECT, since HQL looks names up there. Build the statement with the Criteria"
                    + " API, or leave the attributes out: \"on conflict do nothing\"");
        }
    }
}
