package io.github.dqlite4j.engine.exchange;

import io.github.dqlite4j.engine.failure.ServerErrors;
import io.github.dqlite4j.transport.Answer;
import io.github.dqlite4j.transport.TransportException;
import io.github.dqlite4j.wire.Parameters;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.ValueType;
import io.github.dqlite4j.wire.WireException;
import java.util.List;
import java.util.stream.LongStream;
import org.jspecify.annotations.Nullable;

/**
 * What the server of a connection can do. No message contains its version, so the driver tests what it can do. Used by the owner of the
 * event loop.
 */
public final class ServerCapabilities {
    private static final String TWO_STATEMENTS = "SELECT 1; SELECT 2";
    private static final int MANY = Parameters.MAX_IN_SCHEMA_0 + 1;

    private final boolean multiThreaded;
    private @Nullable Boolean takesManyParameters;

    private ServerCapabilities(boolean multiThreaded) {
        this.multiThreaded = multiThreaded;
    }

    /**
     * What shows which server it is. Servers since 1.18.2 execute on several threads: they never give up rows that are not read, and the
     * second statement of one text waits for as long as another connection has a transaction open that writes. What comes closest to telling
     * them apart is that servers since 1.17 refuse to query two statements.
     */
    static Request<? extends Response> question(int database) {
        return new Request.QuerySql(database, TWO_STATEMENTS, List.of());
    }

    /**
     * From the answer to the question.
     *
     * @throws TransportException.ServerFailure if the server has refused it for another reason
     */
    static ServerCapabilities of(Answer answer) throws TransportException.ServerFailure {
        TransportException.ServerFailure failure = answer.failure();
        if (failure != null && failure.code() != ServerErrors.ERROR) {
            throw failure;
        }
        return new ServerCapabilities(failure != null);
    }

    /** Whether the server is one of 1.18.2 or later; see {@link #question} for what that means. */
    public boolean multiThreaded() {
        return multiThreaded;
    }

    /**
     * Whether the server knows the form of a message that more than 255 parameters need. One that does not (libdqlite 1.11.1) reads it
     * as the other form: of 256 parameters it sees none, and would store NULLs.
     */
    public boolean takesManyParameters(NodeExchange exchange, long until) throws TransportException {
        Boolean known = takesManyParameters;
        if (known == null) {
            known = askForMany(exchange, until);
            takesManyParameters = known;
        }
        return known;
    }

    private static boolean askForMany(NodeExchange exchange, long until) throws TransportException {
        List<Long> numbers = LongStream.rangeClosed(1, MANY).boxed().toList();
        try {
            Response.Rows rows =
                    exchange.ask(new Request.QuerySql(exchange.database(), "SELECT ?" + MANY, numbers), until);
            return rows.next() && rows.type(0) == ValueType.INTEGER && rows.integer(0) == MANY;
        } catch (TransportException.ServerFailure e) {
            return false;
        } catch (WireException e) {
            throw exchange.malformed(e);
        }
    }
}
