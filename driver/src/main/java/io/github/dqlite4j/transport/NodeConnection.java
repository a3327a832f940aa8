package io.github.dqlite4j.transport;

import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEventLoop;
import io.netty.handler.codec.TooLongFrameException;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import org.jspecify.annotations.Nullable;

/**
 * One socket to one node. It carries requests and, in the same order, their answers: one message, or for a query a series of ROWS. What may
 * be sent before the answer to the last request has come is for the caller to know. Every method is called by the thread that owns the event
 * loop, and every future completes on it.
 */
public final class NodeConnection {
    private static final int SMALL_REQUEST_BYTES = 1024;
    static final String UNASKED = "an unexpected message";

    private final NodeAddress node;
    private final Channel channel;
    private final @Nullable MessageLog log;

    private final ExpectedAnswers answers = new ExpectedAnswers();
    private final ReusableBuffer sending = new ReusableBuffer(SMALL_REQUEST_BYTES);
    private @Nullable ByteBuf appended;
    private final ReusableBuffer receiving = new ReusableBuffer(ReusingRecvAllocator.KEPT);
    private int drainSeconds;
    private @Nullable Disconnected closed;

    private NodeConnection(NodeAddress node, Channel channel, @Nullable MessageLog log) {
        this.node = node;
        this.channel = channel;
        this.log = log;
    }

    /** Connects without TLS. */
    public static CompletableFuture<NodeConnection> connect(IoEventLoop loop, NodeAddress node, int millis) {
        return connect(loop, node, millis, Connector.plain());
    }

    /**
     * Connects and sends the protocol's version.
     *
     * @param millis the limit for the TCP connection, and again for the TLS handshake
     * @return fails with {@link Disconnected}. If the caller completes it first, the connection is closed
     */
    public static CompletableFuture<NodeConnection> connect(
            IoEventLoop loop, NodeAddress node, int millis, Connector connector) {
        CompletableFuture<NodeConnection> result = new CompletableFuture<>();
        CompletableFuture<Channel> dialing = Dialer.dial(loop, node, millis, connector);
        result.whenComplete((link, error) -> {
            if (link == null) {
                dialing.cancel(false);
            }
        });
        dialing.whenComplete((channel, error) -> {
            if (error == null) {
                begin(node, channel, connector, result);
            } else {
                result.completeExceptionally(error);
            }
        });
        return result;
    }

    private static void begin(
            NodeAddress node, Channel channel, Connector connector, CompletableFuture<NodeConnection> result) {
        NodeConnection link = new NodeConnection(node, channel, MessageLog.of(node, connector.logParameters()));
        channel.config().setRecvByteBufAllocator(new ReusingRecvAllocator(link.receiving));
        Inbound inbound = link.new Inbound();
        channel.pipeline().addLast(inbound.frames, inbound);
        channel.writeAndFlush(channel.alloc().buffer(8).writeLongLE(Request.PROTOCOL_VERSION), channel.voidPromise());
        if (!result.complete(link)) {
            channel.close();
        }
    }

    public NodeAddress node() {
        return node;
    }

    public boolean isOpen() {
        return closed == null && channel.isActive();
    }

    /** Whether the answer to the last request is not complete yet. */
    public boolean isBusy() {
        return answers.isBusy();
    }

    /**
     * Makes {@link ResultDrainer} read rows to their end that the node still sends when this connection is closed.
     *
     * @param seconds the limit
     */
    public void drainOnClose(int seconds) {
        drainSeconds = seconds;
    }

    /**
     * Sends one request, behind those that wait for their answers.
     *
     * @return fails with {@link TransportException.ServerFailure} or {@link Disconnected}
     * @throws IllegalStateException if rows are under way
     * @throws IllegalArgumentException if the protocol cannot carry a text or value; nothing was sent
     */
    public <A extends Response> CompletableFuture<A> request(Request<A> request) {
        checkAccepts();
        flush();
        if (!isOpen()) {
            return CompletableFuture.failedFuture(closedBefore());
        }
        ByteBuf message = message();
        try {
            request.encode(message);
        } catch (RuntimeException e) {
            message.release();
            throw e;
        }
        Answer answer = Answer.of(request.answer());
        expect(request, answer);
        channel.writeAndFlush(message, channel.voidPromise());
        return cast(answer);
    }

    /**
     * Adds a request to those that the next {@link #flush} sends in one write.
     *
     * @param collects whether the rows of a query are collected, see {@link Answer#collected}, so that a request can be sent behind it
     * @return completes with {@link Response.Failure} if the server refuses the request, fails with {@link Disconnected}
     * @throws IllegalStateException as {@link #request}
     * @throws IllegalArgumentException if the protocol cannot carry a text or value; nothing was added
     */
    public Answer append(Request<? extends Response> request, boolean collects) {
        checkAccepts();
        Answer answer = Answer.amongOthers(request.answer(), collects);
        if (!isOpen()) {
            answer.completeExceptionally(closedBefore());
            return answer;
        }
        ByteBuf message = appended;
        if (message == null) {
            message = message();
            appended = message;
        }
        request.encode(message);
        expect(request, answer);
        return answer;
    }

    /** How many bytes {@link #flush} would send. */
    public int appendedBytes() {
        ByteBuf message = appended;
        return message == null ? 0 : message.readableBytes();
    }

    /** Sends the requests that were appended. */
    public void flush() {
        ByteBuf message = appended;
        appended = null;
        if (message != null) {
            channel.writeAndFlush(message, channel.voidPromise());
        }
    }

    private void expect(Request<? extends Response> request, Answer answer) {
        if (log != null) {
            log.sent(request);
        }
        answers.expect(answer);
    }

