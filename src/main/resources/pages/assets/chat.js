// The chat box: asks /v1/chat/completions and shows the answer while it comes.
import { call, say, words } from './page.js';

const form = document.getElementById('chat');
const talk = document.getElementById('talk');
const said = form.querySelector('.said');
const own = document.getElementById('own');
const attached = document.getElementById('attached');
const send = document.getElementById('send');
const stop = document.getElementById('stop');
const clear = document.getElementById('clear');
const LARGEST_SIDE = 1568;
const LARGE_FILE = 1_000_000;
const KEPT_TYPES = ['image/png', 'image/jpeg', 'image/webp', 'image/gif'];
const EVERY_MS = 100;

let history = []; // what was said so far, as messages
let image = null; // the data URL of the attached picture
let underWay = null; // ends the request under way
let conversation = 0; // a new one begins when the talk is cleared

const fill = (text, ...values) => values.reduce((done, value, i) => done.replace(`{${i}}`, value), text);
const time = ms => (ms < 1000 ? `${Math.round(ms)} ${words.ms}` : `${(ms / 1000).toFixed(1)} ${words.s}`);
const count = number => (Number.isFinite(number) ? number.toLocaleString('en-GB') : '–');

// what a header says, which is percent-encoded outside of ASCII
function readable(text) {
  try {
    return decodeURIComponent(text);
  } catch (plain) {
    return text;
  }
}

const atEnd = () => innerHeight + scrollY > document.documentElement.scrollHeight - 160;
const toEnd = () => scrollTo(0, document.documentElement.scrollHeight);

function turn(template) {
  const article = document.getElementById(template).content.firstElementChild.cloneNode(true);
  document.getElementById('start')?.remove();
  talk.append(article);
  clear.hidden = false;
  return article;
}

