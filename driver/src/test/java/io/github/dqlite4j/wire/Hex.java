package io.github.dqlite4j.wire;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import java.util.HexFormat;

/** Bytes as people write them: hexadecimal digits with spaces wherever they help. */
final class Hex {
    private Hex() {}

    static byte[] bytes(String hex) {
        return HexFormat.of().parseHex(hex.replaceAll("\\s", ""));
    }

    static ByteBuf buffer(String hex) {
        return Unpooled.wrappedBuffer(bytes(hex));
    }

    static String of(ByteBuf buffer) {
        return ByteBufUtil.hexDump(buffer);
    }

    /** Without the spaces. */
    static String plain(String hex) {
        return hex.replaceAll("\\s", "");
    }
}
