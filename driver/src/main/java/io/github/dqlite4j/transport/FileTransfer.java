package io.github.dqlite4j.transport;

import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.github.dqlite4j.transport.TransportException.Disconnected.Reason;
import io.github.dqlite4j.transport.TransportException.ServerFailure;
import io.github.dqlite4j.wire.FilesDecoder;
import io.github.dqlite4j.wire.Request;
import io.github.dqlite4j.wire.Response;
import io.github.dqlite4j.wire.WireException;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.FixedRecvByteBufAllocator;
import io.netty.channel.IoEventLoop;
import io.netty.handler.codec.ByteToMessageDecoder;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The files of one database on their way from one node, on a socket of their own. The thread that owns the event loop passes them on as
 * they arrive; while it writes them, it reads no more. So the memory is one piece, whatever the size.
 */
public final class FileTransfer {
    /** Of one read. */
    private static final int PIECE_BYTES = 64 * 1024;

    private final NodeAddress node;
    private final CompletableFuture<Void> done = new CompletableFuture<>();
    private @Nullable IOException failedToWrite;
    private long received;

    private FileTransfer(NodeAddress node) {
        this.node = node;
    }

    /**
     * Connects and asks for the files.
     *
     * @param millis the limit for the TCP connection, and again for the TLS handshake
     */
    public static FileTransfer begin(
            IoEventLoop loop,
            NodeAddress node,
            int millis,
            Connector connector,
            Request.Dump request,
            FilesDecoder.Receiver receiver) {
        FileTransfer transfer = new FileTransfer(node);
        CompletableFuture<Channel> dialing = Dialer.dial(loop, node, millis, connector);
        transfer.done.whenComplete((nothing, error) -> dialing.cancel(false));
        dialing.whenComplete((channel, error) -> {
            if (error == null) {
                transfer.ask(channel, connector, request, receiver);
            } else {
                transfer.done.completeExceptionally(error);
            }
        });
        return transfer;
    }

    private void ask(Channel channel, Connector connector, Request.Dump request, FilesDecoder.Receiver receiver) {
        done.whenComplete((nothing, error) -> channel.close());
        channel.config().setRecvByteBufAllocator(new FixedRecvByteBufAllocator(PIECE_BYTES));
        channel.pipeline().addLast(new Inbound(new FilesDecoder(request, receiver)));
        MessageLog log = MessageLog.of(node, connector.logParameters());
        if (log != null) {
            log.sent(request);
        }
        ByteBuf message = channel.alloc().buffer().writeLongLE(Request.PROTOCOL_VERSION);
        request.encode(message);
        channel.writeAndFlush(message, channel.voidPromise());
    }

    /**
     * Completes when all files were passed on. If the caller completes it first, the socket is closed.
     *
     * @return fails with {@link ServerFailure} or {@link Disconnected}, also if the receiver fails
     */
    public CompletableFuture<Void> done() {
        return done;
    }

    /** What the receiver has thrown, or null. */
    public @Nullable IOException failedToWrite() {
        return failedToWrite;
    }

    /** How many bytes have come. */
    public long received() {
        return received;
    }

    private final class Inbound extends ByteToMessageDecoder {
        private final FilesDecoder files;

        Inbound(FilesDecoder files) {
            this.files = files;
        }

        @Override
        protected void decode(ChannelHandlerContext context, ByteBuf in, List<Object> out) {
            if (done.isDone()) {
                in.skipBytes(in.readableBytes());
                return;
            }
            int before = in.readableBytes();
            try {
                Response response = files.read(in);
                if (response instanceof Response.Failure failure) {
                    done.completeExceptionally(new ServerFailure(failure.code(), failure.message()));
                } else if (files.isComplete()) {
                    done.complete(null);
                }
            } catch (WireException e) {
                done.completeExceptionally(new Disconnected(
                        node + " sent a message that is not of the dqlite protocol: " + e.getMessage(),
                        true,
                        Reason.VIOLATION,
                        e));
            } catch (IOException e) {
                failedToWrite = e;
                done.completeExceptionally(new Disconnected(node + ": " + Dialer.reason(e), true, e));
            }
            received += before - in.readableBytes();
        }

        @Override
        public void channelInactive(ChannelHandlerContext context) throws Exception {
            super.channelInactive(context);
            done.completeExceptionally(new Disconnected(node + " closed the connection", true, null));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
            done.completeExceptionally(new Disconnected(node + ": " + Dialer.reason(cause), true, cause));
        }
    }
}
