// Runs a k6 script of this folder in Node, where there is no k6: the same users, stages and
// thresholds, as far as the scripts here use them. Ends with 1 when a threshold is missed.
// usage: node loadtest/runner/run.mjs SCRIPT FOLDER     (FOLDER: where rewritten scripts go)
// SML_MODULES: the folder whose node_modules has acorn and acorn-walk
import { setTimeout as pause } from "node:timers/promises";
import { pathToFileURL } from "node:url";
import { write } from "./awaits.mjs";
import { scenario } from "./k6.mjs";
import { report, take, watch } from "./metrics.mjs";

globalThis.__ENV = process.env;
const [script, folder] = process.argv.slice(2);
const loaded = await import(pathToFileURL(write(script, folder).path).href);
const { options } = loaded;
const thresholds = options.thresholds ?? {};
const ms = (length) => parseFloat(length) * (String(length).endsWith("m") ? 60_000 : 1_000);
let thrown = 0;

async function iteration(run, data) {
  try {
    await run(data);
  } catch (error) {
    // as k6: the user goes on, and the missing checks show it
    if (thrown++ < 5) console.error(error);
    await pause(100);
  }
  take("iterations", 1, { scenario: scenario.getStore() });
}

// How many users the stages want after so many milliseconds; null when they are over.
function wanted(stages, from, elapsed) {
  let users = from;
  for (const { duration, target } of stages) {
    const length = ms(duration);
    if (elapsed < length) return users + (target - users) * (elapsed / length);
    elapsed -= length;
    users = target;
  }
  return null;
}

const executors = {
  async "constant-vus"({ vus, duration }, turn) {
    const end = performance.now() + ms(duration);
    const user = async () => {
      while (performance.now() < end) await turn();
    };
    await Promise.all(Array.from({ length: vus }, user));
  },

  async "ramping-vus"({ stages, startVUs = 1 }, turn) {
    const from = performance.now();
    const users = [];
    let most = startVUs;
    const user = async (number) => {
      while (number < most) await turn();
      users[number] = undefined;
    };
    while (most !== null) {
      for (let number = 0; number < Math.round(most); number++) users[number] ??= user(number);
      await pause(100);
      most = wanted(stages, startVUs, performance.now() - from);
    }
    most = 0;
    await Promise.all(users);
  },

  async "shared-iterations"({ vus, iterations, maxDuration }, turn) {
    const end = performance.now() + ms(maxDuration);
    let left = iterations;
    const user = async () => {
      while (left-- > 0 && performance.now() < end) await turn();
    };
    await Promise.all(Array.from({ length: vus }, user));
  },
};

function scenarios() {
  if (options.scenarios) return options.scenarios;
  return options.stages
    ? { default: { executor: "ramping-vus", stages: options.stages } }
    : { default: { executor: "constant-vus", vus: options.vus, duration: options.duration } };
}

watch(thresholds);
const data = await loaded.setup?.();
await Promise.all(
  Object.entries(scenarios()).map(([name, plan]) =>
    scenario.run(name, async () => {
      if (plan.startTime) await pause(ms(plan.startTime));
      await executors[plan.executor](plan, () => iteration(loaded[plan.exec ?? "default"], data));
    }),
  ),
);
if (thrown) console.log(`${thrown} iterations threw`);
process.exit(report(thresholds) ? 0 : 1);
