package io.github.dqlite4j.spring.boot.flyway;

import java.io.IOException;
import java.util.List;
import org.flywaydb.core.api.configuration.Configuration;
import org.flywaydb.core.internal.database.sqlite.SQLiteParser;
import org.flywaydb.core.internal.parser.ParserContext;
import org.flywaydb.core.internal.parser.ParsingContext;
import org.flywaydb.core.internal.parser.PeekingReader;
import org.flywaydb.core.internal.parser.Token;
import org.flywaydb.core.internal.parser.TokenType;

/**
 * Finds the statements of a script. Flyway's own parser treats each BEGIN as that of a trigger, and searches for its END, so a script could
 * not begin a transaction.
 */
final class DqliteParser extends SQLiteParser {

    DqliteParser(Configuration configuration, ParsingContext context) {
        super(configuration, context);
    }

    @Override
    protected void adjustBlockDepth(ParserContext context, List<Token> tokens, Token keyword, PeekingReader reader)
            throws IOException {
        if (!isFirst(tokens, keyword)) {
            super.adjustBlockDepth(context, tokens, keyword, reader);
        }
    }

    /** BEGIN and END at the start of a statement are those of a transaction. */
    private static boolean isFirst(List<Token> tokens, Token keyword) {
        return tokens.stream()
                .filter(token -> token.getType() == TokenType.KEYWORD)
                .findFirst()
                .map(first -> first == keyword)
                .orElse(true);
    }
}
