package io.github.dqlite4j.value;

import java.time.ZoneId;
import java.util.TimeZone;
import org.jspecify.annotations.Nullable;

/** The zone of a connection: a fixed one, or the JVM's default zone at the time of each call. */
public final class ConnectionZone {
    private static final ConnectionZone JVM = new ConnectionZone(null);

    private final @Nullable ZoneId fixed;
    private final @Nullable TimeZone legacy;

    private ConnectionZone(@Nullable ZoneId fixed) {
        this.fixed = fixed;
        this.legacy = fixed == null ? null : LegacyDates.zone(fixed);
    }

    /** @param fixed the zone, or null for the JVM's default */
    public static ConnectionZone of(@Nullable ZoneId fixed) {
        return fixed == null ? JVM : new ConnectionZone(fixed);
    }

    ZoneId id() {
        return fixed == null ? ZoneId.systemDefault() : fixed;
    }

    /** The same zone, as java.util knows it. It must not be changed. */
    public TimeZone legacy() {
        return legacy == null ? TimeZone.getDefault() : legacy;
    }
}
