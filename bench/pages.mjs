// The clients and the provider of bench/pages.
import { readFileSync } from "node:fs";
import http from "node:http";
import { setTimeout as pause } from "node:timers/promises";

const { PORT, UPSTREAM, GATEWAY, RATE, TURNS } = process.env;
const IDLE_S = 30;
// the compiler of the JVM goes on for a while after what was asked of it
const SETTLE_S = 30;
const TURN_S = 20;
const WARM_S = 40;
const RENDERINGS = 3000;
const STREAMS = 200;
const OPEN = 10;
const agent = new http.Agent({ keepAlive: true, maxSockets: 64 });
const pages = new http.Agent({ keepAlive: false });

const answer = JSON.stringify({
  id: "bench", object: "chat.completion", created: 1, model: "m",
  choices: [{ index: 0, message: { role: "assistant", content: "Hello." }, finish_reason: "stop" }],
  usage: { prompt_tokens: 5, completion_tokens: 2, total_tokens: 7 },
});
const provider = http.createServer((request, reply) => {
  request.resume().on("end", () => reply.setHeader("content-type", "application/json").end(answer));
});
await new Promise((up) => provider.listen(Number(UPSTREAM), "127.0.0.1", up));

// utime and stime, in hundredths of a second
function cpu() {
  const fields = readFileSync(`/proc/${GATEWAY}/stat`, "utf8").split(") ")[1].split(" ");
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

function send(method, path, body, headers = {}) {
  return new Promise((done, failed) => {
    const options = { agent, port: PORT, host: "127.0.0.1", method, path, headers: { "content-type": "application/json", ...headers } };
    const request = http.request(options, (reply) => reply.resume().on("end", () => done(reply.statusCode)));
    request.on("error", failed).end(body);
  });
}

const question = JSON.stringify({ model: "bench/m", messages: [{ role: "user", content: "Hello" }] });

// Asks at a rate; returns how many were answered.
async function ask(seconds, rate = Number(RATE)) {
  const asked = [];
  const started = performance.now();
  for (let i = 0; i < rate * seconds; i++) {
    const wait = started + (i * 1000) / rate - performance.now();
    if (wait > 0) await pause(wait);
    asked.push(send("POST", "/v1/chat/completions", question, { "x-no-cache": "1" }));
  }
  return (await Promise.all(asked)).filter((status) => status === 200).length;
}

async function open(count) {
  const streams = [];
  let bytes = 0;
  for (let i = 0; i < count; i++) {
    streams.push(await new Promise((done, failed) => {
      const request = http.get({ agent: pages, port: PORT, host: "127.0.0.1", path: "/live?page=%2F&lang=en" }, (reply) => {
        reply.on("data", (piece) => { bytes += piece.length; });
        reply.on("error", () => {});
        if (reply.statusCode === 200) done(request);
        else failed(new Error(`a stream was answered ${reply.statusCode}`));
      });
      request.on("error", failed);
    }));
  }
  return { close: () => streams.forEach((one) => one.destroy()), bytes: () => bytes };
}

async function idle(label) {
  await pause(SETTLE_S * 1000);
  const before = cpu();
  await pause(IDLE_S * 1000);
  const share = (100 * (cpu() - before)) / IDLE_S;
  console.log(`${label}: ${share.toFixed(2)} % of a processor`);
  return share;
}

async function turn(seconds) {
  const before = cpu();
  const answered = await ask(seconds);
  return (1e6 * (cpu() - before)) / answered;
}

const median = (list) => {
  const sorted = [...list].sort((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

const row = { label: "bench", base_url: `http://127.0.0.1:${UPSTREAM}`, auth: { scheme: "none" }, models: ["m"] };
if ((await send("PUT", "/api/provider-catalog/bench", JSON.stringify(row))) !== 200) throw new Error("no provider");
// what is compiled meanwhile would count for the turn in which it is
await ask(WARM_S, 3 * RATE);
{
  // open pages are made every few seconds, too seldom to be compiled by themselves
  for (let i = 0; i < RENDERINGS; i++) await send("GET", "/");
  const warm = await open(STREAMS);
  await ask(2 * WARM_S, 3 * RATE);
  warm.close();
}

const without = await idle("idle without open pages");
const many = await open(STREAMS);
const withStreams = await idle(`idle with ${STREAMS} streams`);
many.close();

const none = [];
const ten = [];
for (let i = 0; i < TURNS; i++) {
  none.push(await turn(TURN_S));
  const ones = await open(OPEN);
  ten.push(await turn(TURN_S));
  console.log(`turn ${i + 1}: ${none[i].toFixed(0)} µs a request without, ${ten[i].toFixed(0)} µs with ${OPEN} pages (${(ones.bytes() / 1e6).toFixed(1)} MB sent)`);
  ones.close();
}
const more = 100 * (median(ten) / median(none) - 1);
console.log(`${median(none).toFixed(0)} µs of processor a request without open pages, ${median(ten).toFixed(0)} with ${OPEN}: ${more.toFixed(1)} % more`);
agent.destroy();
provider.close();
provider.closeAllConnections();
process.exitCode = withStreams - without < 1 && more <= 5 ? 0 : 1;
