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

/** The settings that connections and pools share: the cluster, its options, the threads. Not thread-safe. */
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

    /**
     * Sets an option, and overrides that of the URL. The value is the text as in a URL, or a Boolean, a whole number, a Duration or a Path.
     */
    public B property(DqliteProperty property, Object value) {
        properties.put(property.key(), value);
        return self();
    }

    /** Sets options by their names, as in JDBC. */
    public B properties(Properties options) {
        options.stringPropertyNames().forEach(name -> properties.put(name, options.getProperty(name)));
        properties.putAll(options);
        return self();
    }

    /** Sets the store of the members of the cluster. */
    public B nodeStore(NodeStore store) {
        properties.put(DqliteProperty.NODE_STORE.key(), store);
        return self();
    }

    /** Sets the function that opens the sockets to the nodes: for an application's own TLS, Unix domain sockets or proxies. */
    public B dialer(NodeDialer dialer) {
        properties.put(NodeDialer.PROPERTY, dialer);
        return self();
    }

    /**
     * Sets the executor of calls and of the futures' callbacks. A call blocks one of its threads while it waits for a node, and so does a
     * callback that blocks. The default is daemon threads of the client, which end when they are idle. An executor of virtual threads is
     * also suitable. If it rejects work, calls fail with its exception.
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

    /** @throws IllegalArgumentException if the URL or an option is wrong; the message says what */
    Settings settings() {
        try {
            return Settings.of(url, properties, 0);
        } catch (InvalidSettingsException e) {
            throw new IllegalArgumentException(e.getMessage(), e);
        }
    }
}
