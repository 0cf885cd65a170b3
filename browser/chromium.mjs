// Chromium for the suites. SML_URL: the gateway; SML_MODULES: where playwright-core and axe-core are;
// SML_CHROMIUM: the browser; SML_SHOTS: where screenshots go.
import { mkdirSync, mkdtempSync, rmSync } from "node:fs";
import { createRequire } from "node:module";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { after } from "node:test";

const { SML_MODULES: modules, SML_CHROMIUM: executablePath, SML_SHOTS: shots } = process.env;
export const url = process.env.SML_URL;
export const DESKTOP = { width: 1400, height: 1200 };
export const PHONE = { width: 360, height: 800 };
export const require = createRequire(join(modules, "/"));
const PATIENCE = 60_000;
// Hawtio asks for a list of other machines, which there is none of
const EXPECTED = [/\/actuator\/hawtio\/preset-connections$/];

mkdirSync(shots, { recursive: true });
const profile = mkdtempSync(join(tmpdir(), "sml-browser-"));
const context = await require("playwright-core").chromium.launchPersistentContext(profile, {
  executablePath,
  headless: true,
  viewport: DESKTOP,
  args: [
    "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
  ],
});
context.setDefaultTimeout(PATIENCE);

after(async () => {
  await context.close();
  rmSync(profile, { recursive: true, force: true });
});

// Opens a page and gathers what went wrong on it; `expected` may fail.
export async function open(path, { base = url, expected = [] } = {}) {
  const page = await context.newPage();
  const wrong = [];
  const known = (address) => [...EXPECTED, ...expected].some((each) => each.test(address));
  page.on("pageerror", (error) => wrong.push(`exception: ${error.message}`));
  page.on("response", (reply) => {
    if (reply.status() >= 400 && !known(reply.url())) wrong.push(`${reply.status()} ${reply.url()}`);
  });
  page.on("console", (message) => {
    if (message.type() === "error" && !known(message.location().url)) wrong.push(`console: ${message.text()}`);
  });
  await page.goto(base + path);
  return { page, wrong };
}

export const shoot = (page, name) => page.screenshot({ path: join(shots, `${name}.png`) });
