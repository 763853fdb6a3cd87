# What the keyboard tests share: the driver, a folder of their own, and ways to reach things by Tab alone.
# To be sourced. Needs a screen driver (GUI, by default the one beside the project) and a built program.
set -euo pipefail
cd "$(dirname "${BASH_SOURCE[0]}")/.."
GUI=${GUI:-../shared/gui/gui}
PROGRAM=${PROGRAM:-target/debug/keyworker}
SHOTS=${SHOTS:-$(mktemp -d)}
work=$(mktemp -d)
trap '"$GUI" stop 2>/dev/null || true; rm -rf "$work"' EXIT
mkdir -p "$work/Documents" "$SHOTS"

say() { printf '%s\n' "$*"; }
fail() { say "FAILED: $*"; "$GUI" shot "$SHOTS/failed.png"; say "focus: $("$GUI" focus)"; "$GUI" tree | head -60; exit 1; }
# Tab (or Shift+Tab with a second word) until the thing with this name has the focus.
to() {
  local want=$1 key=${2:-Tab} seen
  for _ in $(seq 140); do
    seen=$("$GUI" focus 2>/dev/null | head -1 || true)
    case $seen in *"\"$want"*) return 0 ;; esac
    "$GUI" key "$key"; sleep 0.07
  done
  fail "could not reach “$want” with $key"
}
# What a person does counts: a thing pressed, a field filled, a choice taken from a list.
actions=0
press() { actions=$((actions + 1)); to "$1" "${2:-Tab}"; "$GUI" key Return; sleep 0.35; }
fill() { actions=$((actions + 1)); to "$1" "${3:-Tab}"; sleep 0.15; "$GUI" key ctrl+a; "$GUI" type "$2"; sleep 0.1; }
# Opens a list, walks down it to a choice, takes it.
choose() {
  actions=$((actions + 1))
  to "$1"; "$GUI" key Return; sleep 0.3
  local seen
  for _ in $(seq 60); do
    "$GUI" key Tab; sleep 0.07
    seen=$("$GUI" focus 2>/dev/null | head -1 || true)
    case $seen in *"\"$2"*) "$GUI" key Return; sleep 0.3; return 0 ;; esac
  done
  fail "“$2” is not in the list “$1”"
}
# The driver loses its footing when the tree changes under it, so it may look again.
see() {
  for _ in 1 2 3; do "$GUI" wait "$1" --timeout "${2:-6}" 2>/dev/null && return 0; done
  fail "“$1” is not on the screen"
}
shot() { "$GUI" shot "$SHOTS/path-$1.png"; }
find() { "$GUI" key ctrl+k; sleep 0.4; "$GUI" type "$1"; sleep 0.6; "$GUI" key Return; sleep 0.6; }
# No node without a name, and something has the focus. The driver may lose its footing, so it looks again.
sound() {
  local try
  for try in 1 2 3; do
    if "$GUI" unnamed >/dev/null 2>&1 && [ -n "$("$GUI" focus 2>/dev/null)" ]; then return 0; fi
    sleep 0.5
  done
  fail "a node has no name, or nothing has the focus: $("$GUI" unnamed 2>&1 | tail -3)"
}
