package io.github.dqlite4j.transport;

import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelOutboundBuffer;
import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.codec.TooLongFrameException;
import io.netty.handler.ssl.SslHandler;
import java.util.ArrayDeque;
import java.util.Queue;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * One socket to one node. Carries one request at a time: an answer, or for a query a stream of ROWS. Every method is called
 * by the thread that owns the event loop, and every future completes on it.
 */
public final class NodeConnection {
    private static final int LONGEST_MESSAGE = Integer.MAX_VALUE - 16;
    private static final int SMALL_REQUEST = 1024;

    private final NodeAddress node;
    private final Channel channel;
    private final Queue<Response> early = new ArrayDeque<>();
    private final ReusableBuffer sending = new ReusableBuffer(SMALL_REQUEST);
    private final ReusableBuffer receiving = new ReusableBuffer(ReusingRecvAllocator.KEPT);
    private @Nullable CompletableFuture<Response> pending;
    private @Nullable Class<? extends Response> expected;
    private boolean streaming;
    private boolean rowsToCome;
    private int leftoverSeconds;
    private int columns;
    private TransportException.@Nullable Disconnected broken;

    private NodeConnection(NodeAddress node, Channel channel) {
        this.node = node;
        this.channel = channel;
    }

    /** The same without TLS. */
    public static CompletableFuture<NodeConnection> connect(IoEventLoop loop, NodeAddress node, int millis) {
        return connect(loop, node, millis, Connector.plain());
    }

