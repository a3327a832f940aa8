package io.github.dqlite4j.transport;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * How connections are encrypted. dqlite itself speaks no TLS; a proxy in front of each node does.
 *
 * @param roots PEM file of the authorities to trust, null for those that the JVM trusts
 * @param certificate PEM file of the client's certificate chain, null for none
 * @param key PEM file of its private key in PKCS#8, null for none
 * @param password of the key, null for none
 */
public record Tls(
        Verify verify,
        @Nullable Path roots,
        @Nullable Path certificate,
        @Nullable Path key,
        @Nullable String password) {
    /** Which parts of a server's certificate are checked. */
    public enum Verify {
        /** Nothing. The connection is encrypted, but any server is accepted. */
        NOTHING,
        AUTHORITY,
        AUTHORITY_AND_HOST
    }

    /** Without the password. */
    @Override
    public String toString() {
        return "Tls[" + verify + ", roots=" + roots + ", certificate=" + certificate + "]";
    }
}
