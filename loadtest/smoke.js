// Does it answer at all? One user, 15 s: the page, the status, the health, one question.
import http from "k6/http";
import { check, sleep } from "k6";
import { answered, ask, limits, seconds, url } from "./gateway.js";

export const options = { vus: 1, duration: seconds(15), thresholds: limits };

export default function () {
  for (const path of ["/", "/api/status", "/api/health", "/v1/models"]) {
    check(http.get(url + path), { "status is 200": (reply) => reply.status === 200 });
  }
  const messages = [{ role: "user", content: "Say hello." }];
  answered(ask({ model: "sml/auto", messages }, "smoke"), "smoke");
  sleep(1);
}
