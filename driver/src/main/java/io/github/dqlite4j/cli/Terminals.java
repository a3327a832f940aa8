package io.github.dqlite4j.cli;

import org.jline.terminal.impl.exec.ExecTerminalProvider;
import org.jline.terminal.spi.SystemStream;

/** Whether a standard stream is a terminal. */
final class Terminals {
    private static final ExecTerminalProvider SYSTEM = new ExecTerminalProvider();

    private Terminals() {}

    static boolean isInput() {
        return SYSTEM.isSystemStream(SystemStream.Input);
    }

    static boolean isOutput() {
        return SYSTEM.isSystemStream(SystemStream.Output);
    }

    static boolean isError() {
        return SYSTEM.isSystemStream(SystemStream.Error);
    }
}
