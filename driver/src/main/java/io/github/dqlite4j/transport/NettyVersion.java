package io.github.dqlite4j.transport;

import io.netty.channel.IoEventLoop;
import io.netty.util.concurrent.Ticker;
import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/**
 * Whether the Netty that an application brings is one that the driver works with. An application may pin an older one, or mix two, and Java
 * says so only when a class or a method is missed, far from the cause. Thread-safe.
 */
public final class NettyVersion {
    private static final String VERSIONS = "META-INF/io.netty.versions.properties";
    private static final String SUFFIX = ".version";

    /** One of these from Netty 4.1 breaks the driver, even if the others are from 4.2. */
    private static final List<String> NEEDED = List.of("netty-buffer", "netty-common", "netty-transport");

    /** The modules that the driver uses; netty-codec has the classes of netty-codec-base in Netty 4.1. */
    private static final List<String> USED = List.of(
            "netty-buffer",
            "netty-codec",
            "netty-codec-base",
            "netty-common",
            "netty-handler",
            "netty-resolver",
            "netty-transport");

    private static volatile boolean checked;

    private NettyVersion() {}

    /** @throws IllegalArgumentException saying which Netty was found and which is needed */
    public static void check() {
        if (!checked) {
            String wrong = problem(NettyVersion.class.getClassLoader());
            if (wrong != null) {
                throw new IllegalArgumentException(wrong);
            }
            checked = true;
        }
    }

    /** What is wrong with the Netty of this class loader, or null. */
    static @Nullable String problem(@Nullable ClassLoader loader) {
        if (isOwnCopy()) {
            return null;
        }
        Map<String, String> found = versions(loader);
        boolean old = NEEDED.stream().anyMatch(module -> isOld(found.getOrDefault(module, ""))) || !hasNewClasses();
        return old ? wrong(found) : null;
    }

    /** Whether Netty is in the driver's own jar, under names of the driver; then another Netty does not matter. */
    private static boolean isOwnCopy() {
        try {
            return IoEventLoop.class.getName().startsWith("io.github.dqlite4j.");
        } catch (LinkageError e) {
            return false;
        }
    }

    private static String wrong(Map<String, String> found) {
        return "The driver needs Netty 4.2, and finds " + (found.isEmpty() ? "none or an older one" : list(found))
                + ". Let the build use one version of Netty for all its modules, from 4.2 on: import io.netty:netty-bom";
    }

    /** What is said when a class, or a part of one, is missing after all. */
    public static String explain(LinkageError missing) {
        return wrong(versions(NettyVersion.class.getClassLoader())) + " (" + missing + ")";
    }

    private static String list(Map<String, String> found) {
        return found.entrySet().stream()
                .map(each -> each.getKey() + " " + each.getValue())
                .collect(Collectors.joining(", "));
    }

    private static boolean isOld(String version) {
        return version.matches("(?:[0-3]|4\\.[01])\\..*");
    }

    /** Also works where jars were merged and their versions lost. Java looks for these classes when this runs, and not before. */
    private static boolean hasNewClasses() {
        try {
            return IoEventLoop.class.isInterface() && Ticker.class.isInterface();
        } catch (LinkageError e) {
            return false;
        }
    }

    /** The first version of each module, which is the one whose classes are loaded. */
    private static Map<String, String> versions(@Nullable ClassLoader loader) {
        Map<String, String> found = new TreeMap<>();
        try {
            for (URL each : Collections.list(
                    loader == null ? ClassLoader.getSystemResources(VERSIONS) : loader.getResources(VERSIONS))) {
                Properties versions = new Properties();
                try (InputStream in = each.openStream()) {
                    versions.load(in);
                }
                for (String module : USED) {
                    String version = versions.getProperty(module + SUFFIX);
                    if (version != null) {
                        found.putIfAbsent(module, version);
                    }
                }
            }
        } catch (IOException e) {
            // Then only the classes show it.
            found.clear();
        }
        return found;
    }
}
