// k6 waits inside a call, Node only at an await: writes a script anew, with an await before each
// call that waits.
import { mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { createRequire } from "node:module";
import { basename, dirname, join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";

const here = dirname(fileURLToPath(import.meta.url));
const library = pathToFileURL(join(here, "k6.mjs")).href;
const require = createRequire(join(process.env.SML_MODULES ?? here, "x.js"));
const acorn = require("acorn");
const walk = require("acorn-walk");

const called = (call) =>
  call.callee.type === "MemberExpression" ? call.callee.object.name : call.callee.name;

const calls = (node) => {
  const found = [];
  walk.simple(node, { CallExpression: (call) => found.push(call) });
  return found;
};

// Writes a script and what it imports into a folder; returns its path and which names wait.
export function write(script, folder) {
  mkdirSync(folder, { recursive: true });
  const source = readFileSync(script, "utf8");
  const tree = acorn.parse(source, { ecmaVersion: "latest", sourceType: "module" });
  const waits = new Set();
  const edits = [];

  for (const node of tree.body.filter((part) => part.type === "ImportDeclaration")) {
    const from = node.source.value;
    if (from.startsWith("k6")) {
      edits.push([node.source.start, node.source.end, JSON.stringify(library)]);
      for (const { local } of node.specifiers) {
        if (local.name === "http" || local.name === "sleep") waits.add(local.name);
      }
    } else {
      const theirs = write(join(dirname(script), from), folder).waits;
      const names = node.specifiers.map(({ local }) => local.name);
      names.filter((name) => theirs.has(name)).forEach((name) => waits.add(name));
    }
  }

  const functions = tree.body
    .map((part) => part.declaration ?? part)
    .filter((part) => part.type === "FunctionDeclaration");
  const name = (node) => node.id?.name ?? "default";
  // a function that calls one that waits, waits too
  for (let before = -1; before !== waits.size; ) {
    before = waits.size;
    for (const node of functions) {
      if (calls(node).some((call) => waits.has(called(call)))) waits.add(name(node));
    }
  }
  for (const node of functions.filter((each) => waits.has(name(each)))) {
    edits.push([node.start, node.start, "async "]);
    for (const call of calls(node).filter((each) => waits.has(called(each)))) {
      edits.push([call.start, call.start, "(await "], [call.end, call.end, ")"]);
    }
  }

  edits.sort((a, b) => b[0] - a[0] || b[1] - a[1]);
  const text = edits.reduce((all, [from, to, put]) => all.slice(0, from) + put + all.slice(to), source);
  const path = join(folder, basename(script).replace(/js$/, "mjs"));
  writeFileSync(path, text.replaceAll(/(["']\.\/[\w-]+)\.js(["'])/g, "$1.mjs$2"));
  return { path, waits };
}
