// The pieces of code on /guide, copied from the page and run: cURL, Python, Node and LangChain in the versions of
// docs/clients.md, at SML_FRESH; the dev tools at the demo. CLIENTS_TOOLS: where .ci/client-packages has installed them.
import assert from "node:assert/strict";
import { execFile } from "node:child_process";
import { mkdtempSync, rmSync, symlinkSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after, before, test } from "node:test";
import { promisify } from "node:util";
import { open, url } from "./chromium.mjs";
import { KEY, simulatedProvider } from "./simulated.mjs";

const { CLIENTS_TOOLS: tools, SML_FRESH: fresh } = process.env;
const LONGEST_MS = 60_000;
const folder = mkdtempSync(join(tmpdir(), "sml-guide-"));
const RUNNERS = {
  curl: ["sh", ".sh"],
  python: [join(tools, "openai/bin/python"), ".py"],
  node: [process.execPath, ".mjs"],
  langchain: [join(tools, "langchain-openai/bin/python"), ".py"],
};

const seer = await simulatedProvider();

async function sent(method, path, body) {
  const reply = await fetch(fresh + path, { method, body: body && JSON.stringify(body) });
  assert.equal(reply.status, 200, await reply.text());
}

// no model of the demo sees pictures
before(async () => {
  symlinkSync(join(tools, "node_modules"), join(folder, "node_modules"));
  await sent("PUT", "/api/provider-catalog/seer", { label: "Seer", base_url: seer.base });
  await sent("POST", "/api/setup", { provider: "seer", apiKey: KEY });
});
after(async () => {
  seer.close();
  rmSync(folder, { recursive: true, force: true });
  await sent("DELETE", "/api/provider-catalog/seer");
});

// What a person copies, by the headings above it.
async function shown(client, base) {
  const { page } = await open(`/guide?lang=en&client=${client}`, { base });
  const pairs = (place) =>
    page.locator(`${place} h3`).evaluateAll((heads) =>
      heads.map((head) => {
        const block = head.closest(".headline") ?? head;
        return [head.textContent, block.nextElementSibling?.querySelector("pre")?.textContent];
      }));
  const found = { parts: await pairs("#client"), tools: await pairs("#dev-tools") };
  await page.close();
  return found;
}

async function run(client, name, code) {
  const [program, ending] = RUNNERS[client];
  const file = join(folder, name + ending);
  // without its meter, and with the reason when it fails
  writeFileSync(file, client === "curl" ? code.replace(/\bcurl\b/g, "curl -sS") : code);
  const { stdout } = await promisify(execFile)(program, [file], { cwd: folder, timeout: LONGEST_MS });
  return stdout;
}

// Each part shows what it is for.
function check(part, output) {
  assert.doesNotMatch(output, /"error"/, output);
  if (part === "Tools") assert.match(output, /get_weather/);
  else if (part === "Vision") assert.match(output, /a provider with a key/);
  else assert.match(output, /\S{3}/);
}

for (const client of Object.keys(RUNNERS)) {
  test(`the code for ${client} runs as it is shown`, async () => {
    const { parts } = await shown(client, fresh);
    assert.deepEqual(parts.map(([part]) => part), ["Chat", "Streaming", "Tools", "Vision"]);
    for (const [part, code] of parts) check(part, await run(client, `${client}-${part}`, code));
  });
}

test("the dev tools run as they are shown", async () => {
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "sml/auto", messages: [{ role: "user", content: "Hello" }] }),
  });
  await answer.text();
  const id = answer.headers.get("x-smlgateway-request-id");
  const { tools: shownTools } = await shown("curl", url);
  assert.ok(shownTools.length > 4);
  for (const [name, code] of shownTools) {
    const output = await run("curl", "tool", code.replace("REQUEST_ID", id));
    // the demo's models keep to no schema, which is an answer as well
    assert.doesNotMatch(output, /^\{"error"/, `${name}: ${output}`);
    if (name.startsWith("A/B test")) assert.match(output, /"ok_count":2/);
  }
});
