package io.github.dqlite4j.cli;

import io.github.dqlite4j.cli.input.StatementBuffer;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.impl.DefaultParser;

/** Tells the line editor whether what was entered is complete; else it asks for another line. */
final class SqlLineParser extends DefaultParser {
    SqlLineParser() {
        setQuoteChars(new char[0]);
        setEscapeChars(new char[0]);
    }

    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context == ParseContext.ACCEPT_LINE && !isComplete(line)) {
            throw new EOFError(-1, -1, "The statement is not complete");
        }
        return super.parse(line, cursor, context);
    }

    static boolean isComplete(String line) {
        return line.startsWith(".") || line.isBlank() || StatementBuffer.isComplete(line);
    }
}
