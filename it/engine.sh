# Sourced by test.sh after setup.sh: looks for a container engine for ContainerIT and ComposeIT, and says what it has found. If none answers, and this is root
# on a Debian or Ubuntu without systemd, such as a container or a CI machine, installs Docker's engine and runs it until stop_engine is called. Sets
# DQLITE4J_CONTAINERS to 1 if there is an engine with a base image; these tests are skipped otherwise. DQLITE4J_CONTAINERS=0 leaves all of this out.
engine_base="debian:bookworm-slim"
engine_bridge="/sys/class/net/docker0"
engine_pid=""
engine_dir=""
engine_reason=""

engine_answers() { timeout 20 docker info >/dev/null 2>&1; }

# Runs an engine with its data and socket in a directory that is deleted at the end. It does not touch the firewall and forwarding of this machine, so its
# containers reach no other host: images are built in the network of this machine, and the ports of containers are passed on by a process on 127.0.0.1.
start_engine() {
    local i
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || [ -d /run/systemd/system ]; then
        engine_reason="no container engine answers"
        return 1
    fi
    echo "Installing docker.io and mmdebstrap, where they are missing"
    # In this run level, a package does not start its service.
    RUNLEVEL=1 DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        docker.io mmdebstrap debian-archive-keyring </dev/null >/dev/null 2>&1 || true
    if ! command -v dockerd >/dev/null || ! command -v mmdebstrap >/dev/null; then
        engine_reason="docker.io or mmdebstrap could not be installed"
        return 1
    fi
    if [ -e "$engine_bridge" ]; then
        engine_reason="there is a network docker0 of another engine, which does not answer"
        return 1
    fi
    if ! engine_dir="$(mktemp -d)"; then
        engine_reason="there is no temporary directory"
        return 1
    fi
    export DOCKER_HOST="unix://$engine_dir/docker.sock"
    dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" --pidfile "$engine_dir/pid" -H "$DOCKER_HOST" \
        --iptables=false --ip6tables=false --ip-forward=false --ip 127.0.0.1 </dev/null >"$engine_dir/log" 2>&1 &
    engine_pid=$!
    for ((i = 0; i < 120; i++)); do
        if engine_answers; then
            # Testcontainers would start containers of other images: one that cleans up, one that checks the engine, and in a container one that looks for the host.
            export TESTCONTAINERS_RYUK_DISABLED=true TESTCONTAINERS_CHECKS_DISABLE=true TESTCONTAINERS_HOST_OVERRIDE=127.0.0.1
            return 0
        fi
        kill -0 "$engine_pid" 2>/dev/null || break
        sleep 0.25
    done
    engine_reason="Docker's engine did not start: $(tail -1 "$engine_dir/log")"
    return 1
}

# Ends the engine that was started, and its containers with it.
stop_engine() {
    trap - EXIT
    if [ -n "$engine_pid" ]; then
        kill "$engine_pid" 2>/dev/null || true
        wait "$engine_pid" 2>/dev/null || true
        engine_pid=""
        ip link delete docker0 2>/dev/null || true
    fi
    if [ -n "$engine_dir" ]; then
        # The engine leaves this one mounted.
        umount "$engine_dir"/exec/netns/* 2>/dev/null || true
        rm -rf --one-file-system "$engine_dir" || true
        engine_dir=""
    fi
}

# The base of the nodes' image. It is pulled; where no registry is reached, it is made from Debian's archive, but not in an engine that serves others too.
base_image() {
    if docker image inspect "$engine_base" >/dev/null 2>&1 || timeout 60 docker pull -q "$engine_base" >/dev/null 2>&1; then
        return 0
    fi
    if [ -z "$engine_pid" ]; then
        engine_reason="the engine has no image $engine_base, and cannot pull it"
        return 1
    fi
    echo "Making $engine_base from Debian's archive"
    if ! mmdebstrap --quiet --variant=apt bookworm </dev/null 2>>"$engine_dir/log" |
        docker import - "$engine_base" >/dev/null; then
        engine_reason="$engine_base could not be made: $(tail -1 "$engine_dir/log")"
        return 1
    fi
}

# The image of the nodes, in an engine whose containers reach no other host. Testcontainers finds its steps in the cache.
nodes_image() {
    if [ -n "$engine_pid" ] && ! DOCKER_BUILDKIT=0 docker build --network host --tag localhost/dqlite4j/go-dqlite:1 \
        driver/testcontainers/src/main/resources/io/github/dqlite4j/testcontainers >>"$engine_dir/log" 2>&1; then
        engine_reason="the image of the nodes could not be built: $(tail -1 "$engine_dir/log")"
        return 1
    fi
}

if [ "${DQLITE4J_CONTAINERS:-}" = 0 ]; then
    echo "No container engine, as DQLITE4J_CONTAINERS=0 says; ContainerIT and ComposeIT are skipped"
else
    export DQLITE4J_CONTAINERS=0
    if { engine_answers || start_engine; } && base_image && nodes_image; then
        DQLITE4J_CONTAINERS=1
        echo "Container engine: Docker $(docker version --format '{{.Server.Version}}')$([ -z "$engine_pid" ] || echo ", started for the tests")"
    else
        echo "No container engine, so ContainerIT and ComposeIT are skipped: $engine_reason"
        stop_engine
    fi
fi
