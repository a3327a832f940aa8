# Sourced by test.sh after setup.sh: looks for a container engine for ContainerIT, and says what it has found. If none answers, and this is root on a
# Debian or Ubuntu without systemd, such as a container or the machine of a CI, installs Docker's engine and runs it until stop_engine is called. Sets
# DQLITE4J_CONTAINERS to 1 if there is an engine with a base image; ContainerIT is skipped otherwise. DQLITE4J_CONTAINERS=0 leaves all of this out.
engine_base="debian:bookworm-slim"
engine_pid=""
engine_dir=""
engine_reason=""

# Runs an engine of our own, with its data and socket in a directory that is deleted at the end.
start_engine() {
    local i
    if [ "$(id -u)" != 0 ] || ! command -v apt-get >/dev/null || [ -d /run/systemd/system ]; then
        engine_reason="no container engine answers"
        return 1
    fi
    echo "Installing docker.io and mmdebstrap, where they are missing"
    DEBIAN_FRONTEND=noninteractive apt-get install -y -qq --no-install-recommends \
        docker.io iptables mmdebstrap debian-archive-keyring </dev/null >/dev/null 2>&1 || true
    if ! command -v dockerd >/dev/null || ! command -v mmdebstrap >/dev/null; then
        engine_reason="docker.io or mmdebstrap could not be installed"
        return 1
    fi
    engine_dir="$(mktemp -d)"
    # The engine changes the firewall, and leaves it so when it ends.
    iptables-save >"$engine_dir/firewall" 2>/dev/null || true
    cat /proc/sys/net/ipv4/ip_forward >"$engine_dir/forwarding"
    [ ! -e /sys/class/net/docker0 ] || touch "$engine_dir/keep-docker0"
    export DOCKER_HOST="unix://$engine_dir/docker.sock"
    dockerd --data-root "$engine_dir/data" --exec-root "$engine_dir/exec" --pidfile "$engine_dir/pid" -H "$DOCKER_HOST" \
        </dev/null >"$engine_dir/log" 2>&1 &
    engine_pid=$!
    for ((i = 0; i < 120; i++)); do
        if docker info >/dev/null 2>&1; then
            # Testcontainers would start containers of other images otherwise: one that cleans up, one that checks the engine, and in a container one that looks for the engine's host.
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
        [ -e "$engine_dir/keep-docker0" ] || ip link delete docker0 2>/dev/null || true
        iptables-restore <"$engine_dir/firewall" 2>/dev/null || true
        cat "$engine_dir/forwarding" >/proc/sys/net/ipv4/ip_forward 2>/dev/null || true
    fi
    [ -z "$engine_dir" ] || rm -rf "$engine_dir"
    engine_dir=""
}

# Pulls the base of our image; where no registry is reached, makes it from Debian's archive, but not in an engine that serves others too.
base_image() {
    if docker image inspect "$engine_base" >/dev/null 2>&1 || timeout 60 docker pull -q "$engine_base" >/dev/null 2>&1; then
        return 0
    fi
    if [ -z "$engine_pid" ]; then
        engine_reason="the engine has no image $engine_base, and cannot pull it"
        return 1
    fi
    echo "Making $engine_base from Debian's archive"
    if ! mmdebstrap --quiet --variant=apt bookworm - http://deb.debian.org/debian </dev/null 2>>"$engine_dir/log" |
        docker import - "$engine_base" >/dev/null; then
        engine_reason="$engine_base could not be made: $(tail -1 "$engine_dir/log")"
        return 1
    fi
}

if [ "${DQLITE4J_CONTAINERS:-}" = 0 ]; then
    echo "No container engine, as DQLITE4J_CONTAINERS=0 says; ContainerIT is skipped"
else
    export DQLITE4J_CONTAINERS=0
    if { docker info >/dev/null 2>&1 || start_engine; } && base_image; then
        DQLITE4J_CONTAINERS=1
        echo "Container engine: Docker $(docker version --format '{{.Server.Version}}')$([ -z "$engine_pid" ] || echo ", started for the tests")"
    else
        echo "No container engine, so ContainerIT is skipped: $engine_reason"
    fi
fi
