// Hedging and the recovery of the connection pool: a ramp to 500 users beside 60 that never rest.
// Afterwards one user asks again: nothing may be left over from the storm.
import { sleep } from "k6";
import { answered, ask, pick, seconds } from "./gateway.js";

const peak = Number(__ENV.SML_PEAK || 500);
const share = (part) => Math.round(peak * part);
const ramp = [
  { duration: seconds(60), target: share(0.2) },
  { duration: seconds(120), target: share(0.6) },
  { duration: seconds(120), target: peak },
  { duration: seconds(150), target: peak },
  { duration: seconds(60), target: 0 },
];
const storm = 510 / Number(__ENV.SML_SHORT || 1);

export const options = {
  scenarios: {
    ramp: { executor: "ramping-vus", startVUs: 1, stages: ramp, exec: "small", gracefulStop: "60s" },
    hedge: { executor: "constant-vus", vus: 60, duration: seconds(480), exec: "sized" },
    recovery: {
      executor: "constant-vus",
      vus: 1,
      duration: seconds(60),
      startTime: `${Math.ceil(storm) + 15}s`,
      exec: "small",
    },
  },
  thresholds: {
    http_req_failed: ["rate<0.02"],
    checks: ["rate>0.98"],
    http_req_duration: ["p(95)<5000", "p(99)<15000"],
    "http_req_failed{scenario:recovery}": ["rate<0.02"],
    "http_req_duration{scenario:recovery}": ["p(95)<5000"],
  },
};

const question = (length) => [
  { role: "user", content: `Answer briefly. ${"word ".repeat(length / 5)}` },
];

export function small() {
  const stream = Math.random() < 0.5;
  answered(ask({ model: "sml/auto", stream, messages: question(50) }, "small"), "small");
  sleep(1);
}

export function sized() {
  const size = pick([50, 2000, 10000]);
  answered(ask({ model: "sml/fast", messages: question(size) }, `size-${size}`), `size-${size}`);
  sleep(0.5);
}
