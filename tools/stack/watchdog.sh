#!/bin/sh
# Ends what a tool started when the tool itself could not: it was killed, so its end of our pipe closed.
# Input lines: "add <rank> <signal> <pid>", "drop <pid>", "done" (everything was ended in order).
# Rank 1 (services) goes before rank 2 (servers), so that services can still finish their work.
trap '' INT TERM HUP
list=''
while read -r verb first second third; do
  case $verb in
    add) list="$list $first:$second:$third" ;;
    drop)
      kept=''
      for entry in $list; do [ "${entry##*:}" = "$first" ] || kept="$kept $entry"; done
      list=$kept
      ;;
    done) exit 0 ;;
  esac
done

for rank in 1 2; do
  pids=''
  for entry in $list; do
    [ "${entry%%:*}" = "$rank" ] || continue
    pid=${entry##*:}
    signal=${entry#*:}
    kill -s "${signal%%:*}" "$pid" 2>/dev/null && pids="$pids $pid"
  done
  waited=0
  while [ -n "$pids" ] && [ "$waited" -lt 50 ]; do
    alive=''
    for pid in $pids; do kill -0 "$pid" 2>/dev/null && alive="$alive $pid"; done
    pids=$alive
    [ -n "$pids" ] && sleep 0.2
    waited=$((waited + 1))
  done
  for pid in $pids; do kill -s KILL "$pid" 2>/dev/null; done
done
