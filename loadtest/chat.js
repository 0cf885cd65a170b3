// A day in small: up to 30 people ask for mixed things, half of them as a stream.
import { sleep } from "k6";
import { answered, ask, limits, pick, seconds } from "./gateway.js";

export const options = {
  stages: [
    { duration: seconds(30), target: 10 },
    { duration: seconds(60), target: 10 },
    { duration: seconds(30), target: 30 },
    { duration: seconds(60), target: 30 },
    { duration: seconds(30), target: 0 },
  ],
  thresholds: limits,
};

const pixel =
  "data:image/png;base64,iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==";

const weather = {
  type: "function",
  function: {
    name: "get_weather",
    description: "The weather of a city",
    parameters: { type: "object", properties: { city: { type: "string" } }, required: ["city"] },
  },
};

const text = (content) => ({ messages: [{ role: "user", content }] });

const requests = {
  thai: () => text("อธิบายสั้นๆ ว่าทำไมท้องฟ้าถึงเป็นสีฟ้า"),
  code: () => text("Write a Python function that reverses a string."),
  tools: () => ({ ...text("What is the weather in Chiang Mai?"), tools: [weather] }),
  vision: () => text([
    { type: "text", text: "What is in this picture?" },
    { type: "image_url", image_url: { url: pixel } },
  ]),
  "long-context": () => text(`Summarise this. ${"The river rose again that year. ".repeat(600)}`),
};

// Only what some model of this gateway can do: a demo, for one, has no model that sees.
export function setup() {
  const vision = ask({ model: "sml/auto", ...requests.vision() }, "setup", [200, 503]);
  return Object.keys(requests).filter((name) => name !== "vision" || vision.status === 200);
}

export default function (categories) {
  const category = pick(categories);
  const stream = Math.random() < 0.5;
  const reply = ask({ model: "sml/auto", stream, ...requests[category]() }, category);
  answered(reply, category);
  const told = Number(reply.headers["Retry-After"]);
  sleep(told > 0 ? Math.min(told, 30) : 1 + 2 * Math.random());
}