    private void checkAccepts() {
        if (!answers.acceptsRequest()) {
            throw new IllegalStateException("Rows are under way on this connection");
        }
    }

    private ByteBuf message() {
        return sending.isFree() ? sending.lend() : channel.alloc().directBuffer(SMALL_REQUEST_BYTES);
    }

    /**
     * The next ROWS message of the query.
     *
     * @return fails as that of {@link #request}
     * @throws IllegalStateException if the last message did not say that more follow
     */
    public CompletableFuture<Response.Rows> moreRows() {
        if (closed != null) {
            return CompletableFuture.failedFuture(closed);
        }
        if (!answers.acceptsMoreRows()) {
            throw new IllegalStateException("No rows are under way");
        }
        Answer answer = answers.expectMoreRows();
        check(answers.deliverEarly());
        return cast(answer);
    }

    private void check(@Nullable String defect) {
        if (defect != null) {
            violation(defect, null);
        }
    }

    /** Why nothing can be sent: the first reason, such as what the node did wrong. */
    public Disconnected closedBefore() {
        Disconnected before = closed;
        if (before == null) {
            return new Disconnected(node + ": the connection is closed", false, null);
        }
        Reason reason = before.reason() == Reason.VIOLATION ? Reason.VIOLATION : Reason.LOST;
        return new Disconnected(before.getMessage(), false, reason, before);
    }

    /** Closes the socket; a request without an answer fails. A second call does nothing. */
    public void close() {
        closeWith(new Disconnected(node + ": the connection was closed", true, null), true);
    }

    /** Closes the socket because the answer takes too long; the request fails with this reason. */
    public void closeOnTimeout(int millis) {
        closeWith(
                new Disconnected(node + " gave no answer within " + millis + " ms", true, Reason.TIMEOUT, null), true);
    }

    /**
     * Closes the socket because another node leads. A request without an answer fails as lost. The node learns of it as soon as it runs again, even if
     * it does not read, so that it does not keep an open transaction.
     */
    public void giveUp(NodeAddress leader) {
        if (isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
        }
        closeWith(new Disconnected(node + " gave no answer, and " + leader + " leads now", true, null), true);
    }

    /** Runs something on the event loop of this connection, or not at all if that has ended. Any thread. */
    public void onLoop(Runnable task) {
        try {
            channel.eventLoop().execute(task);
        } catch (RejectedExecutionException e) {
            // The session has ended, and its connection with it.
        }
    }

    /** Runs something once this connection is closed. */
    public void whenClosed(Runnable task) {
        channel.closeFuture().addListener(closed -> task.run());
    }

    /** Closes the socket because the answer is no longer needed. The request fails with this reason. */
    public void cancel() {
        closeWith(new Disconnected("the statement was cancelled", true, Reason.CANCELLED, null), true);
    }

    /** Closes the socket because the node did not send the protocol; a request without an answer fails with the result. */
    public Disconnected violation(String what, @Nullable Throwable cause) {
        Disconnected violation = new Disconnected(node + " sent " + what, true, Reason.VIOLATION, cause);
        closeWith(violation, false);
        return violation;
    }

    /** @param mayDrain whether rows that the node still sends may be read to their end */
    private void closeWith(Disconnected reason, boolean mayDrain) {
        if (closed != null) {
            return;
        }
        closed = reason;
        if (appended != null) {
            appended.release();
            appended = null;
        }
        sending.close();
        receiving.close();
        int unfinished = mayDrain ? unfinishedToDrain() : 0;
        answers.fail(reason);
        if (unfinished > 0) {
            ResultDrainer.drain(channel, node, drainSeconds, unfinished);
        } else {
            channel.close();
        }
    }

    /** How many answers have to be read to their end before the socket may be closed. A node never answers a request that it has only in part. */
    private int unfinishedToDrain() {
        int unfinished = drainSeconds > 0 && channel.isActive() ? answers.unfinishedWithRows() : 0;
        ChannelOutboundBuffer left = channel.unsafe().outboundBuffer();
        return unfinished == 1 && left != null && !left.isEmpty() ? 0 : unfinished;
    }

    @SuppressWarnings("unchecked") // ExpectedAnswers completes it with the expected type only
    private static <A extends Response> CompletableFuture<A> cast(Answer answer) {
        return (CompletableFuture<A>) (CompletableFuture<?>) answer;
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        private final FrameDecoder frames = new FrameDecoder(FrameDecoder.MOST_BYTES);

        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (closed == null) {
                    int header = frame.readerIndex();
                    int type = frame.getUnsignedByte(header + 4);
                    int schema = frame.getUnsignedByte(header + 5);
                    Response response = Response.decode(type, schema, frame.skipBytes(Request.HEADER_LENGTH));
                    if (log != null) {
                        log.received(response);
                    }
                    check(answers.receive(response));
                }
            } catch (WireException e) {
                violation("what is not the dqlite protocol: " + e.getMessage(), e);
            } finally {
                frame.release();
            }
        }

        /** Comes once for all messages that one read has brought. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (!answers.awaitsMessage() && frames.hasBegun()) {
                // The begin of a message: the next answer would be taken for its end.
                violation(UNASKED, null);
            } else if (isBusy()) {
                QuickAck.send(channel);
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            closeWith(new Disconnected(node + " closed the connection", true, null), false);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof TooLongFrameException) {
                violation("what is not the dqlite protocol, or needs a larger heap: " + Dialer.reason(cause), cause);
                return;
            }
            closeWith(new Disconnected(node + ": " + Dialer.reason(cause), true, cause), false);
        }
    }
}
