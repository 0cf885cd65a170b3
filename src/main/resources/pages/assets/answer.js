// One answer of the chat box: reads the stream and shows it while it comes.
import { words } from './page.js';

const EVERY_MS = 100;

export const fill = (text, ...values) => values.reduce((done, value, i) => done.replace(`{${i}}`, value), text);
export const time = ms => (ms < 1000 ? `${Math.round(ms)} ${words.ms}` : `${(ms / 1000).toFixed(1)} ${words.s}`);
export const count = number => (Number.isFinite(number) ? number.toLocaleString('en-GB') : '–');

// what a header says, which is percent-encoded outside of ASCII
function readable(text) {
  try {
    return decodeURIComponent(text);
  } catch (plain) {
    return text;
  }
}

const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
export const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);

// Code between fences becomes a block that can be copied.
export function withCode(text) {
  return text.split(/^```[^\n]*\n([\s\S]*?)^```[ \t]*$/m).map((piece, i) => {
    if (i % 2 === 0) return document.createTextNode(piece);
    const block = document.createElement('div');
    block.className = 'copyable';
    const code = document.createElement('pre');
    code.textContent = piece.trimEnd();
    code.tabIndex = 0;
    const button = document.createElement('button');
    button.type = 'button';
    button.dataset.copy = '';
    button.textContent = words.copy;
    block.append(code, button);
    return block;
  });
}

// One answer on the page, which grows.
export class Answer {
  constructor(article, model, again) {
    this.article = article;
    this.started = performance.now();
    this.text = '';
    this.usage = null;
    this.part('model').textContent = model;
    this.article.setAttribute('aria-busy', 'true');
    this.part('again').addEventListener('click', again);
    this.clock = setInterval(() => this.tick(), EVERY_MS);
    this.tick();
  }

  part(name) {
    return this.article.querySelector(`[data-part="${name}"]`);
  }

  tick() {
    if (this.first === undefined) this.part('first').textContent = fill(words.waiting, time(performance.now() - this.started));
  }

  // A header of the answer, or a comment in its stream that stands for one.
  header(name, value) {
    if (name === 'x-smlgateway-model') this.part('model').textContent = readable(value);
    else if (name === 'x-smlgateway-provider') this.part('provider').textContent = readable(value);
    else if (name === 'x-smlgateway-cache') this.mark(words.cached);
    else if (name === 'x-smlgateway-hedge') this.mark(words.hedged);
    else if (name === 'x-smlgateway-request-id') this.id = value;
  }

  mark(text) {
    this.part('mark').textContent = text;
    this.part('mark').hidden = false;
  }

  begun() {
    if (this.first !== undefined) return;
    this.first = performance.now() - this.started;
    this.part('first').textContent = fill(words.first, time(this.first));
  }

  chunk(data) {
    if (data.error) throw new Error(data.error.message);
    if (data.usage) this.usage = data.usage;
    const delta = data.choices?.[0]?.delta ?? data.choices?.[0]?.message ?? {};
    const thought = delta.reasoning_content || delta.reasoning;
    const follow = atEnd();
    if (typeof thought === 'string' && thought) {
      this.begun();
      this.part('thought').hidden = false;
      this.part('thought').querySelector('p').append(thought);
    }
    const text = delta.content || delta.refusal;
    if (text) {
      this.begun();
      this.text += text;
      this.part('text').append(text);
    }
    if (follow) toEnd();
  }

  failed(message) {
    this.part('error').textContent = message;
    this.part('error').hidden = false;
  }

  end() {
    clearInterval(this.clock);
    if (this.first === undefined) this.part('first').textContent = '';
    this.part('took').textContent = fill(words.took, time(performance.now() - this.started));
    if (this.usage) {
      this.part('tokens').textContent = fill(words.tokens, count(this.usage.prompt_tokens), count(this.usage.completion_tokens));
    }
    if (this.id) {
      this.part('link').href = '/requests/' + encodeURIComponent(this.id);
      this.part('link').hidden = false;
    }
    this.part('text').replaceChildren(...withCode(this.text));
    this.part('again').hidden = false;
    this.article.removeAttribute('aria-busy');
  }
}

async function* lines(body) {
  const reader = body.pipeThrough(new TextDecoderStream()).getReader();
  let rest = '';
  for (;;) {
    const { done, value } = await reader.read();
    if (done) break;
    rest += value;
    const whole = rest.split(/\r?\n/);
    rest = whole.pop();
    yield* whole;
  }
  yield rest;
}

async function readStream(reply, answer) {
  let whole = false;
  for await (const line of lines(reply.body)) {
    const header = /^: ?([A-Za-z-]+): (.*)$/.exec(line);
    if (header) answer.header(header[1].toLowerCase(), header[2]);
    if (!line.startsWith('data:')) continue;
    const data = line.slice('data:'.length).trim();
    if (data === '[DONE]') whole = true;
    else answer.chunk(JSON.parse(data));
  }
  if (!whole) throw new Error(words.brokenOff);
}

// Shows what the gateway replies; fails with its message.
export async function receive(reply, answer) {
  reply.headers.forEach((value, name) => answer.header(name, value));
  if ((reply.headers.get('content-type') ?? '').startsWith('text/event-stream')) return readStream(reply, answer);
  const body = await reply.json();
  if (!reply.ok || body.error) throw new Error(body.error?.message ?? fill(words.status, reply.status));
  return answer.chunk(body);
}
