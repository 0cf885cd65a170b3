// The way of an owner, in both languages, on a desk and on a phone. SML_FRESH: a gateway without any
// provider, with the routes in SML_ROUTES; SML_URL: the demo, whose models take the exams.
import assert from "node:assert/strict";
import { appendFileSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { after, test } from "node:test";
import { setTimeout as pause } from "node:timers/promises";
import { DESKTOP, PHONE, open, shoot, url } from "./chromium.mjs";
import { KEY, simulatedProvider } from "./simulated.mjs";
import { texts } from "./texts.mjs";

const { SML_FRESH: fresh, SML_ROUTES: routes } = process.env;
const EXAMS_MS = 240_000;
const provider = await simulatedProvider();
after(() => provider.close());

async function api(base, method, path, body) {
  const reply = await fetch(base + path, { method, body: body && JSON.stringify(body) });
  const answer = await reply.json();
  assert.equal(reply.status, 200, JSON.stringify(answer));
  return answer;
}

async function calm(page) {
  const sideways = await page.evaluate(() => document.documentElement.scrollWidth - innerWidth);
  assert.ok(sideways <= 0, `${page.url()} scrolls sideways by ${sideways} px`);
}

const button = (place, name) => place.getByRole("button", { name, exact: typeof name === "string" });

// pressed once it only asks
async function pressTwice(place, name, question) {
  await button(place, name).click();
  await button(place, question).first().click();
}

const answer = (page) => page.locator("#talk .turn:not(.asked)").last();

// the scripts of a page run before it counts as loaded
async function follow(page, link, address) {
  await link.click();
  await page.waitForURL(address, { waitUntil: "load" });
}

async function ask(page, t) {
  await page.goto(`${fresh}/`);
  const link = page.getByRole("link", { name: t("first.chat") });
  // later walks have asked already
  const menu = page.getByRole("navigation").getByRole("link", { name: t("title.chat"), exact: true });
  await follow(page, (await link.isVisible()) ? link : menu, "**/chat");
  await button(page, t("chat.sample.1")).click();
  await answer(page).getByText("simulated answer").waitFor();
  await button(answer(page), t("chat.again")).waitFor();
  await calm(page);
  await follow(page, answer(page).getByRole("link", { name: t("why.title") }), "**/requests/*");
  await page.getByRole("heading", { name: t("why.title") }).waitFor();
  await page.locator("svg.lane").first().waitFor();
  await calm(page);
}

const card = (page, name) => page.getByRole("region", { name, exact: true });

async function keyed(page, t) {
  await page.getByRole("link", { name: t("first.paste") }).click();
  const groq = card(page, "Groq");
  await groq.getByLabel(t("setup.key")).fill("sk-wrong");
  await button(groq, t("setup.test")).click();
  await groq.locator(".said.no").waitFor();
  assert.ok(await button(groq, t("setup.save")).isDisabled(), "a refused key can be saved");
  await groq.getByLabel(t("setup.key")).fill(KEY);
  await button(groq, t("setup.test")).click();
  await groq.getByText(t("js.keyGood", "2")).waitFor();
  await calm(page);
  await button(groq, t("setup.save")).click();
  await groq.getByText(t("provider.active"), { exact: true }).waitFor();
}

async function scanned(page, t) {
  await button(page, t("setup.scan")).click();
  await page.locator("#toast:not(:empty)").waitFor();
  await page.goto(`${fresh}/`);
  const idle = page.locator("#worker").getByText(t("worker.idle"), { exact: true });
  // on a quick machine the scan is over before its progress is drawn
  await page.locator("#worker progress").or(idle).first().waitFor();
  await calm(page);
  await idle.waitFor({ timeout: EXAMS_MS });
}

async function ownProvider(page, t) {
  await page.goto(`${fresh}/setup`);
  await page.getByText(t("custom.title")).click();
  const form = page.locator("#custom-form");
  await form.getByLabel(t("custom.base")).fill("http://127.0.0.1:1/v1");
  await form.getByLabel(t("custom.name")).fill("next-door");
  await button(form, t("setup.test")).click();
  await form.getByText(t("js.keyOrKeyless")).waitFor();
  await form.getByLabel(t("custom.keyless"), { exact: true }).check();
  await button(form, t("setup.test")).click();
  await form.locator("#custom-base_url:not(:empty)").waitFor();
  await form.getByLabel(t("custom.base")).fill(`${url}/v1`);
  await button(form, t("setup.test")).click();
  await form.getByText(t("js.providerGood")).waitFor();
  await calm(page);
  await button(form, t("setup.save")).click();
  await card(page, "next-door").getByText(t("provider.active"), { exact: true }).waitFor();
}

// What the owner knows of a key: a slip is shown at its field, a number counts at once.
async function limited(page, t) {
  await page.goto(`${fresh}/providers`);
  await page.getByText(t("limits.title")).click();
  const form = page.locator("#limits-form");
  const aDay = form.getByLabel(t("limits.requests_per_day"));
  await form.getByLabel(t("col.provider")).selectOption("groq");
  await aDay.fill("many");
  await button(form, t("setup.save")).click();
  await form.locator("#limits-requests_per_day:not(:empty)").waitFor();
  await aDay.fill("4711");
  await button(form, t("setup.save")).click();
  await form.getByText(t("js.done")).waitFor();
  await calm(page);
  await page.locator("#quotas").getByText("/ 4,711").first().waitFor();
  await page.reload();
  await page.getByText(t("limits.title")).click();
  await form.getByLabel(t("col.provider")).selectOption("groq");
  assert.equal(await aDay.inputValue(), "4711");
  const models = form.locator("[name=models]");
  await aDay.fill("99");
  await models.fill("not-stored-*");
  await models.blur();
  assert.equal(await aDay.inputValue(), "99", "what was typed is gone");
  await models.fill("");
  await models.blur();
  assert.equal(await aDay.inputValue(), "4711");
  await aDay.fill("");
  await button(form, t("setup.save")).click();
  await form.getByText(t("js.done")).waitFor();
}

// The editor of the owner breaks a file, and mends it.
async function brokenRoute(page, t) {
  const file = join(routes, "prompts.camel.yaml");
  const sound = readFileSync(file, "utf8");
  await page.goto(`${fresh}/routes`);
  await page.locator("#failed .met").waitFor();
  try {
    appendFileSync(file, "\n- route:\n    id: broken\n    from: [ not a route\n");
    await page.locator("#failed").getByText("prompts.camel.yaml").waitFor();
    await calm(page);
    await page.goto(`${fresh}/`);
    await page.locator("#attention").getByRole("link", { name: t("do.route") }).waitFor();
    await calm(page);
  } finally {
    writeFileSync(file, sound);
  }
  await page.goto(`${fresh}/routes`);
  await page.locator("#failed").getByText(t("routes.failed.none")).waitFor();
}

async function left(page, t) {
  await page.goto(`${fresh}/setup?show=usable`);
  await pressTwice(card(page, "next-door"), t("custom.remove"), t("confirm"));
  await card(page, "next-door").waitFor({ state: "detached" });
  await pressTwice(card(page, "Groq"), t("setup.delete"), t("confirm"));
  await card(page, "Groq").waitFor({ state: "detached" });
}

for (const [language, size] of [["th", PHONE], ["en", DESKTOP], ["en", PHONE], ["th", DESKTOP]]) {
  const t = texts(language);
  const where = `${language}-${size.width}`;

  test(`from no key to a first answer and to a provider of one's own (${where})`, async () => {
    const { base } = provider;
    await api(fresh, "POST", "/api/setup", { provider: "groq", apiKey: "" });
    await api(fresh, "DELETE", "/api/semantic-cache"); // an answer that is remembered has no race
    await fetch(`${fresh}/api/provider-catalog/next-door`, { method: "DELETE" });
    await api(fresh, "PUT", "/api/provider-catalog/groq", { base_url: base, models_url: `${base}/models` });
    // a number that is none is answered 400
    const expected = [/\/api\/provider-catalog\/groq$/];
    const { page, wrong } = await open(`/?lang=${language}`, { base: fresh, expected });
    await page.setViewportSize(size);
    await page.getByRole("heading", { name: t("first.title") }).waitFor();
    await button(page, t("first.keyless", "LLM7")).waitFor();
    await calm(page);
    await shoot(page, `first-steps-${where}`);
    await keyed(page, t);
    await scanned(page, t);
    await ask(page, t);
    await limited(page, t);
    await ownProvider(page, t);
    await brokenRoute(page, t);
    await left(page, t);
    assert.deepEqual(wrong, []);
    await page.close();
  });
}

// Exams go on meanwhile, so that another one may be appointed before the page shows the first.
async function principalIsShown(page) {
  const until = Date.now() + 60_000;
  while (Date.now() < until) {
    const { principal } = await api(url, "GET", "/api/teachers");
    const name = principal && `${principal.provider}/${principal.modelName}`;
    if (name && (await page.locator("#staff").getByText(name).count()) > 0) return;
    await pause(250);
  }
  assert.fail("the page does not name the principal");
}

async function appointed() {
  const { principal } = await api(url, "GET", "/api/teachers");
  return principal && `${principal.provider}/${principal.modelName}`;
}

for (const [language, size] of [["th", PHONE], ["en", DESKTOP]]) {
  const t = texts(language);

  test(`exams, teachers, level and starting over (${language}-${size.width})`, async () => {
    const { page, wrong } = await open(`/school?lang=${language}`);
    await page.setViewportSize(size);
    await page.locator("#leaders tbody tr").first().waitFor({ timeout: EXAMS_MS });
    // the round lasts as long as its slowest model
    await api(url, "POST", "/api/teachers");
    await page.locator("#staff").getByText(t("school.principal"), { exact: true }).waitFor();
    await principalIsShown(page);
    await calm(page);

    const { active, levels } = await api(url, "GET", "/api/exam-config");
    const other = levels.find(({ id }) => id !== active && id !== "university").id;
    const level = page.locator("#levels .card", { hasText: t(`level.${other}`) });
    await button(level, t("school.level.use")).click();
    await level.getByText(t("school.level.active"), { exact: true }).waitFor();
    assert.equal((await api(url, "GET", "/api/exam-config")).active, other);

    const before = (await api(url, "GET", "/api/leaderboard")).length;
    assert.ok(before > 0, "no model has finished an exam");
    await button(page, t("school.again")).click();
    const sure = button(page, t("confirm"));
    await sure.waitFor();
    assert.ok((await api(url, "GET", "/api/leaderboard")).length >= before, "one press has deleted results");
    await sure.click();
    await page.locator("#toast:not(:empty)").waitFor();
    await page.goto(`${url}/`);
    await page.locator("#worker progress").waitFor();
    await calm(page);
    await page.goto(`${url}/school`);
    await page.locator("#leaders tbody tr").first().waitFor({ timeout: EXAMS_MS });
    await page.locator("#leaders tbody a").first().click();
    await page.locator("main section.card details").first().waitFor();
    await calm(page);
    assert.deepEqual(wrong, []);
    await page.close();
  });
}
