package io.github.dqlite4j.it.cli;

import static org.assertj.core.api.Assertions.assertThat;

import io.github.dqlite4j.it.admin.FreshNode;
import io.github.dqlite4j.it.fixture.DqliteCluster;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** The examples of docs/command-line.md, one after the other in one directory, with the addresses of real nodes; and the lists of the page are complete. */
@Timeout(300)
class CommandLineDocIT {
    private static final Pattern CONSOLE = Pattern.compile("```console\n(.*?)```", Pattern.DOTALL);
    private static final String SUFFIX = ":9001";

    @TempDir
    Path directory;

    /** A command and what it prints. */
    private record Example(String command, List<String> output) {
        /** The order of members is the cluster's. */
        boolean anyOrder() {
            return command.contains("members") || command.contains("watch");
        }
    }

    private static String page() throws Exception {
        return Files.readString(Path.of("..", "docs", "command-line.md"));
    }

    private static List<Example> examples() throws Exception {
        List<Example> examples = new ArrayList<>();
        String all =
                CONSOLE.matcher(page()).results().map(found -> found.group(1)).collect(Collectors.joining());
        for (String line : all.lines().toList()) {
            if (line.startsWith("$ ")) {
                examples.add(new Example(line.substring(2), new ArrayList<>()));
            } else {
                examples.get(examples.size() - 1).output().add(line);
            }
        }
        return examples;
    }

    private List<String> run(String url, String command) throws Exception {
        String program =
                Program.command().stream().map(word -> "'" + word + "'").collect(Collectors.joining(" "));
        ProcessBuilder builder = new ProcessBuilder("bash", "-c", "dqlite4j() { " + program + " \"$@\"; }\n" + command)
                .directory(directory.toFile())
                .redirectErrorStream(true);
        builder.environment().put("DQLITE_URL", url);
        Process process = builder.start();
        process.getOutputStream().close();
        return new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8)
                .lines()
                .toList();
    }

    private static List<String> comparable(List<String> lines, boolean anyOrder) {
        List<String> same = lines.stream()
                .map(line -> line.replaceAll("\\b\\d{12,20}\\b", "ID").replaceAll("^\\d\\d:\\d\\d(:\\d\\d)? ", "TIME "))
                .toList();
        return anyOrder ? same.stream().sorted().toList() : same;
    }

    @Test
    void theExamplesPrintWhatThePageSays() throws Exception {
        List<Example> examples = examples();
        assertThat(examples).hasSizeGreaterThan(20);
        try (DqliteCluster cluster = DqliteCluster.start(3)) {
            Map<String, String> names = new LinkedHashMap<>();
            names.put(FreshNode.address(cluster.leader()), "a" + SUFFIX);
            for (DqliteCluster.Node follower : cluster.followers()) {
                names.put(FreshNode.address(follower), (char) ('a' + names.size()) + SUFFIX);
            }
            for (Example example : examples) {
                String command = example.command();
                for (Map.Entry<String, String> name : names.entrySet()) {
                    command = command.replace(name.getValue(), name.getKey());
                }
                List<String> printed = new ArrayList<>();
                for (String line : run(Program.url(cluster, "app"), command)) {
                    for (Map.Entry<String, String> name : names.entrySet()) {
                        line = line.replace(name.getKey(), name.getValue());
                    }
                    printed.add(line.replace(directory.toString(), "/home/me"));
                }
                assertThat(comparable(printed, example.anyOrder()))
                        .as(example.command())
                        .isEqualTo(comparable(example.output(), example.anyOrder()));
            }
        }
    }

    @Test
    void everyCommandAndEveryOptionIsOnThePage() throws Exception {
        String page = page();
        List<String> commands = Program.run("jdbc:dqlite://127.0.0.1:1/none", ".help")
                .output()
                .lines()
                .toList();
        assertThat(commands).hasSizeGreaterThan(30).allSatisfy(line -> {
            String name = line.split(" ")[0];
            assertThat(page).containsPattern(Pattern.compile("`[^`\n]*" + Pattern.quote(name) + "\\b"));
        });
        List<String> options = Program.run("-help")
                .output()
                .lines()
                .dropWhile(line -> !line.startsWith("OPTIONS"))
                .skip(1)
                .flatMap(line ->
                        Pattern.compile("(?<=[ ,])-[a-z]+\\b").matcher(line).results())
                .map(found -> found.group())
                .toList();
        assertThat(options)
                .hasSizeGreaterThan(20)
                .allSatisfy(option -> assertThat(page).containsPattern(Pattern.compile("`[^`\n]*" + option + "\\b")));
    }
}
