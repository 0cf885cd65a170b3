# Sourced by bench/overhead and bench/peers: an upstream of canned answers, request bodies, and rows
# of a table. Needs wrk and nginx (Debian packages).
# The caller sets SECONDS_PER_CELL, UPSTREAM (a port) and MEASURED (pids whose CPU counts).
WORK=$(mktemp -d)
chmod 755 "$WORK"
PIDS=()
stop() { for pid in "${PIDS[@]}"; do kill "$pid" 2>/dev/null || true; done; wait 2>/dev/null || true; rm -rf "$WORK"; }
trap stop EXIT

# answers from memory, so that nearly all CPU is the gateway's
TEXT=$(printf 'word%.0s ' $(seq 1 120))
printf '{"id":"chatcmpl-bench","object":"chat.completion","created":1700000000,"model":"m","choices":[{"index":0,"message":{"role":"assistant","content":"%s"},"finish_reason":"stop"}],"usage":{"prompt_tokens":20,"completion_tokens":120,"total_tokens":140}}' "$TEXT" >"$WORK/whole"
chunk() { printf 'data: {"id":"chatcmpl-bench","object":"chat.completion.chunk","created":1700000000,"model":"m","choices":[{"index":0,"delta":%s,"finish_reason":%s}]}\n\n' "$1" "$2"; }
{
  chunk '{"role":"assistant","content":""}' null
  for i in $(seq 1 58); do chunk "{\"content\":\"word$i \"}" null; done
  chunk '{}' '"stop"'
  printf 'data: [DONE]\n\n'
} >"$WORK/stream"
cat >"$WORK/nginx.conf" <<CONF
worker_processes 1; daemon off; pid $WORK/nginx.pid; error_log /dev/null;
events { worker_connections 4096; }
http {
  access_log off; keepalive_requests 1000000; open_file_cache max=10 inactive=1h; client_body_temp_path $WORK/body;
  client_body_buffer_size 1m;
  proxy_temp_path $WORK/p; fastcgi_temp_path $WORK/f; uwsgi_temp_path $WORK/u; scgi_temp_path $WORK/s;
  server {
    listen 127.0.0.1:$UPSTREAM; root $WORK; error_page 405 =200 \$uri;
    location /whole/ { rewrite .* /whole break; }
    location /stream/ { rewrite .* /stream break; }
    # a POST comes here
    location = /whole { default_type application/json; }
    location = /stream { default_type text/event-stream; }
  }
}
CONF
nginx -c "$WORK/nginx.conf" & PIDS+=($!)

