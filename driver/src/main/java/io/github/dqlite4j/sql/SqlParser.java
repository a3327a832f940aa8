package io.github.dqlite4j.sql;

import io.github.dqlite4j.sql.guard.Guard;
import io.github.dqlite4j.sql.lexer.Tokenizer;
import io.github.dqlite4j.sql.lexer.Tokens;
import io.github.dqlite4j.sql.resolve.LongNumbers;
import io.github.dqlite4j.sql.resolve.ResultColumns;
import io.github.dqlite4j.sql.statement.Classifier;
import io.github.dqlite4j.sql.statement.SchemaNames;
import io.github.dqlite4j.sql.statement.SqlKind;
import io.github.dqlite4j.sql.statement.SqlParameters;
import io.github.dqlite4j.sql.statement.SqlScript;
import io.github.dqlite4j.sql.statement.SqlStatement;
import io.github.dqlite4j.sql.statement.StatementSplitter;
import java.util.ArrayList;
import java.util.List;

/** Splits a text into statements and collects the facts about each. The text is tokenized once. */
public final class SqlParser {
    private SqlParser() {}

    /**
     * Splits a text where SQLite would. Never throws: invalid SQL becomes a statement that the server will reject. Time is
     * linear in the length of the text.
     */
    public static SqlScript parse(String sql) {
        Tokens tokens = Tokenizer.tokenize(sql);
        List<SqlStatement> statements = new ArrayList<>(1);
        int from = 0;
        while (from < tokens.size()) {
            int to = StatementSplitter.end(tokens, from);
            if (to > from) {
                statements.add(statement(tokens.range(from, to)));
            }
            from = to + 1;
        }
        return new SqlScript(statements);
    }

    /**
     * The first statement of a text.
     *
     * @throws IndexOutOfBoundsException if the text contains no statement
     */
    public static SqlStatement parseOne(String sql) {
        return parse(sql).statements().get(0);
    }

    private static SqlStatement statement(Tokens tokens) {
        String text = tokens.sql().substring(tokens.start(0), tokens.end(tokens.size() - 1));
        Classifier classifier = new Classifier(tokens);
        SqlKind kind = classifier.kind();
        boolean returnsRows = classifier.returnsRows();
        return new SqlStatement(
                text,
                kind,
                returnsRows,
                classifier.readOnly(),
                returnsRows && namesColumns(kind) && ResultColumns.mayFillMessage(tokens),
                returnsRows && namesColumns(kind) && SchemaNames.occur(tokens),
                kind.isDml() && LongNumbers.occur(tokens),
                classifier.changesSession(),
                classifier.setting(),
                classifier.orRollback(),
                // The arguments of a virtual table's module are not parsed by SQLite.
                kind == SqlKind.CREATE_VIRTUAL_TABLE ? SqlParameters.NONE : SqlParameters.of(tokens),
                classifier.transactionControl(),
                classifier.targetTable(),
                Guard.check(tokens, classifier, text));
    }

    /** Whether the statement itself chooses the names of its result columns, unlike a PRAGMA or an EXPLAIN. */
    private static boolean namesColumns(SqlKind kind) {
        return kind == SqlKind.SELECT || kind == SqlKind.VALUES || kind.isDml();
    }
}
