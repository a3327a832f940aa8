package io.github.dqlite4j.sql.statement;

/**
 * Why a statement is not sent to a server.
 *
 * @param reason what the statement would do, as a clause that can follow "refused:"
 * @param instead what the caller can do to reach the same end, a sentence
 */
public record Refusal(String reason, String instead) {
    /** Both in one line, for an exception. */
    public String message() {
        return "refused: " + reason + ". " + instead;
    }
}
