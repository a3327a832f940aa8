package io.github.dqlite4j.transport;

import java.net.Socket;
import java.net.SocketAddress;
import java.net.SocketOption;
import java.nio.ByteBuffer;
import java.nio.channels.SocketChannel;
import java.util.Set;

/** A channel of a library that has its own sockets. It can only be closed. */
final class ForeignChannel extends SocketChannel {
    ForeignChannel() {
        super(null);
    }

    private static UnsupportedOperationException no() {
        return new UnsupportedOperationException("a channel of another library");
    }

    @Override
    public SocketChannel bind(SocketAddress local) {
        throw no();
    }

    @Override
    public <T> SocketChannel setOption(SocketOption<T> name, T value) {
        throw no();
    }

    @Override
    public <T> T getOption(SocketOption<T> name) {
        throw no();
    }

    @Override
    public Set<SocketOption<?>> supportedOptions() {
        throw no();
    }

    @Override
    public SocketChannel shutdownInput() {
        throw no();
    }

    @Override
    public SocketChannel shutdownOutput() {
        throw no();
    }

    @Override
    public Socket socket() {
        throw no();
    }

    @Override
    public boolean isConnected() {
        throw no();
    }

    @Override
    public boolean isConnectionPending() {
        throw no();
    }

    @Override
    public boolean connect(SocketAddress remote) {
        throw no();
    }

    @Override
    public boolean finishConnect() {
        throw no();
    }

    @Override
    public SocketAddress getRemoteAddress() {
        throw no();
    }

    @Override
    public SocketAddress getLocalAddress() {
        throw no();
    }

    @Override
    public int read(ByteBuffer to) {
        throw no();
    }

    @Override
    public long read(ByteBuffer[] to, int offset, int length) {
        throw no();
    }

    @Override
    public int write(ByteBuffer from) {
        throw no();
    }

    @Override
    public long write(ByteBuffer[] from, int offset, int length) {
        throw no();
    }

    @Override
    protected void implCloseSelectableChannel() {}

    @Override
    protected void implConfigureBlocking(boolean block) {
        throw no();
    }
}