# characters of a message: text LANGUAGE COUNT
text() {
  local piece='Explain in plain words what a gateway between programs does and why it helps. '
  [ "$1" = th ] && piece='ช่วยอธิบายด้วยคำง่าย ๆ ว่าเกตเวย์ระหว่างโปรแกรมทำอะไรและช่วยอะไรได้บ้าง '
  PIECE=$piece COUNT=$2 perl -CSA -Mutf8 -e 'use Encode; my $p = decode_utf8($ENV{PIECE}); print substr($p x (1 + $ENV{COUNT} / length $p), 0, $ENV{COUNT})'
}
# a request that wrk sends: body NAME JSON [lua that sets further headers]
body() {
  cat >"$WORK/$1.lua" <<LUA
wrk.method = "POST"
wrk.headers["Content-Type"] = "application/json"
wrk.headers["X-No-Cache"] = "1"
${3:-}
wrk.body = [==[$2]==]
LUA
}
chat() { printf '{"model":"%s","stream":%s,"messages":[{"role":"system","content":"You are terse."},{"role":"user","content":"%s"}]}' "$1" "$2" "$3"; }
ticks() { local pid; for pid in "${MEASURED[@]}"; do cat "/proc/$pid/stat"; done | awk '{n += $14 + $15} END {print n}'; }
header() { printf '| %-38s | conn |     req/s |   p50 ms |   p99 ms | cpu us | least-most |\n|---|---|---|---|---|---|---|\n' path; }
# one row of the table from medians; of noisy machines only rows measured in turns can be compared
rows() { # lines of stdin: label|connections|url|body
  local label connections url body turn asked=() all
  while IFS= read -r line; do asked+=("$line"); done
  all=$(for turn in $(seq "${TURNS:-5}"); do
    for at in "${!asked[@]}"; do
      IFS='|' read -r label connections url body <<<"${asked[$at]}"
      printf '%s %s\n' "$at" "$(cell "$connections" "$url" "$body")"
    done
  done)
  for at in "${!asked[@]}"; do
    IFS='|' read -r label connections url body <<<"${asked[$at]}"
    printf '| %-38s | %4s | %9s | %8s | %8s | %6s | %-9s | %s\n' "$label" "$connections" \
      "$(median "$at" 2)" "$(median "$at" 3)" "$(median "$at" 4)" "$(median "$at" 5)" "$(range "$at")" \
      "$(awk -v at="$at" '$1 == at && NF > 5 {$1 = $2 = $3 = $4 = $5 = ""; print}' <<<"$all" | tr '\n' ' ')"
  done
}
# of the cells of a row, which are in all: median ROW COLUMN, range ROW
column() { awk -v at="$1" -v column="$2" '$1 == at {print $column}' <<<"$all" | sort -n; }
median() { column "$@" | awk '{n[NR] = $1} END {print n[int((NR + 1) / 2)]}'; }
range() { column "$1" 5 | awk 'NR == 1 {least = $1} END {print least "-" $1}'; }
row() { rows <<<"$1|$2|$3|$4"; } # label connections url body
cell() { # connections url body: requests a second, p50 and p99 in ms, CPU in us, what went wrong
  local before after out n
  before=$(ticks)
  out=$(wrk -t1 -c"$1" -d"${SECONDS_PER_CELL}s" --timeout 10s --latency -s "$WORK/$3.lua" "$2")
  after=$(ticks)
  n=$(awk '/requests in/{print $1}' <<<"$out")
  awk -v t=$((after - before)) -v n="$n" -v hz="$(getconf CLK_TCK)" '
    function ms(time) { return time ~ /us$/ ? time / 1000 : time ~ /ms$/ ? time + 0 : time * 1000 }
    / 50%/ {p50 = ms($2)} / 99%/ {p99 = ms($2)} /Requests\/sec/ {rps = $2}
    /Non-2xx|Socket errors/ {wrong = wrong " " $0}
    END {printf "%s %.2f %.2f %.0f%s", rps, p50, p99, t/hz*1e6/(n>0?n:1), wrong}' <<<"$out"
}
warm() { wrk -t1 -c16 -d"$1s" -s "$WORK/$2.lua" "$3" >/dev/null; }

# our gateway from its jar, with logging and trace on: gateway PORT
gateway() {
  PORT=$1
  SML_DATA_DIR=$WORK/data SML_PORT=$PORT "$JAVA" -Xmx512m --enable-native-access=ALL-UNNAMED \
    --sun-misc-unsafe-memory-access=allow ${JAVA_OPTS:-} -jar "${JAR:-target/sml-gateway.jar}" >"$WORK/gateway.log" 2>&1 &
  GATEWAY=$!
  PIDS+=("$GATEWAY")
  for _ in $(seq 1 120); do curl -fs -o /dev/null "http://127.0.0.1:$PORT/v1/models" && break; sleep 0.5; done
}
provider() { # name kind
  curl -fs -o /dev/null -X PUT "http://127.0.0.1:$PORT/api/provider-catalog/$1" \
    -d "{\"label\":\"$1\",\"base_url\":\"http://127.0.0.1:$UPSTREAM/$2\",\"auth\":{\"scheme\":\"none\"},\"models\":[\"m\"]}"
}
forget() { curl -fs -o /dev/null -X DELETE "http://127.0.0.1:$PORT/api/provider-catalog/$1"; }
