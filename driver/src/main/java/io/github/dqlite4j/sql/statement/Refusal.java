package io.github.dqlite4j.sql.statement;

/**
 * Why a statement is not sent to the server.
 *
 * @param reason what the statement would do, as a clause that can follow "refused:"
 * @param instead what the caller can do in place of it, a sentence
 */
public record Refusal(String reason, String instead) {
    /** Both in one line, as the message of an exception. */
    public String message() {
        return "refused: " + reason + ". " + instead;
    }
}
