// What was measured, and whether it keeps the thresholds of a script (k6's names and notation).

const kinds = {
  http_req_failed: "rate",
  http_req_duration: "trend",
  http_reqs: "counter",
  iterations: "counter",
  checks: "rate",
};
const taken = new Map(); // "name" or "name{tag:value}" to its values
const watched = []; // the second form, as thresholds name it
const failedChecks = new Map();

const series = (key, kind) => {
  if (!taken.has(key)) taken.set(key, { kind, values: [], sum: 0 });
  return taken.get(key);
};

// Thresholds of a tagged part of a metric are known only from the script's options.
export function watch(thresholds) {
  for (const key of Object.keys(thresholds)) {
    const tagged = /^(\w+)\{(\w+):([^}]+)\}$/.exec(key);
    if (tagged) watched.push({ key, name: tagged[1], tag: tagged[2], value: tagged[3] });
  }
}

export function take(name, value, tags = {}, kind = kinds[name]) {
  const keys = watched.filter((w) => w.name === name && tags[w.tag] === w.value).map((w) => w.key);
  for (const key of [name, ...keys]) {
    const into = series(key, kind);
    into.sum += Number(value);
    into.values.push(Number(value));
  }
}

export function checkFailed(name) {
  failedChecks.set(name, (failedChecks.get(name) || 0) + 1);
}

const quantile = (sorted, share) => {
  const at = (sorted.length - 1) * share;
  const below = sorted[Math.floor(at)];
  return below + (sorted[Math.ceil(at)] - below) * (at % 1);
};

// The figure an expression like "p(95)", "rate" or "count" stands for; NaN when nothing was taken.
function figure(key, name) {
  const known = taken.get(key);
  if (name === "count") return known ? known.sum : 0;
  if (!known) return NaN;
  if (name === "rate" || name === "avg") return known.sum / known.values.length;
  const sorted = Float64Array.from(known.values).sort();
  if (name === "med") return quantile(sorted, 0.5);
  if (name === "min") return sorted[0];
  if (name === "max") return sorted.at(-1);
  const p = /^p\((\d+(?:\.\d+)?)\)$/.exec(name);
  if (!p) throw new Error(`no figure ${name}`);
  return quantile(sorted, Number(p[1]) / 100);
}

const compare = {
  "<": (a, b) => a < b,
  "<=": (a, b) => a <= b,
  ">": (a, b) => a > b,
  ">=": (a, b) => a >= b,
  "==": (a, b) => a === b,
};

const shown = { rate: ["rate"], trend: ["med", "p(95)", "p(99)", "max"], counter: ["count"] };

// Prints every figure and threshold; true when all thresholds are kept.
export function report(thresholds) {
  for (const [key, { kind, values }] of [...taken].sort()) {
    const figures = shown[kind].map((name) => `${name}=${+figure(key, name).toFixed(4)}`);
    console.log(`  ${key}: ${figures.join(" ")} (${values.length})`);
  }
  for (const [name, count] of failedChecks) console.log(`  check failed ${count} times: ${name}`);
  let kept = true;
  for (const [key, expressions] of Object.entries(thresholds)) {
    for (const expression of expressions) {
      const [, name, sign, bound] = /^(\S+?)(<=|>=|==|<|>)(\S+)$/.exec(expression.replaceAll(" ", ""));
      const holds = compare[sign](figure(key, name), Number(bound));
      kept &&= holds;
      console.log(`${holds ? "kept  " : "MISSED"} ${key} ${expression}`);
    }
  }
  return kept;
}
