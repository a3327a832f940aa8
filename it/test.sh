#!/usr/bin/env bash
# Installs what is missing and runs every test.
set -euo pipefail
cd "$(dirname "$0")/.."
. it/setup.sh
exec mvn -B -ntp verify </dev/null
