// What the pages cannot do without a script: local times, parts that are replaced, calls of the API, copying.
export const words = JSON.parse(document.body.dataset.words);
const CONFIRM_MS = 5000;
const FETCH_MS = 20000;
const TIMES_MS = 10000;

function relative(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 172800) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86400), 'day');
}

export function localize(root) {
  for (const spot of root.querySelectorAll('time[datetime]')) {
    const date = new Date(spot.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    const full = date.toLocaleString(document.documentElement.lang === 'th' ? 'th-TH' : 'en-GB');
    const clock = date.toLocaleTimeString('en-GB');
    const text = spot.dataset.as === 'clock' ? clock : spot.dataset.as === 'full' ? full : relative(date);
    if (spot.title !== full) spot.title = full;
    if (spot.textContent !== text) spot.textContent = text;
  }
}

export function say(spot, text, ok) {
  spot.textContent = text;
  spot.classList.toggle('ok', ok);
  spot.classList.toggle('no', !ok);
}

function toast(text) {
  const box = document.getElementById('toast');
  box.textContent = text;
  setTimeout(() => { if (box.textContent === text) box.textContent = ''; }, CONFIRM_MS);
}

// The page as the server shows it at `address`.
async function fetchPage(address) {
  const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(FETCH_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  localize(page);
  return page;
}

// what a person is about to use is not taken away
function inUse(part) {
  const chosen = getSelection();
  return (part.contains(document.activeElement) && part !== document.activeElement)
    || part.querySelector('[data-asked]') !== null
    || (!chosen.isCollapsed && chosen.containsNode(part, true));
}

const waiting = new Map();

// Puts a part of the page in the place of the one with its id, now or when that is not in use.
export function show(fresh) {
  waiting.set(fresh.id, fresh);
  place();
}

function place() {
  for (const [id, fresh] of waiting) {
    const old = document.getElementById(id);
    if (old && inUse(old)) continue;
    waiting.delete(id);
    if (old && !old.isEqualNode(fresh)) old.replaceWith(document.adoptNode(fresh));
  }
}

export async function refresh() {
  const lost = document.getElementById('lost');
  try {
    const page = await fetchPage(location.href);
    page.querySelectorAll('[data-live]').forEach(show);
    document.body.dataset.parts = page.body.dataset.parts;
    lost.hidden = true;
  } catch (failed) {
    lost.hidden = false;
  }
}

async function swap(address) {
  const page = await fetchPage(address);
  for (const old of document.querySelectorAll('[data-swap-part]')) {
    const fresh = page.getElementById(old.id);
    if (fresh) old.replaceWith(document.adoptNode(fresh));
  }
  history.replaceState(null, '', address);
  document.querySelector('[data-swap-part] [aria-current]')?.focus();
}

export async function call(method, path, body, headers = {}) {
  const options = { method, headers };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { 'content-type': 'application/json', ...headers };
  }
  const answer = await fetch(path, options);
  const result = await answer.json();
  if (!answer.ok) {
    const failure = new Error(result.error ? result.error.message : String(answer.status));
    failure.field = result.error?.param;
    throw failure;
  }
  return result;
}

// Shows anew what was changed: the dialog that holds `spot`, else the page.
export function renew(spot, address = location.href) {
  const dialog = spot.closest('dialog');
  if (dialog) dialog.dispatchEvent(new CustomEvent('renew', { detail: address }));
  else if (address === location.href) location.reload();
  else location.href = address;
}

function typed(text) {
  return text === 'true' ? true : text === 'false' ? false : text;
}

// data-set-use-credit="true" of a button is {"useCredit": true} of the body
function bodyOf(button) {
  const fields = [...button.attributes].filter(one => one.name.startsWith('data-set-'));
  if (fields.length === 0) return undefined;
  // an attribute has no capital letters
  const name = one => one.name.slice('data-set-'.length).replace(/-(.)/g, (all, letter) => letter.toUpperCase());
  const body = Object.fromEntries(fields.map(one => [name(one), typed(one.value)]));
  if (button.matches('[data-delete-key]')) body.apiKey = '';
  return body;
}

function confirmed(button) {
  const question = button.dataset.confirm;
  if (!question || button.dataset.asked) return true;
  button.dataset.asked = button.textContent;
  button.textContent = question;
  setTimeout(withdraw, CONFIRM_MS, button);
  return false;
}

// The question is answered or too old; what waited behind it is shown.
function withdraw(button) {
  if (!button.dataset.asked) return;
  button.textContent = button.dataset.asked;
  delete button.dataset.asked;
  place();
}

async function act(button) {
  if (!confirmed(button)) return;
  button.disabled = true;
  try {
    const result = await call(button.dataset.method, button.dataset.path, bodyOf(button));
    toast(result.warning || result.message || words.done);
    button.blur();
    withdraw(button);
    if (button.dataset.then === 'reload') renew(button);
    else await refresh();
  } catch (failed) {
    toast(words.failed + ' ' + failed.message);
  }
  button.disabled = false;
}

async function copy(button) {
  const source = button.parentElement.querySelector('pre');
  const usual = button.textContent;
  try {
    await navigator.clipboard.writeText(source.textContent);
    button.textContent = words.copied;
    setTimeout(() => { button.textContent = usual; }, 1500);
  } catch (refused) {
    getSelection().selectAllChildren(source);
  }
}

document.addEventListener('click', event => {
  const target = event.target.closest('button, a');
  if (!target) return;
  if (target.matches('[data-copy]')) copy(target);
  else if (target.matches('[data-path]')) act(target);
  else if (target.matches('a[data-swap]') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    swap(target.href).catch(() => { location.href = target.href; });
  }
});

for (const left of ['focusout', 'selectionchange']) document.addEventListener(left, () => setTimeout(place));
localize(document);
setInterval(() => { if (!document.hidden) localize(document); }, TIMES_MS);
if (document.querySelector('[data-live]')) import('./live.js');
