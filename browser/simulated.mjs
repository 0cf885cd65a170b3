// A provider that asks for a key: two models that see pictures and call the tools they get, one slow and one quick.
import { createServer } from "node:http";

export const KEY = "sk-simulated-0123456789";
const MODELS = { "lesson-quick": 150, "lesson-slow": 900 };
const LIST_MS = 3000; // long enough to see the scan
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
  const finish = asked.tools ? "tool_calls" : "stop";
  const called = asked.tools && { name: asked.tools[0].function.name, arguments: '{"city":"Chiang Mai"}' };
  const call = { index: 0, id: "call_1", type: "function", function: called };
  if (!asked.stream) {
    const message = { role: "assistant", content: words.join("") };
    if (called) Object.assign(message, { content: null, tool_calls: [call] });
    const choices = [{ index: 0, message, finish_reason: finish }];
    return json(reply, 200, { ...head, object: "chat.completion", choices, usage });
  }
  reply.writeHead(200, { "content-type": "text/event-stream" });
  const event = (delta, finish_reason, extra) =>
    reply.write(`data: ${JSON.stringify({
      ...head, object: "chat.completion.chunk", choices: [{ index: 0, delta, finish_reason }], ...extra,
    })}\n\n`);
  for (const delta of called ? [{ tool_calls: [call] }] : words.map((content) => ({ content }))) {
    event(delta, null);
    await pause(WORD_MS);
  }
  event({}, finish, { usage });
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
  const architecture = { input_modalities: ["text", "image"], output_modalities: ["text"] };
  const facts = { object: "model", context_length: 65536, architecture, supported_parameters: ["tools"] };
  const data = Object.keys(MODELS).map((id) => ({ id, ...facts }));
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
