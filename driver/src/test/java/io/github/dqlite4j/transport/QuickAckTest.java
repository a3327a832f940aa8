package io.github.dqlite4j.transport;

import static org.assertj.core.api.Assertions.assertThat;

import io.netty.channel.Channel;
import io.netty.channel.ChannelOption;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.socket.nio.NioChannelOption;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import jdk.net.ExtendedSocketOptions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;

class QuickAckTest {
    @Test
    @EnabledOnOs(OS.LINUX)
    void turnsItOnAgainEachTime() throws IOException {
        ChannelOption<Boolean> option = NioChannelOption.of(ExtendedSocketOptions.TCP_QUICKACK);
        try (ServerSocketChannel server =
                        ServerSocketChannel.open().bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
                SocketChannel socket = SocketChannel.open(server.getLocalAddress())) {
            Channel channel = new NioSocketChannel(socket);
            for (int i = 0; i < 2; i++) {
                channel.config().setOption(option, false);
                assertThat(channel.config().getOption(option)).isFalse();
                QuickAck.send(channel);
                assertThat(channel.config().getOption(option)).isTrue();
            }
        }
    }

    @Test
    void otherChannelsAreLeftAlone() {
        EmbeddedChannel channel = new EmbeddedChannel();
        QuickAck.send(channel);
        assertThat(channel.isActive()).isTrue();
        channel.close();
        QuickAck.send(channel);
    }
}
