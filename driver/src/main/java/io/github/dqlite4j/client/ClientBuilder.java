package io.github.dqlite4j.client;

import io.github.dqlite4j.client.session.ClientThreads;
import io.github.dqlite4j.nodes.NodeDialer;
import io.github.dqlite4j.nodes.NodeStore;
import io.github.dqlite4j.settings.DqliteProperty;
import io.github.dqlite4j.settings.InvalidSettingsException;
import io.github.dqlite4j.settings.Settings;
import io.github.dqlite4j.sql.ScriptCache;
import java.time.Duration;
import java.util.Properties;
import java.util.concurrent.Executor;
import org.jspecify.annotations.Nullable;

/** What connections and pools have in common: the cluster, its options, the threads. For one thread. */
public abstract sealed class ClientBuilder<B extends ClientBuilder<B>>
        permits DqliteClient.Builder, DqlitePool.Builder {
    private final String url;
    private final Properties properties = new Properties();
    private @Nullable Executor executor;
    private @Nullable Duration limit;

    ClientBuilder(String url) {
        this.url = url;
    }

    abstract B self();

    /** Sets an option, in place of the URL's: the text that a URL would have, or a Boolean, a whole number, a Duration, a Path. */
    public B property(DqliteProperty property, Object value) {
        properties.put(property.key(), value);
        return self();
    }

    /** Sets options by their names, as JDBC takes them. */
    public B properties(Properties options) {
        options.stringPropertyNames().forEach(name -> properties.put(name, options.getProperty(name)));
        properties.putAll(options);
        return self();
    }

    /** Sets where the members of the cluster are kept. */
    public B nodeStore(NodeStore store) {
        properties.put(DqliteProperty.NODE_STORE.key(), store);
        return self();
    }

    /** Sets what opens the sockets to the nodes: for TLS of one's own, Unix domain sockets, proxies. */
    public B dialer(NodeDialer dialer) {
        properties.put(NodeDialer.PROPERTY, dialer);
        return self();
    }

    /**
     * Sets what executes calls and completes their futures: a call that is with a node blocks one of its threads, and so does a callback that blocks. By default
     * daemon threads of the client, which end when they have nothing to do. An executor of virtual threads suits, too. If it rejects
     * work, calls fail with that.
     */
    public B executor(Executor given) {
        executor = given;
        return self();
    }

    /**
     * Sets a time limit for each call without one of its own; see {@link SqlCall#within}.
     *
     * @throws IllegalArgumentException if it is not positive
     */
    public B within(Duration time) {
        if (time.isNegative() || time.isZero()) {
            throw new IllegalArgumentException("A limit of " + time + " leaves no time");
        }
        limit = time;
        return self();
    }

    Source.Context context() {
        return executor == null
                ? new Source.Context(ClientThreads.executor(), ClientThreads.completions(), new ScriptCache(), limit)
                : new Source.Context(executor, executor, new ScriptCache(), limit);
    }

    /** @throws IllegalArgumentException with what is wrong with the URL or an option */
    Settings settings() {
        try {
            return Settings.of(url, properties, 0);
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
