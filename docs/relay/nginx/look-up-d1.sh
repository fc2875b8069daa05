#!/bin/sh
# nginx looks D1's address up when it starts. This reloads it when the address has become another one.
# Goes to /etc/d1-relay/look-up-d1.sh; d1-relay-look-up.timer has it run every two minutes.
set -eu
host=$(sed -n 's/^map "" $d1_name { default "\([^"]*\)".*/\1/p' /etc/nginx/conf.d/d1-relay.conf)
now=$(getent ahostsv4 "$host" | awk '{ print $1 }' | sort -u)
known=/run/d1-relay/addresses
# A DNS that does not answer changes nothing.
if [ -z "$now" ] || [ "$now" = "$(cat "$known" 2>/dev/null || true)" ]; then exit 0; fi
nginx -t -q
systemctl reload nginx
printf '%s\n' "$now" > "$known"
