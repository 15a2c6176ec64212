#!/usr/bin/env bash
# Builds everything and runs every test: `bash tests/run.sh`, from anywhere, on a Debian machine with the .NET 10 SDK.
# The last line is always "N passed, N failed"; the exit code is 0 only if something passed and nothing failed.
# A skipped test, a project without tests, a crash and a broken build each count as a failure.
set -euo pipefail

readonly root="$(cd "$(dirname "${BASH_SOURCE[0]}")/.." && pwd)"
readonly configuration="${CONFIGURATION:-Release}"
readonly results="$(mktemp -d "${TMPDIR:-/tmp}/batch-estimator-tests.XXXXXX")"
passed=0
failed=0
finished=no

export DOTNET_NOLOGO=1 DOTNET_CLI_TELEMETRY_OPTOUT=1
# Nothing may outlive this script: a build server left behind would hold its output open.
export MSBUILDDISABLENODEREUSE=1 DOTNET_CLI_USE_MSBUILD_SERVER=0 UseSharedCompilation=false

say() { printf '\n== %s\n' "$*"; }

summary() {
    local code=$?
    # Leaving early, for whatever reason, is a failure even if every test so far has passed.
    [[ $finished == yes ]] || failed=$((failed + 1))
    ((failed + passed > 0)) || failed=1
    if ((failed == 0)); then rm -rf "$results"; else printf '\nResults are kept in %s\n' "$results"; fi
    printf '%d passed, %d failed\n' "$passed" "$failed"
    ((failed == 0)) || exit $((code == 0 ? 1 : code))
}
trap summary EXIT
trap 'exit 130' INT
trap 'exit 143' TERM

# Another package manager (unattended upgrades on a fresh machine) may hold the lock for a while.
apt() {
    local attempt
    for attempt in 1 2 3 4 5 6; do
        DEBIAN_FRONTEND=noninteractive apt-get -q -y -o DPkg::Lock::Timeout=120 "$@" >"$results/apt.log" 2>&1 && return 0
        sleep $((attempt * 5))
    done
    cat "$results/apt.log" >&2
    return 1
}

# need COMMAND PACKAGE: makes sure that COMMAND can be run.
need() {
    command -v "$1" >/dev/null && return 0
    if ((EUID != 0)); then
        printf '%s is missing. Install it (as root: apt-get install %s) and run this again.\n' "$1" "$2" >&2
        return 1
    fi
    say "Installing $2"
    apt update
    apt install --no-install-recommends "$2"
}

# counter FILE NAME: a number of the test run's summary, 0 if there is none.
counter() {
    local found
    found="$(grep -o '<Counters [^>]*' "$1" 2>/dev/null | grep -o " $2=\"[0-9]*\"" | grep -o '[0-9]*' || true)"
    printf '%s' "${found:-0}"
}

test_project() {
    local name code=0 good total bad
    name="$(basename "$1" .csproj)"
    local trx="$results/$name.trx"
    say "$name"
    dotnet test "$1" --configuration "$configuration" --no-build --nologo --verbosity quiet \
        --results-directory "$results" --logger "trx;LogFileName=$name.trx" --logger 'console;verbosity=minimal' \
        --blame-hang-timeout 10m --blame-hang-dump-type none || code=$?
    good="$(counter "$trx" passed)"
    total="$(counter "$trx" total)"
    bad=$((total - good))
    if ((bad == 0 && (code != 0 || total == 0))); then
        printf '%s ended with exit code %d after %d tests: counted as a failure.\n' "$name" "$code" "$total" >&2
        bad=1
    fi
    passed=$((passed + good))
    failed=$((failed + bad))
    grep -hoE 'reference cases covered: [0-9]+ of [0-9]+' "$trx" 2>/dev/null | sort -u || true
}

command -v dotnet >/dev/null || { echo 'dotnet is missing. Install the .NET 10 SDK: https://dotnet.microsoft.com/download' >&2; exit 1; }
if [[ -z "${BATCH_ESTIMATOR_BROWSER:-}" ]]; then
    need chromium chromium
    BATCH_ESTIMATOR_BROWSER="$(command -v chromium)"
fi
# Names the browser, and by that switches on the tests that drive a real server and a real browser.
export BATCH_ESTIMATOR_BROWSER

cd "$root"
say "Building ($configuration)"
dotnet build BatchEstimator.sln --configuration "$configuration" --nologo --verbosity quiet

for project in tests/*/*.Tests.csproj; do
    test_project "$project"
done
finished=yes
