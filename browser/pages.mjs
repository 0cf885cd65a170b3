// The pages, and an address of each: where a part varies, that of a request in a race and of the best model.
import assert from "node:assert/strict";
import { url } from "./chromium.mjs";

const PAGES = {
  "/": "overview",
  "/chat": "chat",
  "/requests": "requests",
  "/requests/{id}": "request",
  "/school": "school",
  "/school/{model}": "report",
  "/providers": "providers",
  "/caches": "caches",
  "/events": "events",
  "/routes": "routes",
  "/setup": "setup",
  "/guide": "guide",
};
// Swagger's own page, which is looked at for errors alone
const OTHERS = ["/docs"];

export async function json(path) {
  const reply = await fetch(url + path);
  assert.equal(reply.status, 200, path);
  return reply.json();
}

// The addresses of pages that the gateway serves, by the descriptions of its routes.
export async function served() {
  const { routes } = await json("/api/routes");
  const pages = routes.filter(({ id }) => id.endsWith("-page"));
  return pages.map(({ description }) => /^GET (\/\S*) - /.exec(description)?.[1]);
}

export const known = [...Object.keys(PAGES), ...OTHERS];

async function filled(path) {
  if (path === "/requests/{id}") {
    const { logs } = await json("/api/gateway-logs?limit=50");
    const raced = logs.find(({ hedge, status }) => hedge && status === 200) ?? logs[0];
    return `/requests/${raced.requestId}`;
  }
  if (path === "/school/{model}") {
    const [best] = [...(await json("/api/leaderboard")), ...(await json("/api/models"))];
    return `/school/${best.provider}/${best.modelId}`;
  }
  return path;
}

// Each page as {name, path}.
export async function pages() {
  return Promise.all(Object.entries(PAGES).map(async ([path, name]) => ({ name, path: await filled(path) })));
}
