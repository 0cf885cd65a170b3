// The chat box: asks /v1/chat/completions; answer.js shows what comes.
import { Answer, receive, toEnd } from './answer.js';
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

let history = []; // what was said so far, as messages
let image = null; // the data URL of the attached picture
let underWay = null; // ends the request under way
let conversation = 0; // a new one begins when the talk is cleared

function turn(template) {
  const article = document.getElementById(template).content.firstElementChild.cloneNode(true);
  document.getElementById('start')?.remove();
  talk.append(article);
  clear.hidden = false;
  return article;
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
  const answer = new Answer(turn('answer'), form.elements.model.value, () => ask(messages, true));
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
