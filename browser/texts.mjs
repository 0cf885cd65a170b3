// The texts of the pages, as a person of a language reads them.
import { readFileSync } from "node:fs";

function read(language) {
  const lines = readFileSync(`src/main/resources/pages/messages_${language}.properties`, "utf8").split("\n");
  const pairs = lines.filter((line) => /^[a-z]/.test(line)).map((line) => line.split(/=(.*)/s));
  return new Map(pairs.map(([key, text]) => [key, text]));
}

const plain = (text) => text.replace(/[.*+?^${}()|[\]\\]/g, "\\$&");

// text("setup.test") of a language; parameters are filled in, or make it a pattern where they are left out
export function texts(language) {
  const all = read(language);
  return (key, ...values) => {
    const text = all.get(key);
    if (text === undefined) throw new Error(`no text ${key}`);
    if (!/\{\d}/.test(text)) return text;
    if (values.length > 0) return values.reduce((done, value, i) => done.replace(`{${i}}`, value), text);
    return new RegExp(text.split(/\{\d}/).map(plain).join(".+"));
  };
}