    /**
     * Connects and sends the protocol's version.
     *
     * @param millis the longest that the TCP connection may take, and the TLS handshake
     * @return fails with {@link TransportException.Disconnected}; completed by the caller, it gives the connection up
     */
    public static CompletableFuture<NodeConnection> connect(
            IoEventLoop loop, NodeAddress node, int millis, Connector connector) {
        CompletableFuture<NodeConnection> result = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, connector.keepAlive())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(node.host(), node.port());
        result.whenComplete((link, error) -> {
            if (link == null) {
                connecting.channel().close();
            }
        });
        connecting.addListener(done -> {
            Channel channel = connecting.channel();
            if (!done.isSuccess()) {
                fail(result, node, done.cause());
                return;
            }
            SslHandler tls = connector.tls(channel.alloc(), node, millis);
            if (tls == null) {
                begin(node, channel, result);
                return;
            }
            HandshakeFailures failures = new HandshakeFailures();
            channel.pipeline().addLast(tls, failures);
            tls.handshakeFuture().addListener(handshake -> {
                if (handshake.isSuccess()) {
                    channel.pipeline().remove(failures);
                    begin(node, channel, result);
                } else {
                    channel.close();
                    fail(result, node, handshake.cause());
                }
            });
        });
        return result;
    }

    private static void fail(CompletableFuture<NodeConnection> result, NodeAddress node, Throwable cause) {
        result.completeExceptionally(new TransportException.Disconnected(node + ": " + reason(cause), false, cause));
    }

    private static void begin(NodeAddress node, Channel channel, CompletableFuture<NodeConnection> result) {
        NodeConnection link = new NodeConnection(node, channel);
        channel.config().setRecvByteBufAllocator(new ReusingRecvAllocator(link.receiving));
        channel.pipeline().addLast(new FrameDecoder(LONGEST_MESSAGE), link.new Inbound());
        channel.writeAndFlush(channel.alloc().buffer(8).writeLongLE(Request.PROTOCOL_VERSION), channel.voidPromise());
        if (!result.complete(link)) {
            channel.close();
        }
    }

    public NodeAddress node() {
        return node;
    }

    public boolean isOpen() {
        return broken == null && channel.isActive();
    }

    /** Whether the answer to the last request is not complete yet. */
    public boolean isBusy() {
        return pending != null || streaming;
    }

    /**
     * From now on rows that are under way when this is closed are read to their end by {@link ResultDrainer}.
     *
     * @param seconds for so long at most
     */
    public void endAnswers(int seconds) {
        leftoverSeconds = seconds;
    }

    /**
     * Sends one request.
     *
     * @return fails with {@link TransportException.ServerFailure} or {@link TransportException.Disconnected}
     * @throws IllegalStateException if the answer to the last one is not complete
     * @throws IllegalArgumentException if the protocol cannot carry a text or value; nothing was sent
     */
    public <A extends Response> CompletableFuture<A> request(Request<A> request) {
        if (isBusy()) {
            throw new IllegalStateException("A connection carries one request at a time");
        }
        if (!isOpen()) {
            return CompletableFuture.failedFuture(
                    new TransportException.Disconnected(node + ": the connection is closed", false, broken));
        }
        ByteBuf message = sending.isFree() ? sending.lend() : channel.alloc().directBuffer(SMALL_REQUEST);
        try {
            request.encode(message);
        } catch (RuntimeException e) {
            message.release();
            throw e;
        }
        CompletableFuture<Response> answer = await(request.answer());
        rowsToCome = request.answer() == Response.Rows.class;
        channel.writeAndFlush(message, channel.voidPromise());
        return cast(answer);
    }

    /** The next ROWS message of the query under way; the last one said that there is more. */
    public CompletableFuture<Response.Rows> moreRows() {
        if (broken != null) {
            return CompletableFuture.failedFuture(broken);
        }
        if (!streaming || pending != null) {
            throw new IllegalStateException("No rows are under way");
        }
        CompletableFuture<Response> answer = await(Response.Rows.class);
        Response next = early.poll();
        if (next != null) {
            deliver(next);
        }
        return cast(answer);
    }

    /** Closes the socket; what is under way fails. */
    public void close() {
        leave(new TransportException.Disconnected(node + ": the connection was closed", true, null));
    }

    /** Closes the socket, since the answer that is under way takes too long; the request fails with that reason. */
    public void giveUp(int millis) {
        leave(new TransportException.Disconnected(
                node + " gave no answer within " + millis + " ms",
                true,
                TransportException.Disconnected.Reason.TIMEOUT,
                null));
    }

    /** Closes the socket, since nobody wants the answer that is under way any more; the request fails with that reason. */
    public void cancel() {
        leave(new TransportException.Disconnected(
                "the statement was cancelled", true, TransportException.Disconnected.Reason.CANCELLED, null));
    }

    private void leave(TransportException.Disconnected reason) {
        boolean first = broken == null;
        breakDown(reason);
        if (first && leftoverSeconds > 0 && rowsToCome && channel.isActive() && isWritten()) {
            ResultDrainer.take(channel, node, leftoverSeconds);
        } else if (first) {
            channel.close();
        }
    }

    /** Whether the request has left; a part of one is never answered. */
    private boolean isWritten() {
        ChannelOutboundBuffer left = channel.unsafe().outboundBuffer();
        return left == null || left.isEmpty();
    }

    private CompletableFuture<Response> await(Class<? extends Response> type) {
        CompletableFuture<Response> answer = new CompletableFuture<>();
        pending = answer;
        expected = type;
        return answer;
    }

    @SuppressWarnings("unchecked") // deliver() completes it with the expected type only
    private static <A extends Response> CompletableFuture<A> cast(CompletableFuture<Response> answer) {
        return (CompletableFuture<A>) answer;
    }

    private void deliver(Response response) {
        CompletableFuture<Response> waiting = pending;
        Class<? extends Response> type = expected;
        if (waiting == null || type == null) {
            if (streaming) {
                early.add(response);
            } else {
                violation("a message that nothing asked for", null);
            }
            return;
        }
        if (response instanceof Response.Failure failure) {
            streaming = false;
            pending = null;
            waiting.completeExceptionally(new TransportException.ServerFailure(failure.code(), failure.message()));
        } else if (!type.isInstance(response)) {
            violation("the wrong answer: " + response.getClass().getSimpleName(), null);
        } else if (response instanceof Response.Rows rows && rows.hasMore() && rows.isEmpty()) {
            violation(
                    "rows without end: the column names fill a whole message; give the columns shorter names"
                            + " or select fewer",
                    null);
        } else if (response instanceof Response.Rows rows && streaming && rows.columnCount() != columns) {
            violation("rows of " + rows.columnCount() + " columns after rows of " + columns, null);
        } else {
            streaming = false;
            if (response instanceof Response.Rows rows) {
                streaming = rows.hasMore();
                columns = rows.columnCount();
            }
            pending = null;
            waiting.complete(response);
        }
    }

    /** Closes the socket, since what came is not the protocol; what is under way fails with the answer. */
    public TransportException.Disconnected violation(String what, @Nullable Throwable cause) {
        TransportException.Disconnected violation = new TransportException.Disconnected(
                node + " sent " + what, true, TransportException.Disconnected.Reason.VIOLATION, cause);
        breakDown(violation);
        channel.close();
        return violation;
    }

    private void breakDown(TransportException.Disconnected reason) {
        if (broken == null) {
            broken = reason;
            sending.close();
            receiving.close();
        }
        early.clear();
        fail(reason);
    }

    private void fail(TransportException.Disconnected reason) {
        CompletableFuture<Response> waiting = pending;
        pending = null;
        streaming = false;
        if (waiting != null) {
            waiting.completeExceptionally(reason);
        }
    }

    private static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }

    /** Keeps Netty from logging, with a stack trace, what the handshake's future tells. */
    private static final class HandshakeFailures extends ChannelInboundHandlerAdapter {
        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            context.close();
        }
    }

    private final class Inbound extends ChannelInboundHandlerAdapter {
        @Override
        public void channelRead(ChannelHandlerContext context, Object message) {
            ByteBuf frame = (ByteBuf) message;
            try {
                if (broken == null) {
                    int header = frame.readerIndex();
                    int type = frame.getUnsignedByte(header + 4);
                    int schema = frame.getUnsignedByte(header + 5);
                    Response response = Response.decode(type, schema, frame.skipBytes(Request.HEADER_LENGTH));
                    rowsToCome = response instanceof Response.Rows rows && rows.hasMore();
                    deliver(response);
                }
            } catch (WireException e) {
                violation("what is not the dqlite protocol: " + e.getMessage(), e);
            } finally {
                frame.release();
            }
        }

        /** Once for all that was read, which may be many messages. */
        @Override
        public void channelReadComplete(ChannelHandlerContext context) {
            if (isBusy()) {
                QuickAck.send(channel);
            }
            context.fireChannelReadComplete();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) {
            breakDown(new TransportException.Disconnected(node + " closed the connection", true, null));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            if (cause instanceof TooLongFrameException) {
                violation(
                        "what is not the dqlite protocol: a message of more than " + LONGEST_MESSAGE + " bytes", cause);
                return;
            }
            breakDown(new TransportException.Disconnected(node + ": " + reason(cause), true, cause));
            context.close();
        }
    }
}
