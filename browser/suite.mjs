// What a person sees in a browser: the pages in both languages, and Hawtio's diagram of the chat route.
// SML_URL: a gateway with models, freshly started; SML_MODULES: where playwright-core is;
// SML_CHROMIUM: the browser; SML_SHOTS: where screenshots go. Run by .ci/browser.
import assert from "node:assert/strict";
import { before, test } from "node:test";
import { DESKTOP, PHONE, open, shoot, url } from "./chromium.mjs";
import { pages } from "./pages.mjs";

const QUESTIONS = 7;

before(async () => {
  for (let i = 0; i < QUESTIONS; i++) {
    const answer = await fetch(`${url}/v1/chat/completions`, {
      method: "POST",
      body: JSON.stringify({ model: "sml/auto", messages: [{ role: "user", content: `Say ${i}` }] }),
    });
    assert.equal(answer.status, 200, await answer.text());
  }
});

for (const [language, name, letters] of [["th", "ไทย", /[\u0e01-\u0e5b]{3}/], ["en", "EN", /[A-Za-z]{3}/]]) {
  test(`the pages speak ${name}, in both themes and at the width of a phone`, async () => {
    const { page, wrong } = await open("/");
    await page.getByRole("link", { name, exact: true }).click();
    await page.waitForFunction((asked) => document.documentElement.lang === asked, language);
    for (const { name: file, path } of await pages()) {
      for (const [theme, size] of [["light", DESKTOP], ["dark", PHONE]]) {
        await page.setViewportSize(size);
        await page.goto(`${url}${path}?theme=${theme}`);
        const title = await page.locator("h1").innerText();
        if (language === "en") assert.doesNotMatch(title, /[\u0e01-\u0e5b]/);
        assert.match(await page.locator("main").innerText(), letters);
        assert.doesNotMatch(await page.locator("body").innerText(), /\?\?[a-z]/);
        const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
        assert.ok(sideways <= 0, `${path} scrolls sideways by ${sideways} px`);
        await shoot(page, `${file}-${language}-${theme}-${size.width}`);
      }
    }
    assert.deepEqual(wrong, []);
    await page.close();
  });
}

test("the guide changes its client without leaving the page", async () => {
  const { page, wrong } = await open("/guide?lang=en");
  await page.getByRole("link", { name: "Aider", exact: true }).click();
  await page.getByText(`OPENAI_API_BASE=${url}/v1`, { exact: false }).waitFor();
  assert.match(page.url(), /client=aider/);
  assert.deepEqual(wrong, []);
  await page.close();
});

test("a provider is switched off and on again", async () => {
  const { page, wrong } = await open("/setup?lang=en");
  const card = page.getByRole("region", { name: "Simulated: swift" });
  await card.getByRole("button", { name: "Switch off" }).click();
  await card.getByText("Off", { exact: true }).waitFor();
  await card.getByRole("button", { name: "Use without a key" }).click();
  await card.getByText("Active", { exact: true }).waitFor();
  assert.deepEqual(wrong, []);
  await page.close();
});

test("Hawtio draws the chat route with its counts", async () => {
  const { page, wrong } = await open("/actuator/hawtio/camel/routeDiagram");
  await page.getByText("chat", { exact: true }).first().click();
  await page.getByRole("heading", { name: "chat", exact: true }).waitFor();
  const node = (step) => page.locator(".react-flow__node", { hasText: `(ID: ${step})` });
  for (const step of ["admit", "keep-alive", "recall", "unless-recalled", "plan", "ask-them", "remember", "reply"]) {
    await node(step).waitFor();
    await page.waitForFunction(
      ([id, count]) =>
        [...document.querySelectorAll(".react-flow__node")]
          .filter((each) => each.textContent.includes(`(ID: ${id})`))
          .some((each) => each.innerText.split(/\s+/).includes(String(count))),
      [step, QUESTIONS],
    );
  }
  await shoot(page, "hawtio-chat");
  assert.deepEqual(wrong, []);
  await page.close();
});

// after the diagram, which counts the requests
test("a request appears by itself, and its page says why its model was chosen", async () => {
  const { page, wrong } = await open("/requests?lang=en&theme=light");
  const answer = await fetch(`${url}/v1/chat/completions`, {
    method: "POST",
    body: JSON.stringify({ model: "sml/fast", messages: [{ role: "user", content: "Hello" }] }),
  });
  const id = answer.headers.get("x-smlgateway-request-id");
  await answer.text();
  await page.locator(`a[href="/requests/${id}"]`).click();
  await page.getByRole("heading", { name: "Why this model?" }).waitFor();
  await page.waitForLoadState(); // the heading comes before the lanes
  assert.ok((await page.locator("svg.lane").count()) > 0, "no lane is drawn");
  assert.ok((await page.locator("tr.chosen").count()) > 0, "the chosen candidate is not marked");
  await shoot(page, "request-en");
  assert.deepEqual(wrong, []);
  await page.close();
});
