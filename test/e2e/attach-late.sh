#!/usr/bin/env bash
# Becomes the program of TESTED_PROGRAM, and keeps Playwright waiting for the browser's address until the page is in its window.
#
# Playwright attaches as soon as a program prints that address. When that falls into the page's first commit, the engine tells of
# no navigation, and Playwright waits for one for ever: the station runs and shows its screen, but the start never ends.
set -eu

readonly PAGE='"title": "Card Station"'
readonly TRIES=100 # with the pause below: a station whose window does not open within 5 s is attached to as it is
readonly PAUSE=0.05

page_is_open() {
  local answer
  exec 3<>"/dev/tcp/127.0.0.1/$1" || return 1
  printf 'GET /json/list HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n' >&3
  IFS= read -r -d ']' -t 1 answer <&3 || true
  exec 3>&-
  [[ $answer == *"$PAGE"* ]]
}

hold_address() {
  local line try
  while IFS= read -r line; do
    if [[ $line =~ ^'DevTools listening on ws://127.0.0.1:'([0-9]+) ]]; then
      for ((try = 0; try < TRIES; try += 1)); do
        if page_is_open "${BASH_REMATCH[1]}"; then break; fi
        sleep "$PAUSE"
      done
    fi
    printf '%s\n' "$line" >&2
  done
}

program=$TESTED_PROGRAM
unset TESTED_PROGRAM
folder=$(mktemp -d)
mkfifo "$folder/stderr"
# Forked twice: a child of this process would be one of the station's, which tests count.
( { exec <"$folder/stderr"; rm -r "$folder"; hold_address; } >&2 & )
exec "$program" "$@" 2>"$folder/stderr"
