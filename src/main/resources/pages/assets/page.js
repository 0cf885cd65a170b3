'use strict';
// What the pages cannot do without a script: local times, live panels, calls of the API, copying.
const words = JSON.parse(document.body.dataset.words);
const EVERY_MS = 5000;
const CONFIRM_MS = 5000;

function relative(date) {
  const seconds = Math.round((date - Date.now()) / 1000);
  const format = new Intl.RelativeTimeFormat(document.documentElement.lang, { numeric: 'auto' });
  const size = Math.abs(seconds);
  if (size < 60) return format.format(seconds, 'second');
  if (size < 3600) return format.format(Math.round(seconds / 60), 'minute');
  if (size < 172800) return format.format(Math.round(seconds / 3600), 'hour');
  return format.format(Math.round(seconds / 86400), 'day');
}

function localize(root) {
  for (const spot of root.querySelectorAll('time[datetime]')) {
    const date = new Date(spot.dateTime);
    if (Number.isNaN(date.getTime())) continue;
    const full = date.toLocaleString(document.documentElement.lang === 'th' ? 'th-TH' : 'en-GB');
    const clock = date.toLocaleTimeString('en-GB');
    spot.title = full;
    spot.textContent = spot.dataset.as === 'clock' ? clock : spot.dataset.as === 'full' ? full : relative(date);
  }
}

function say(spot, text, ok) {
  spot.textContent = text;
  spot.classList.toggle('ok', ok);
  spot.classList.toggle('no', !ok);
}

function toast(text) {
  const box = document.getElementById('toast');
  box.textContent = text;
  setTimeout(() => { if (box.textContent === text) box.textContent = ''; }, CONFIRM_MS);
}

// The page as the server shows it at `address`; its parts replace those of this page by their ids.
async function fetchPage(address) {
  const answer = await fetch(address, { cache: 'no-store', signal: AbortSignal.timeout(4 * EVERY_MS) });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  localize(page);
  return page;
}

function replace(page, selector, keep) {
  for (const old of document.querySelectorAll(selector)) {
    const fresh = page.getElementById(old.id);
    if (fresh && !keep(old) && !old.isEqualNode(fresh)) old.replaceWith(document.adoptNode(fresh));
  }
}

// what a person is about to use is not taken away
const inUse = part => part.contains(document.activeElement) && part !== document.activeElement;

async function refresh() {
  const lost = document.getElementById('lost');
  try {
    replace(await fetchPage(location.href), '[data-live]', inUse);
    lost.hidden = true;
  } catch (failed) {
    lost.hidden = false;
  }
}

async function live() {
  if (!document.hidden) await refresh();
  setTimeout(live, EVERY_MS);
}

async function swap(address) {
  replace(await fetchPage(address), '[data-swap-part]', () => false);
  history.replaceState(null, '', address);
  document.querySelector('[data-swap-part] [aria-current]')?.focus();
}

async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { 'content-type': 'application/json' };
  }
  const answer = await fetch(path, options);
  const result = await answer.json();
  if (!answer.ok) throw new Error(result.error ? result.error.message : String(answer.status));
  return result;
}

function typed(text) {
  return text === 'true' ? true : text === 'false' ? false : text;
}

// data-set-provider="groq" of a button is {"provider": "groq"} of the body
function bodyOf(button) {
  const fields = [...button.attributes].filter(one => one.name.startsWith('data-set-'));
  if (fields.length === 0) return undefined;
  const body = Object.fromEntries(fields.map(one => [one.name.slice('data-set-'.length), typed(one.value)]));
  // an attribute has no capital letters
  if (button.matches('[data-delete-key]')) body.apiKey = '';
  return body;
}

function confirmed(button) {
  const question = button.dataset.confirm;
  if (!question || button.dataset.asked) return true;
  const usual = button.textContent;
  button.dataset.asked = 'yes';
  button.textContent = question;
  setTimeout(() => {
    delete button.dataset.asked;
    button.textContent = usual;
  }, CONFIRM_MS);
  return false;
}

async function act(button) {
  if (!confirmed(button)) return;
  button.disabled = true;
  try {
    const result = await call(button.dataset.method, button.dataset.path, bodyOf(button));
    toast(result.warning || result.message || words.done);
    button.blur();
    if (button.dataset.then === 'reload') location.reload();
    else await refresh();
  } catch (failed) {
    toast(words.failed + ' ' + failed.message);
  }
  button.disabled = false;
}

async function testKey(form) {
  const said = form.querySelector('.said');
  const save = form.querySelector('[data-save]');
  const apiKey = form.elements.key.value.trim();
  if (!apiKey) {
    say(said, words.keyMissing, false);
    form.elements.key.focus();
    return;
  }
  say(said, words.testing, true);
  try {
    const result = await call('POST', '/api/setup/test', { provider: form.dataset.provider, apiKey });
    const text = result.ok ? words.keyGood.replace('{0}', result.models ?? '–') : result.error;
    say(said, result.warning ? text + ' ' + result.warning : text, result.ok);
    save.disabled = !result.ok;
    if (result.ok) save.focus();
  } catch (failed) {
    say(said, failed.message, false);
  }
}

async function saveKey(form) {
  const said = form.querySelector('.said');
  form.querySelector('[data-save]').disabled = true;
  say(said, words.saving, true);
  try {
    const apiKey = form.elements.key.value.trim();
    const result = await call('POST', '/api/setup', { provider: form.dataset.provider, apiKey });
    form.elements.key.value = '';
    say(said, result.warning || words.keySaved.replace('{0}', result.models ?? '–'), !result.warning);
    setTimeout(() => location.reload(), 1200);
  } catch (failed) {
    say(said, failed.message, false);
  }
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
  else if (target.matches('[data-test]')) testKey(target.form);
  else if (target.matches('a[data-swap]') && !event.ctrlKey && !event.metaKey && !event.shiftKey) {
    event.preventDefault();
    swap(target.href).catch(() => { location.href = target.href; });
  }
});

document.addEventListener('submit', event => {
  if (!event.target.matches('form[data-provider]')) return;
  event.preventDefault();
  if (event.target.querySelector('[data-save]').disabled) testKey(event.target);
  else saveKey(event.target);
});

document.addEventListener('input', event => {
  const form = event.target.closest('form[data-provider]');
  if (form) form.querySelector('[data-save]').disabled = true;
});

localize(document);
if (document.querySelector('[data-live]')) setTimeout(live, EVERY_MS);
