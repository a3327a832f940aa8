package io.github.dqlite4j.transport;

import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import java.util.concurrent.CompletableFuture;

/** Opens sockets to nodes, TLS included. */
final class Dialer {
    private Dialer() {}

    /**
     * Connects. Nothing is sent.
     *
     * @param millis the limit for the TCP connection, and again for the TLS handshake
     * @return fails with {@link Disconnected}. If the caller completes it first, the socket is closed
     */
    static CompletableFuture<Channel> dial(IoEventLoop loop, NodeAddress node, int millis, Connector connector) {
        CompletableFuture<Channel> result = new CompletableFuture<>();
        ChannelFuture connecting = new Bootstrap()
                .group(loop)
                .channel(NioSocketChannel.class)
                .option(ChannelOption.TCP_NODELAY, true)
                .option(ChannelOption.SO_KEEPALIVE, connector.keepAlive())
                .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                .handler(new ChannelInboundHandlerAdapter())
                .connect(node.host(), node.port());
        result.whenComplete((channel, error) -> {
            if (channel == null) {
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
                result.complete(channel);
                return;
            }
            HandshakeFailures failures = new HandshakeFailures();
            channel.pipeline().addLast(tls, failures);
            tls.handshakeFuture().addListener(handshake -> {
                if (handshake.isSuccess()) {
                    channel.pipeline().remove(failures);
                    result.complete(channel);
                } else {
                    channel.close();
                    fail(result, node, handshake.cause());
                }
            });
        });
        return result;
    }

    private static void fail(CompletableFuture<Channel> result, NodeAddress node, Throwable cause) {
        result.completeExceptionally(new Disconnected(node + ": " + reason(cause), false, cause));
    }

    /** What went wrong, in words that can be printed. */
    static String reason(Throwable cause) {
        String message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : PrintableText.of(message);
    }
}
