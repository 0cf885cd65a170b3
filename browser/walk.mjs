// What an owner does: chats, looks at caches and events, and sets a fresh gateway up with a provider of
// one's own. SML_FRESH: a gateway without any provider; all others as for suite.mjs, which runs before.
import assert from "node:assert/strict";
import { readFileSync } from "node:fs";
import { test } from "node:test";
import { PHONE, open, require, shoot, url } from "./chromium.mjs";

const fresh = process.env.SML_FRESH;
const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

async function ask(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("textbox", { name: "Message" }).press("Enter");
}

const answer = (page) => page.locator("#talk .turn:not(.asked)").last();

test("the chat box streams an answer, and its page shows the race", async () => {
  const { page, wrong } = await open("/chat?lang=en&theme=light");
  await ask(page, "Hello from a browser");
  await answer(page).getByText("simulated answer").waitFor();
  await answer(page).getByRole("button", { name: "Ask again" }).waitFor();
  const shown = await answer(page).innerText();
  assert.match(shown, /demo-[a-z-]+/);
  assert.match(shown, /first token after [\d.]+ m?s/);
  assert.match(shown, /\d+ tokens in, \d+ out/);
  await shoot(page, "chat-en-answered");
  await answer(page).getByRole("link", { name: "Why this model?" }).click();
  await page.getByRole("heading", { name: "Why this model?" }).waitFor();
  assert.ok((await page.locator("svg.lane").count()) > 0, "no lane is drawn");
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what is composed is not sent, what is sent can be stopped, and a picture goes along", async () => {
  const { page, wrong } = await open("/chat?lang=en", { expected: [/\/v1\/chat\/completions$/] });
  const box = page.getByRole("textbox", { name: "Message" });
  await box.fill("สวัสดีครับ");
  await box.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
  assert.equal(await page.locator(".asked").count(), 0);

  await box.press("Enter");
  await page.getByRole("button", { name: "Stop" }).click();
  await answer(page).getByText("Stopped.").waitFor();

  await page.locator("input[type=file]").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: PIXEL });
  await page.getByText("dot.png").waitFor();
  const asked = page.waitForRequest(/chat\/completions/);
  await ask(page, "What is in this picture?");
  const [, picture] = (await asked).postDataJSON().messages.at(-1).content;
  assert.match(picture.image_url.url, /^data:image\/png;base64,/);
  await answer(page).getByRole("button", { name: "Ask again" }).waitFor();

  await page.locator("select[name=model]").evaluate((select) => {
    select.add(new Option("no/such-model"));
    select.value = "no/such-model";
  });
  await ask(page, "Hello");
  await answer(page).getByText("no/such-model", { exact: false }).nth(1).waitFor();
  assert.match(await answer(page).locator("[data-part=error]").innerText(), /no\/such-model/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a saved system prompt is used by its name", async () => {
  const { page, wrong } = await open("/chat?lang=en");
  await page.locator("select[name=system]").selectOption("own");
  await page.getByLabel("Your system prompt").fill("Answer in one word.");
  await page.getByRole("textbox", { name: "Name", exact: true }).fill("terse");
  await page.getByRole("button", { name: "Save to the library" }).click();
  await page.getByText("Saved and chosen.").waitFor();
  const asked = page.waitForRequest(/chat\/completions/);
  await ask(page, "Are you there?");
  assert.equal((await asked).postDataJSON().prompt, "terse");
  await answer(page).getByRole("button", { name: "Ask again" }).waitFor();
  assert.deepEqual(wrong, []);
  await page.close();
});

test("the caches show what was served again, and forget it", async () => {
  const question = { model: "sml/auto", messages: [{ role: "user", content: "What is the capital of Laos?" }] };
  for (let i = 0; i < 2; i++) {
    const reply = await fetch(`${url}/v1/chat/completions`, { method: "POST", body: JSON.stringify(question) });
    assert.equal(reply.status, 200, await reply.text());
  }
  const { page, wrong } = await open("/caches?lang=en");
  const row = page.getByRole("row", { name: /What is the capital of Laos/ }).first();
  await row.getByRole("button", { name: "Forget" }).click();
  await row.getByRole("button", { name: "Forget" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
  await page.close();
});

test("events are filtered in the address", async () => {
  const { page, wrong } = await open("/events?lang=en&severity=error");
  await page.getByLabel("Since").selectOption("168h");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/severity=error&since=168h/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a fresh gateway leads from no provider to a first answer, on a phone", async () => {
  const { page, wrong } = await open("/?lang=en", { base: fresh });
  await page.setViewportSize(PHONE);
  await page.getByRole("heading", { name: "First steps" }).waitFor();
  await page.getByRole("button", { name: "LLM7 without a key" }).waitFor();
  await shoot(page, "first-steps-en");
  await page.getByRole("link", { name: "Paste a key" }).click();

  await page.getByText("Add your own provider").click();
  const form = page.locator("#custom-form");
  await form.getByLabel("Base URL").fill("http://127.0.0.1:1/v1");
  await form.getByLabel("Name in model ids").fill("next-door");
  await form.getByRole("button", { name: "Test" }).click();
  await form.getByText("Paste the key, or say below").waitFor();
  await form.getByLabel("It needs no key").check();
  await form.getByRole("button", { name: "Test" }).click();
  await form.locator("#custom-base_url:not(:empty)").waitFor();
  await form.getByLabel("Base URL").fill(`${url}/v1`);
  await form.getByRole("button", { name: "Test" }).click();
  await form.getByText(/It answers, \d+ models/).waitFor();
  await form.getByRole("button", { name: "Save" }).click();
  await page.getByRole("region", { name: "next-door" }).getByText("Active", { exact: true }).waitFor();

  await page.goto(`${fresh}/`);
  await page.getByRole("link", { name: "Open the chat box" }).click();
  await page.getByRole("button", { name: "Hello! Who are you?" }).click();
  await answer(page).getByText("simulated answer").waitFor();
  await answer(page).getByRole("link", { name: "Why this model?" }).click();
  await page.locator("svg.lane").first().waitFor();
  assert.deepEqual(wrong, []);
  await page.close();
});

test("axe finds nothing serious on any page, in either theme", async () => {
  const axe = readFileSync(require.resolve("axe-core/axe.min.js"), "utf8");
  const { page } = await open("/");
  const found = [];
  for (const path of ["/", "/chat", "/requests", "/school", "/providers", "/caches", "/events", "/routes", "/setup", "/guide"]) {
    for (const theme of ["light", "dark"]) {
      await page.goto(`${url}${path}?lang=${theme === "light" ? "th" : "en"}&theme=${theme}`);
      const violations = await page.evaluate(async (source) => {
        (0, eval)(source);
        return (await globalThis.axe.run()).violations.map(({ impact, id, nodes }) => [impact, id, nodes[0].html]);
      }, axe);
      const grave = violations.filter(([impact]) => impact === "serious" || impact === "critical");
      found.push(...grave.map((each) => [path, theme, ...each].join(" ")));
    }
  }
  assert.deepEqual(found, []);
  await page.close();
});

test("the first key leads past the head of the page, and the focus is seen", async () => {
  const { page } = await open("/chat?lang=en");
  await page.keyboard.press("Tab");
  const skip = page.getByRole("link", { name: "Skip to content" });
  assert.ok(await skip.evaluate((link) => link === document.activeElement && link.getBoundingClientRect().left > 0));
  await page.keyboard.press("Enter");
  await page.waitForFunction(() => document.activeElement.id === "main");
  await page.close();
});
