// What is done every day: chats, caches and events. The variables are those of suite.mjs, which runs before.
import assert from "node:assert/strict";
import { test } from "node:test";
import { open, shoot, url } from "./chromium.mjs";

const PIXEL = Buffer.from(
  "iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNkYPhfDwAChwGA60e6kgAAAABJRU5ErkJggg==",
  "base64",
);

async function ask(page, text) {
  await page.getByRole("textbox", { name: "Message" }).fill(text);
  await page.getByRole("textbox", { name: "Message" }).press("Enter");
}

const answer = (page) => page.locator("#talk .turn:not(.asked)").last();

test("the chat box streams an answer, and its page shows who was asked", async () => {
  const { page, wrong } = await open("/chat?lang=en&theme=light");
  await ask(page, "Hello from a browser");
  await answer(page).getByText("simulated answer").waitFor();
  await answer(page).getByRole("button", { name: "Ask again" }).waitFor();
  const shown = await answer(page).innerText();
  assert.match(shown, /demo-[a-z-]+/);
  assert.match(shown, /first content after [\d.]+ m?s/);
  assert.match(shown, /\d+ tokens in, \d+ out/);
  await shoot(page, "chat-en-answered");
  await answer(page).getByRole("link", { name: "Why this model?" }).click();
  await page.getByRole("heading", { name: "Why this model?" }).waitFor();
  await page.waitForLoadState(); // the heading comes before the lanes
  assert.equal(await page.locator("svg.lane", { has: page.locator(".won") }).count(), 1);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("every model that was asked has its lane", async () => {
  const { page, wrong } = await open("/chat?lang=en");
  // how many `sml/auto` asks depends on what was learned; a consensus always asks three
  await page.locator("select[name=model]").selectOption("sml/consensus");
  await ask(page, "Hello to three models");
  await answer(page).getByRole("link", { name: "Why this model?" }).click();
  await page.getByRole("heading", { name: "Why this model?" }).waitFor();
  await page.waitForLoadState();
  const lanes = await page.locator("svg.lane").count();
  assert.ok(lanes >= 3, `${lanes} lanes are drawn`);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("what is composed is not sent, what is sent can be stopped, and a picture goes along", async () => {
  const { page, wrong } = await open("/chat?lang=en", { expected: [/\/v1\/chat\/completions$/] });
  const box = page.getByRole("textbox", { name: "Message" });
  await box.fill("สวัสดีครับ");
  await box.dispatchEvent("keydown", { key: "Enter", isComposing: true, bubbles: true, cancelable: true });
  assert.equal(await page.locator(".asked").count(), 0);

  // a model that begins to speak seconds later, so that there is something to stop
  const models = page.locator("select[name=model]");
  await models.selectOption(await models.locator("option[value$='/demo-sleepy-later']").getAttribute("value"));
  await box.press("Enter");
  await page.getByRole("button", { name: "Stop" }).click();
  await answer(page).getByText("Stopped.").waitFor();
  await models.selectOption("sml/auto");

  await page.locator("input[type=file]").setInputFiles({ name: "dot.png", mimeType: "image/png", buffer: PIXEL });
  await page.getByText("dot.png").waitFor();
  const asked = page.waitForRequest(/chat\/completions/);
  await ask(page, "What is in this picture?");
  const [, picture] = (await asked).postDataJSON().messages.at(-1).content;
  assert.match(picture.image_url.url, /^data:image\/png;base64,/);
  await answer(page).getByRole("button", { name: "Ask again" }).waitFor();

  await models.evaluate((select) => {
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
  const row = page.locator("#entries").getByRole("row", { name: /What is the capital of Laos/ }).first();
  await row.getByRole("button", { name: "Forget" }).click();
  await row.getByRole("button", { name: "Forget" }).click();
  await row.waitFor({ state: "detached" });
  assert.deepEqual(wrong, []);
  await page.close();
});

test("events are filtered in the address", async () => {
  const { page, wrong } = await open("/events?lang=en&severity=error");
  await page.getByLabel("Period").selectOption("168h");
  await page.getByRole("button", { name: "Filter" }).click();
  await page.waitForURL(/severity=error&since=168h/);
  assert.deepEqual(wrong, []);
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
