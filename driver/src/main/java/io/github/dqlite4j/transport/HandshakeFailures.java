package io.github.dqlite4j.transport;

import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;

/** Reports what fails during the handshake. Most of it the handshake's future has reported before; Netty does not log it again. */
final class HandshakeFailures extends ChannelInboundHandlerAdapter {
    private final Consumer<Throwable> report;

    HandshakeFailures(Consumer<Throwable> report) {
        this.report = report;
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext context, Throwable cause) {
        report.accept(cause);
    }
}
