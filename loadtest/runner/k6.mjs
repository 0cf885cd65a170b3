// The part of k6's library that the scripts of this folder use. What waits returns a promise here;
// awaits.mjs makes the scripts await it.
import { AsyncLocalStorage } from "node:async_hooks";
import { Agent, request } from "node:http";
import { setTimeout as pause } from "node:timers/promises";
import { checkFailed, take } from "./metrics.mjs";

export const scenario = new AsyncLocalStorage();
const agent = new Agent({ keepAlive: true });
const canonical = (name) => name.replace(/(^|-)[a-z]/g, (start) => start.toUpperCase());

class Response {
  constructor(status, headers, body) {
    this.status = status;
    this.headers = headers;
    this.body = body;
  }

  json(path) {
    return path.split(".").reduce((at, step) => at?.[step], JSON.parse(this.body));
  }
}

function exchange(method, url, body, { headers = {}, timeout = "60s" }) {
  return new Promise((resolve) => {
    const nothing = () => resolve(new Response(0, {}, null));
    const limit = AbortSignal.timeout(parseFloat(timeout) * 1000);
    const call = request(url, { method, headers, agent, signal: limit }, async (reply) => {
      try {
        reply.setEncoding("utf8");
        let text = "";
        for await (const piece of reply) text += piece;
        const named = Object.entries(reply.headers).map(([name, value]) => [canonical(name), value]);
        resolve(new Response(reply.statusCode, Object.fromEntries(named), text));
      } catch {
        nothing();
      }
    });
    call.on("error", nothing);
    call.end(body);
  });
}

async function ask(method, url, body, params = {}) {
  const from = performance.now();
  const reply = await exchange(method, url, body, params);
  const tags = { ...params.tags, scenario: scenario.getStore() };
  const expected = params.responseCallback ?? ((status) => status >= 200 && status < 400);
  take("http_req_duration", performance.now() - from, tags);
  take("http_req_failed", !expected(reply.status), tags);
  take("http_reqs", 1, tags);
  return reply;
}

export default {
  get: (url, params) => ask("GET", url, null, params),
  post: (url, body, params) => ask("POST", url, body, params),
  expectedStatuses: (...wanted) => (status) => wanted.includes(status),
};

export function check(value, tests, tags = {}) {
  let all = true;
  for (const [name, test] of Object.entries(tests)) {
    const holds = Boolean(test(value));
    take("checks", holds, { ...tags, scenario: scenario.getStore() });
    if (!holds) checkFailed(name);
    all &&= holds;
  }
  return all;
}

export const sleep = (seconds) => pause(seconds * 1000);

export class Counter {
  constructor(name) {
    this.name = name;
  }

  add(value, tags) {
    take(this.name, value, { ...tags, scenario: scenario.getStore() }, "counter");
  }
}
