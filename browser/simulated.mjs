// A provider that asks for a key, for the walk of an owner: two models, one slow and one quick.
import { createServer } from "node:http";

export const KEY = "sk-simulated-0123456789";
const MODELS = { "lesson-quick": 150, "lesson-slow": 900 };
const LIST_MS = 700;
const WORD_MS = 20;

const pause = (ms) => new Promise((done) => setTimeout(done, ms));

async function json(reply, status, body) {
  reply.writeHead(status, { "content-type": "application/json" });
  reply.end(JSON.stringify(body));
}

async function chat(request, reply) {
  let text = "";
  for await (const piece of request) text += piece;
  const asked = JSON.parse(text);
  await pause(MODELS[asked.model] ?? 0);
  const head = { id: "chatcmpl-1", created: 1, model: asked.model };
  const words = "This is a simulated answer of a provider with a key.".split(/(?= )/);
  const usage = { prompt_tokens: 9, completion_tokens: words.length, total_tokens: 9 + words.length };
  if (!asked.stream) {
    const message = { role: "assistant", content: words.join("") };
    const choices = [{ index: 0, message, finish_reason: "stop" }];
    return json(reply, 200, { ...head, object: "chat.completion", choices, usage });
  }
  reply.writeHead(200, { "content-type": "text/event-stream" });
  const event = (delta, finish_reason, extra) =>
    reply.write(`data: ${JSON.stringify({
      ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }], ...extra,
    })}\n\n`);
  for (const content of words) {
    event({ content }, null);
    await pause(WORD_MS);
  }
  event({}, "stop", { usage });
  return reply.end("data: [DONE]\n\n");
}

async function answer(request, reply) {
  if (request.headers.authorization !== `Bearer ${KEY}`) {
    const error = { message: "Incorrect API key provided.", type: "invalid_request_error", code: "invalid_api_key" };
    return json(reply, 401, { error });
  }
  if (request.method === "POST" && request.url.endsWith("/chat/completions")) return chat(request, reply);
  if (!request.url.endsWith("/models")) return json(reply, 404, { error: { message: "There is no such path." } });
  await pause(LIST_MS);
  const data = Object.keys(MODELS).map((id) => ({ id, object: "model", context_length: 65536 }));
  return json(reply, 200, { object: "list", data });
}

// Serves until `close`; `base` is its base URL.
export async function simulatedProvider() {
  const server = createServer((request, reply) => {
    answer(request, reply).catch(() => reply.destroy());
  });
  await new Promise((done) => server.listen(0, "127.0.0.1", done));
  return {
    base: `http://127.0.0.1:${server.address().port}/v1`,
    close() {
      server.closeAllConnections();
      server.close();
    },
  };
}
