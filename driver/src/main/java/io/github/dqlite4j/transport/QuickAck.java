package io.github.dqlite4j.transport;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.nio.NioChannelOption;
import java.io.IOException;
import java.net.SocketOption;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * Acknowledges received data at once. A server leaves Nagle's algorithm on, so it holds the next message of an answer until
 * the last one is acknowledged, and a kernel that delays acknowledgements takes 40 ms for that. Systems other than Linux have
 * no such option; there it does nothing.
 *
 * @see <a href="https://man7.org/linux/man-pages/man7/tcp.7.html">tcp(7), TCP_QUICKACK: not permanent</a>
 */
final class QuickAck {
    private static final @Nullable ChannelOption<Boolean> OPTION = find();

    private QuickAck() {}

    @SuppressWarnings("unchecked") // the option with this name takes a Boolean
    private static @Nullable ChannelOption<Boolean> find() {
        try (SocketChannel any = SocketChannel.open()) {
            for (SocketOption<?> option : any.supportedOptions()) {
                if (option.name().equals("TCP_QUICKACK")) {
                    return NioChannelOption.of((SocketOption<Boolean>) option);
                }
            }
        } catch (IOException e) {
            return null;
        }
        return null;
    }

    static void send(Channel channel) {
        if (OPTION != null && channel.isActive()) {
            channel.config().setOption(OPTION, true);
        }
    }
}
