# shellcheck shell=bash
# What the scripts share: where the tree is, and steps that say what they do
# and how long it took. Sourced, never run.
set -euo pipefail
export LC_ALL=C.UTF-8
WEFT_TREE=$(cd "$(dirname "${BASH_SOURCE[0]}")/../.." && pwd)
cd "$WEFT_TREE"
WEFT_LOGS=$WEFT_TREE/build/logs
WEFT_JOBS=${WEFT_JOBS:-$(nproc)}

say() { printf '== %s\n' "$*"; }
fail() { printf 'error: %s\n' "$*" >&2; exit 1; }

# Seconds since $1 (an EPOCHREALTIME), with one decimal.
since() {
  local us=$(( ${EPOCHREALTIME/./} - ${1/./} ))
  printf '%d.%d s' $((us / 1000000)) $((us / 100000 % 10))
}

# step WHAT COMMAND...: output passes through.
step() {
  local what=$1 from=$EPOCHREALTIME rc=0
  shift
  say "$what"
  "$@" </dev/null || rc=$?
  if [ $rc -ne 0 ]; then
    say "$what: FAILED (exit $rc) after $(since "$from")"
    return $rc
  fi
  say "$what: done in $(since "$from")"
}

# quiet_step WHAT COMMAND...: output goes to a log, shown if it fails.
quiet_step() {
  local what=$1 log rc=0
  shift
  mkdir -p "$WEFT_LOGS"
  log=$WEFT_LOGS/$(printf '%s' "$what" | tr -cs 'A-Za-z0-9\n' '-').log
  step "$what" run_logged "$log" "$@" || rc=$?
  return $rc
}
run_logged() {
  local log=$1 rc=0
  shift
  "$@" >"$log" 2>&1 || rc=$?
  if [ $rc -ne 0 ]; then
    tail -n 40 "$log" >&2
    printf 'The whole log: %s\n' "$log" >&2
  fi
  return $rc
}

configure() { # PRESET [cmake arguments]
  quiet_step "Configuring build/$1" cmake --preset "$@"
}
build() { # PRESET WHAT TARGET...
  local preset=$1 what=$2
  shift 2
  step "Building $what (build/$preset, $WEFT_JOBS jobs)" \
    cmake --build "build/$preset" -j "$WEFT_JOBS" --target "$@"
}

# run_tests PRESET [ctest arguments]: the counts go to build/PRESET/counts.
run_tests() {
  local preset=$1 rc=0 junit
  shift
  junit=$WEFT_TREE/build/$preset/junit.xml
  rm -f "$junit" "build/$preset/counts"
  step "Running tests (build/$preset${*:+, }$*)" ctest \
    --test-dir "build/$preset" -j "$WEFT_JOBS" --output-on-failure \
    --no-tests=ignore --output-junit "$junit" \
    --test-output-size-passed 4000000 --test-output-size-failed 4000000 \
    "$@" || rc=$?
  if ! tools/dev/count-tests "$junit" >"build/$preset/counts"; then
    echo '0 passed, 1 failed, 0 skipped' >"build/$preset/counts"
    rc=1
  fi
  say "build/$preset: $(cat "build/$preset/counts")"
  return $rc
}
