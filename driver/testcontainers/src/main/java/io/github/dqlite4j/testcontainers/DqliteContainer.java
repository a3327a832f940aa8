package io.github.dqlite4j.testcontainers;

import io.github.dqlite4j.jdbc.DqliteDriver;
import java.time.Duration;
import java.util.concurrent.Future;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.testcontainers.containers.JdbcDatabaseContainer;
import org.testcontainers.containers.wait.strategy.Wait;
import org.testcontainers.images.builder.ImageFromDockerfile;
import org.testcontainers.utility.DockerImageName;

/**
 * A container with one dqlite node, or with a whole cluster. Its image is built from Debian's package {@code go-dqlite} when it is first needed, unless another image is given. The nodes announce
 * addresses inside the container; {@link #getJdbcUrl} maps them, so that the driver follows the leader from outside.
 *
 * <pre>{@code
 * try (DqliteContainer dqlite = new DqliteContainer().withNodes(3)) {
 *     dqlite.start();
 *     Connection connection = DriverManager.getConnection(dqlite.getJdbcUrl());
 * }
 * }</pre>
 */
public class DqliteContainer extends JdbcDatabaseContainer<DqliteContainer> {
    /** The largest number of nodes. */
    public static final int MOST_NODES = 5;

    private static final int FIRST_PORT = 9001;
    private static final int STARTUP_SECONDS = 120;

    /** Kept, so that the next test run need not build the image again. The tag identifies what the image is built from. */
    private static final String IMAGE = "localhost/dqlite4j/go-dqlite:1";

    /** What the script of the image prints. */
    private static final String READY = ".*All nodes of dqlite are ready.*\\n";

    private int nodes = 1;
    private String databaseName = "test";
    private int startupSeconds = STARTUP_SECONDS;

    /** Uses the default image, which is built if this machine does not have it yet. */
    public DqliteContainer() {
        this(new ImageFromDockerfile(IMAGE, false)
                .withFileFromClasspath("Dockerfile", "io/github/dqlite4j/testcontainers/Dockerfile")
                .withFileFromClasspath("start-nodes.sh", "io/github/dqlite4j/testcontainers/start-nodes.sh"));
    }

    private DqliteContainer(Future<String> image) {
        super(image);
        super.withStartupTimeoutSeconds(STARTUP_SECONDS);
    }

    /** Uses another image. It must accept {@code DQLITE_NODES}, and print {@code All nodes of dqlite are ready}, as the default image does. */
    public DqliteContainer(DockerImageName image) {
        super(image);
        super.withStartupTimeoutSeconds(STARTUP_SECONDS);
    }

    /**
     * Sets the number of nodes in the cluster; one by default.
     *
     * @throws IllegalArgumentException if the number is not 1 to {@value #MOST_NODES}
     */
    public DqliteContainer withNodes(int number) {
        if (number < 1 || number > MOST_NODES) {
            throw new IllegalArgumentException("A container has 1 to " + MOST_NODES + " nodes, not " + number);
        }
        nodes = number;
        return self();
    }

    @Override
    public DqliteContainer withDatabaseName(String name) {
        databaseName = name;
        return self();
    }

    @Override
    public DqliteContainer withStartupTimeoutSeconds(int seconds) {
        startupSeconds = seconds;
        return super.withStartupTimeoutSeconds(seconds);
    }

    @Override
    protected void configure() {
        addEnv("DQLITE_NODES", String.valueOf(nodes));
        addExposedPorts(ports().toArray());
    }

    /** Waits for all nodes: one node alone would answer before the others have joined. */
    @Override
    protected void waitUntilContainerStarted() {
        Wait.forLogMessage(READY, 1)
                .withStartupTimeout(Duration.ofSeconds(startupSeconds))
                .waitUntilReady(this);
        super.waitUntilContainerStarted();
    }

    private IntStream ports() {
        return IntStream.range(FIRST_PORT, FIRST_PORT + nodes);
    }

    @Override
    public String getDriverClassName() {
        return DqliteDriver.class.getName();
    }

    /** The URL with the nodes as they are reached from outside, and the mapping of the addresses that they announce. The container has to be running. */
    @Override
    public String getJdbcUrl() {
        String hosts = ports().mapToObj(this::reached).collect(Collectors.joining(","));
        String mapping = ports().mapToObj(port -> announced() + ":" + port + "=" + reached(port))
                .collect(Collectors.joining(","));
        return "jdbc:dqlite://" + hosts + "/" + databaseName + "?addressMapping=" + mapping
                + constructUrlParameters("&", "&");
    }

    private String reached(int port) {
        return getHost() + ":" + getMappedPort(port);
    }

    private String announced() {
        return getContainerInfo().getNetworkSettings().getNetworks().values().stream()
                .map(network -> network.getIpAddress())
                .filter(address -> address != null && !address.isEmpty())
                .findFirst()
                .orElseThrow(() -> new IllegalStateException("The container has no address in a network"));
    }

    @Override
    public String getDatabaseName() {
        return databaseName;
    }

    /** Empty: dqlite has no users. */
    @Override
    public String getUsername() {
        return "";
    }

    /** Empty: dqlite has no passwords. */
    @Override
    public String getPassword() {
        return "";
    }

    @Override
    protected String getTestQueryString() {
        return "SELECT 1";
    }
}
