package io.github.dqlite4j.it.docs;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The commands and files of a page of the documentation. One shell runs the commands in their order. A block {@code bash} has commands,
 * and a block {@code text} after it their output. A block after a line with only a name in backquotes is a file. Other blocks are not run.
 */
final class PageScript {
    private static final Pattern BLOCK =
            Pattern.compile("(?:^`([^`\n]+)`\n+)?^```([a-z]*)\n(.*?)^```$", Pattern.DOTALL | Pattern.MULTILINE);

    private final List<Block> blocks = new ArrayList<>();
    private final Path directory;

    private sealed interface Block {}

    private record Run(String text, List<String> printed) implements Block {}

    private record Written(String file, String text) implements Block {}

    /**
     * @param page what the page says
     * @param replacements texts of the page, and what stands for them here
     * @param directory where the commands begin
     */
    PageScript(String page, Map<String, String> replacements, Path directory) {
        this.directory = directory;
        Matcher found = BLOCK.matcher(page);
        while (found.find()) {
            String text = replaced(found.group(3), replacements);
            if (found.group(1) != null) {
                blocks.add(new Written(found.group(1), text));
            } else if (found.group(2).equals("bash")) {
                blocks.add(new Run(text, new ArrayList<>()));
            } else if (found.group(2).equals("text") && blocks.get(blocks.size() - 1) instanceof Run run) {
                run.printed().addAll(text.lines().toList());
            }
        }
    }

    /** Ports of the page, and free ones that stand for them. */
    static Map<String, String> freePorts(String... ports) throws IOException {
        Map<String, String> free = new LinkedHashMap<>();
        List<ServerSocket> sockets = new ArrayList<>();
        try {
            for (String port : ports) {
                ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
                sockets.add(socket);
                free.put(port, String.valueOf(socket.getLocalPort()));
            }
        } finally {
            for (ServerSocket socket : sockets) {
                socket.close();
            }
        }
        return free;
    }

    private static String replaced(String text, Map<String, String> replacements) {
        for (Map.Entry<String, String> replacement : replacements.entrySet()) {
            text = text.replace(replacement.getKey(), replacement.getValue());
        }
        return text;
    }

    int files() {
        return (int) blocks.stream().filter(Written.class::isInstance).count();
    }

    int commands() {
        return (int) blocks.stream().filter(Run.class::isInstance).count();
    }

    /**
     * Runs the page to its end, and compares what is printed. The first command that fails ends it.
     *
     * @param before commands in front of it
     */
    void run(String before, Map<String, String> environment, int minutes) throws Exception {
        StringBuilder script =
                new StringBuilder("set -e -o pipefail\n").append(before).append('\n');
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Run run) {
                // In the shell itself, as variables and the directory are kept.
                script.append("{\n")
                        .append(run.text())
                        .append("} > ")
                        .append(output(i))
                        .append('\n');
            } else if (blocks.get(i) instanceof Written written) {
                script.append("mkdir -p \"$(dirname '%1$s')\"\ncat > '%1$s' <<'END OF FILE'\n%2$sEND OF FILE\n"
                        .formatted(written.file(), written.text()));
            }
        }
        Path log = directory.resolve("script.log");
        ProcessBuilder builder = new ProcessBuilder(
                        "bash",
                        Files.writeString(directory.resolve("script.sh"), script)
                                .toString())
                .directory(directory.toFile())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().putAll(environment);
        Process shell = builder.start();
        shell.getOutputStream().close();
        try {
            assertThat(shell.waitFor(minutes, TimeUnit.MINUTES))
                    .as(() -> "The commands do not end. " + state(log))
                    .isTrue();
        } finally {
            shell.descendants().forEach(ProcessHandle::destroyForcibly);
            shell.destroyForcibly();
        }
        assertThat(shell.exitValue()).as(() -> state(log)).isZero();
        for (int i = 0; i < blocks.size(); i++) {
            if (blocks.get(i) instanceof Run run && !run.printed().isEmpty()) {
                assertThat(String.join("\n", Files.readAllLines(output(i))))
                        .as(run.text())
                        .isEqualTo(String.join("\n", run.printed()));
            }
        }
    }

    private Path output(int block) {
        return directory.resolve("output-" + block);
    }

    /** All that was printed. */
    private String state(Path log) {
        StringBuilder state = new StringBuilder();
        try {
            state.append(Files.readString(log));
            for (int i = 0; i < blocks.size(); i++) {
                if (blocks.get(i) instanceof Run run && Files.exists(output(i))) {
                    state.append("\n---\n").append(run.text()).append("---\n").append(Files.readString(output(i)));
                }
            }
        } catch (IOException e) {
            state.append(e);
        }
        return state.toString();
    }
}
