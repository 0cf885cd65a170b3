// Pictures of every page in both themes and languages, on a desk and on a phone, into docs/screenshots; of
// the API's own page in its one language and theme.
// Run by `.ci/browser --screenshots`, after the walks have left something to show.
import assert from "node:assert/strict";
import { mkdirSync, readdirSync, rmSync, statSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { test } from "node:test";
import { open, url } from "./chromium.mjs";
import { pages } from "./pages.mjs";

const folder = "docs/screenshots";
const SIZES = { desktop: { width: 1280, height: 900 }, phone: { width: 360, height: 780 } };
const QUALITY = 62;
const MOST_BYTES = 6_000_000;

test("pictures of every page", async () => {
  rmSync(folder, { recursive: true, force: true });
  mkdirSync(folder, { recursive: true });
  const { page, wrong } = await open("/");
  const devtools = await page.context().newCDPSession(page);
  const picture = async (name) => {
    const { data } = await devtools.send("Page.captureScreenshot", { format: "webp", quality: QUALITY });
    writeFileSync(join(folder, `${name}.webp`), Buffer.from(data, "base64"));
  };
  for (const { name, path } of await pages()) {
    for (const language of ["en", "th"]) {
      for (const theme of ["light", "dark"]) {
        for (const [device, size] of Object.entries(SIZES)) {
          await page.setViewportSize(size);
          await page.goto(`${url}${path}?lang=${language}&theme=${theme}`);
          await page.evaluate(() => document.fonts.ready);
          await picture(`${name}-${language}-${theme}-${device}`);
        }
      }
    }
  }
  // Swagger UI has one language and one theme
  for (const [device, size] of Object.entries(SIZES)) {
    await page.setViewportSize(size);
    await page.goto(`${url}/docs`);
    await page.locator(".opblock").first().waitFor();
    await picture(`docs-en-light-${device}`);
  }
  const bytes = readdirSync(folder).reduce((sum, file) => sum + statSync(join(folder, file)).size, 0);
  console.log(`${readdirSync(folder).length} pictures, ${Math.round(bytes / 1000)} kB`);
  assert.ok(bytes < MOST_BYTES, `${bytes} bytes`);
  assert.deepEqual(wrong, []);
  await page.close();
});
