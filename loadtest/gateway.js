// What the load tests share: how to ask, what counts as well, and how long a stage takes.
import http from "k6/http";
import { check } from "k6";

// SML_URL: where the gateway is.  SML_SHORT: divides the length of every stage.
export const url = __ENV.SML_URL || "http://127.0.0.1:3334";
const short = Number(__ENV.SML_SHORT || 1);

export const limits = {
  http_req_failed: ["rate<0.02"],
  http_req_duration: ["p(95)<5000", "p(99)<15000"],
  checks: ["rate>0.98"],
};

// A stage length in seconds, shortened when SML_SHORT says so.
export const seconds = (length) => `${Math.max(1, Math.round(length / short))}s`;

export const pick = (list) => list[Math.floor(Math.random() * list.length)];

// Asks for a chat completion; statuses that are not expected count as failed.
export function ask(body, category, expected = [200]) {
  return http.post(`${url}/v1/chat/completions`, JSON.stringify(body), {
    // the load is meant for the models, not for the cache
    headers: { "Content-Type": "application/json", "X-No-Cache": "1" },
    tags: { category },
    timeout: "60s",
    responseCallback: http.expectedStatuses(...expected),
  });
}

// True when the answer is a whole one: a choice that ended, or a stream that said [DONE].
export function answered(response, category) {
  return check(
    response,
    {
      "status is 200": (reply) => reply.status === 200,
      "the answer is whole": (reply) =>
        reply.body !== null && (reply.body.includes("data: [DONE]") || endedChoice(reply)),
    },
    { category },
  );
}

function endedChoice(reply) {
  try {
    return Boolean(reply.json("choices.0.finish_reason"));
  } catch (notJson) {
    return false;
  }
}