// Code between fences becomes a block that can be copied.
function withCode(text) {
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
class Answer {
  constructor(model, again) {
    this.article = turn('answer');
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

function requestOf(messages) {
  const system = form.elements.system.value;
  const ownText = system === 'own' && form.elements.own.value.trim();
  const body = {
    model: form.elements.model.value,
    messages: ownText ? [{ role: 'system', content: ownText }, ...messages] : messages,
    stream: true,
    stream_options: { include_usage: true },
  };
  if (system.startsWith('saved:')) body.prompt = system.slice('saved:'.length);
  return body;
}

async function receive(reply, answer) {
  reply.headers.forEach((value, name) => answer.header(name, value));
  if ((reply.headers.get('content-type') ?? '').startsWith('text/event-stream')) return readStream(reply, answer);
  const body = await reply.json();
  if (!reply.ok || body.error) throw new Error(body.error?.message ?? fill(words.status, reply.status));
  return answer.chunk(body);
}

// Asks with these messages; with `anew` no cache may answer.
async function ask(messages, anew) {
  if (underWay) return;
  underWay = new AbortController();
  const asked = conversation;
  const remember = text => {
    if (asked === conversation) history = [...messages, { role: 'assistant', content: text }];
  };
  send.hidden = true;
  stop.hidden = false;
  const answer = new Answer(form.elements.model.value, () => ask(messages, true));
  toEnd();
  const headers = { 'content-type': 'application/json' };
  if (anew) headers['x-no-cache'] = '1';
  try {
    const reply = await fetch('/v1/chat/completions', {
      method: 'POST', headers, body: JSON.stringify(requestOf(messages)), signal: underWay.signal,
    });
    await receive(reply, answer);
    remember(answer.text);
  } catch (failed) {
    if (failed.name === 'AbortError') answer.failed(words.stopped);
    else answer.failed(failed instanceof TypeError ? words.lost : failed.message);
    if (answer.text) remember(answer.text);
  }
  answer.end();
  underWay = null;
  stop.hidden = true;
  send.hidden = false;
}

function submit() {
  const text = form.elements.text.value.trim();
  if (underWay) return;
  if (!text && !image) {
    say(said, words.messageMissing, false);
    form.elements.text.focus();
    return;
  }
  say(said, '', true);
  const article = turn('question');
  article.querySelector('p').textContent = text;
  if (image) article.append(picture(attached.querySelector('canvas')));
  const parts = image ? [{ type: 'text', text }, { type: 'image_url', image_url: { url: image } }] : text;
  form.elements.text.value = '';
  detach();
  ask([...history, { role: 'user', content: parts }], false);
}

function picture(canvas) {
  const copy = canvas.cloneNode();
  copy.getContext('2d').drawImage(canvas, 0, 0);
  return copy;
}

function drawn(bitmap, canvas, scale) {
  canvas.width = Math.max(1, Math.round(bitmap.width * scale));
  canvas.height = Math.max(1, Math.round(bitmap.height * scale));
  canvas.getContext('2d').drawImage(bitmap, 0, 0, canvas.width, canvas.height);
  return canvas;
}

const dataUrl = file => new Promise((done, failed) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result);
  reader.onerror = () => failed(reader.error);
  reader.readAsDataURL(file);
});

// A large picture is made smaller: models see no more of it, and it costs less quota.
async function attach(file) {
  try {
    const bitmap = await createImageBitmap(file);
    const side = Math.max(bitmap.width, bitmap.height);
    const small = file.size <= LARGE_FILE && side <= LARGEST_SIDE && KEPT_TYPES.includes(file.type);
    image = small
      ? await dataUrl(file)
      : drawn(bitmap, document.createElement('canvas'), Math.min(1, LARGEST_SIDE / side)).toDataURL('image/jpeg', 0.85);
    drawn(bitmap, attached.querySelector('canvas'), Math.min(1, 96 / side));
    attached.querySelector('span').textContent = file.name;
    attached.hidden = false;
    say(said, '', true);
  } catch (unreadable) {
    detach();
    say(said, words.notImage, false);
  }
}

function detach() {
  image = null;
  attached.hidden = true;
  form.elements.image.value = '';
}

async function loadPrompts(chosen) {
  try {
    const { prompts } = await call('GET', '/v1/prompts');
    for (const old of form.elements.system.querySelectorAll('[value^="saved:"]')) old.remove();
    for (const prompt of prompts) {
      const label = prompt.description ? `${prompt.name} – ${prompt.description}` : prompt.name;
      form.elements.system.append(new Option(label, 'saved:' + prompt.name));
    }
    if (chosen) form.elements.system.value = 'saved:' + chosen;
  } catch (failed) {
    say(said, words.promptsLost + ' ' + failed.message, false);
  }
}

async function savePrompt() {
  const name = form.elements.promptName.value.trim();
  try {
    await call('POST', '/v1/prompts', { name, content: form.elements.own.value });
    await loadPrompts(name);
    own.hidden = true;
    say(said, words.promptSaved, true);
  } catch (failed) {
    say(said, failed.message, false);
  }
}

form.addEventListener('submit', event => {
  event.preventDefault();
  submit();
});
form.elements.text.addEventListener('keydown', event => {
  // while an input method composes, Enter chooses a word; 229 is what Safari says of it
  if (event.key !== 'Enter' || event.shiftKey || event.isComposing || event.keyCode === 229) return;
  event.preventDefault();
  submit();
});
form.elements.text.addEventListener('paste', event => {
  const file = [...event.clipboardData.files].find(one => one.type.startsWith('image/'));
  if (file) attach(file);
});
form.elements.image.addEventListener('change', event => {
  if (event.target.files[0]) attach(event.target.files[0]);
});
form.elements.system.addEventListener('change', event => {
  own.hidden = event.target.value !== 'own';
  if (!own.hidden) form.elements.own.focus();
});
form.elements.model.addEventListener('change', event => {
  window.history.replaceState(null, '', '?model=' + encodeURIComponent(event.target.value));
});
document.getElementById('detach').addEventListener('click', detach);
document.getElementById('save-prompt').addEventListener('click', savePrompt);
stop.addEventListener('click', () => underWay?.abort());
clear.addEventListener('click', () => {
  underWay?.abort();
  conversation++;
  history = [];
  talk.replaceChildren();
  clear.hidden = true;
  form.elements.text.focus();
});
talk.addEventListener('click', event => {
  const sample = event.target.closest('[data-ask]');
  if (!sample) return;
  form.elements.text.value = sample.textContent;
  submit();
});
loadPrompts();
