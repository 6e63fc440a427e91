#!/bin/sh
# The feed with curl alone: FEED=https://…/api/handover/events TOKEN=… sh feed.sh [AFTER]. One event a line; the
# last line on standard error is where to go on.
set -eu
after=${1:-0}
while :; do
    page=$(curl -fsS -H "Authorization: Bearer $TOKEN" "$FEED?after=$after")
    next=$(printf '%s' "$page" | python3 -c 'import json, sys; print(json.load(sys.stdin)["next"])')
    printf '%s' "$page" | python3 -c 'import json, sys; [print(json.dumps(e, ensure_ascii=False)) for e in json.load(sys.stdin)["events"]]'
    [ "$next" != "$after" ] || break
    after=$next
done
echo "$after" >&2
