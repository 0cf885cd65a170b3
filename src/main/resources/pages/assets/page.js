// What the pages cannot do without a script: local times, live panels, calls of the API, copying.
export const words = JSON.parse(document.body.dataset.words);
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

export async function call(method, path, body) {
  const options = { method };
  if (body !== undefined) {
    options.body = JSON.stringify(body);
    options.headers = { 'content-type': 'application/json' };
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

localize(document);
if (document.querySelector('[data-live]')) setTimeout(live, EVERY_MS);
