// More than SML_SOFT_RATE_LIMIT (60) calls a minute from one address: each is served, and from the
// limit on each carries the hint X-Resceo-Backoff.
import http from "k6/http";
import { check } from "k6";
import { Counter } from "k6/metrics";
import { url } from "./gateway.js";

const hinted = new Counter("hinted");
const unhinted = new Counter("unhinted");

export const options = {
  scenarios: {
    calls: { executor: "shared-iterations", vus: 1, iterations: 150, maxDuration: "60s" },
  },
  thresholds: {
    http_req_failed: ["rate==0"],
    checks: ["rate==1"],
    // 150 calls within a minute: 60 of them without a hint, unless calls came before
    hinted: ["count>=90"],
  },
};

export default function () {
  const reply = http.get(`${url}/v1/models`);
  check(reply, { "nothing is blocked": (answer) => answer.status === 200 });
  (reply.headers["X-Resceo-Backoff"] ? hinted : unhinted).add(1);
}
