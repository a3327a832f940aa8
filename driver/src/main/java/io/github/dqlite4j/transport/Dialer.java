package io.github.dqlite4j.transport;

import io.github.dqlite4j.nodes.NodeDialer.Dialed;
import io.github.dqlite4j.report.PrintableText;
import io.github.dqlite4j.transport.TransportException.Disconnected;
import io.netty.bootstrap.Bootstrap;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.IoEventLoop;
import io.netty.channel.socket.nio.NioDomainSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.UnixDomainSocketAddress;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import javax.net.ssl.SSLEngine;
import org.jspecify.annotations.Nullable;

/** Opens sockets to nodes, TLS included, or lets the user's function do it. */
final class Dialer {
    private Dialer() {}

    /**
     * Connects. Nothing is sent.
     *
     * @param millis the limit for the connection, and again for the TLS handshake
     * @return completes on the loop; fails with {@link Disconnected}. If the caller completes it first, the socket is closed
     */
    static CompletableFuture<Channel> dial(IoEventLoop loop, NodeAddress node, int millis, Connector connector) {
        Dialing dialing = new Dialing(loop, node, millis, connector);
        DialerCalls calls = connector.dialer();
        if (calls == null) {
            dialing.connect();
        } else {
            dialing.call(calls);
        }
        return dialing.result;
    }

    /** One way to a node. */
    private record Dialing(
            IoEventLoop loop, NodeAddress node, int millis, Connector connector, CompletableFuture<Channel> result) {
        Dialing(IoEventLoop loop, NodeAddress node, int millis, Connector connector) {
            this(loop, node, millis, connector, new CompletableFuture<>());
        }

        void connect() {
            ChannelFuture connecting = tcp().channel(NioSocketChannel.class)
                    .option(ChannelOption.CONNECT_TIMEOUT_MILLIS, millis)
                    .connect(node.host(), node.port());
            whenOpen(connecting, () -> connector.tls(connecting.channel().alloc(), node));
        }

        private Bootstrap tcp() {
            return bootstrap()
                    .option(ChannelOption.TCP_NODELAY, true)
                    .option(ChannelOption.SO_KEEPALIVE, connector.keepAlive());
        }

        private Bootstrap bootstrap() {
            return new Bootstrap().group(loop).handler(new ChannelInboundHandlerAdapter());
        }

        /** The function runs on another thread; what it has returned goes on here on the loop. */
        void call(DialerCalls calls) {
            DialerCalls.Call call = calls.begin(node, millis);
            Future<?> limit = loop.schedule(call::timeOut, millis, TimeUnit.MILLISECONDS);
            result.whenComplete((channel, error) -> call.result().cancel(false));
            call.result()
                    .whenComplete((dialed, error) -> onLoop(dialed, () -> {
                        limit.cancel(false);
                        if (dialed == null) {
                            result.completeExceptionally(error);
                        } else {
                            use(calls, dialed);
                        }
                    }));
        }

        private void onLoop(@Nullable Dialed dialed, Runnable step) {
            if (loop.inEventLoop()) {
                step.run();
                return;
            }
            try {
                loop.execute(step);
            } catch (RejectedExecutionException e) {
                // The session has ended, and needs no connection.
                if (dialed != null) {
                    DialerCalls.close(dialed);
                }
            }
        }

        private void use(DialerCalls calls, Dialed dialed) {
            if (result.isDone()) {
                DialerCalls.close(dialed);
                return;
            }
            Bootstrap bootstrap;
            try {
                bootstrap = dialed.channel().getRemoteAddress() instanceof UnixDomainSocketAddress
                        ? bootstrap().channelFactory(of(new NioDomainSocketChannel(dialed.channel())))
                        : tcp().channelFactory(of(new NioSocketChannel(dialed.channel())));
            } catch (IOException | ChannelException e) {
                DialerCalls.close(dialed);
                fail(e);
                return;
            }
            ChannelFuture registering = bootstrap.register();
            SSLEngine own = dialed.tls();
            whenOpen(
                    registering,
                    () -> own == null
                            ? connector.tls(registering.channel().alloc(), node)
                            : new SslHandler(own, calls.executor(node)));
        }

        private static <C extends Channel> ChannelFactory<C> of(C channel) {
            return () -> channel;
        }

        private void whenOpen(ChannelFuture opening, Supplier<@Nullable SslHandler> encryption) {
            Channel channel = opening.channel();
            result.whenComplete((usable, error) -> {
                if (usable == null) {
                    close(channel);
                }
            });
            opening.addListener(done -> {
                if (!done.isSuccess()) {
                    fail(done.cause());
                    return;
                }
                try {
                    SslHandler tls = encryption.get();
                    if (tls == null) {
                        result.complete(channel);
                    } else {
                        encrypt(channel, tls);
                    }
                } catch (RuntimeException e) {
                    // A name that TLS cannot send, or an engine that does not work.
                    fail(e);
                }
            });
        }

        private void encrypt(Channel channel, SslHandler tls) {
            tls.setHandshakeTimeoutMillis(millis);
            HandshakeFailures failures = new HandshakeFailures(this::fail);
            channel.pipeline().addLast(tls, failures);
            channel.closeFuture()
                    .addListener(closed -> result.completeExceptionally(
                            new Disconnected(node + " closed the connection during the TLS handshake", false, null)));
            tls.handshakeFuture().addListener(handshake -> {
                if (handshake.isSuccess()) {
                    channel.pipeline().remove(failures);
                    result.complete(channel);
                } else {
                    fail(handshake.cause());
                }
            });
        }

        /**
         * Closes a channel whose handshake may be in progress. Its handler is removed first: it would wait for the engine, in which code of the user's may hang that
         * checks a certificate.
         */
        private static void close(Channel channel) {
            if (channel.pipeline().get(SslHandler.class) != null) {
                channel.pipeline().remove(SslHandler.class);
            }
            channel.close();
        }

        private void fail(Throwable cause) {
            result.completeExceptionally(new Disconnected(node + ": " + reason(cause), false, cause));
        }
    }

    /** What went wrong, in words that can be printed. */
    static String reason(Throwable cause) {
        String message = cause.getMessage();
        if (message == null) {
            return cause.getClass().getSimpleName();
        }
        return PrintableText.of(cause instanceof Error ? cause.toString() : message);
    }
}
