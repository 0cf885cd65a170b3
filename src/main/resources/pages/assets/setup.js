// The forms of the setup page: keys, and a provider of one's own.
import { call, say, words } from './page.js';

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

document.addEventListener('click', event => {
  const button = event.target.closest('[data-test]');
  if (button) testKey(button.form);
});

// A provider of one's own: what was tested is what is saved.
const custom = document.getElementById('custom-form');
const said = custom.querySelector('.said');
const save = document.getElementById('custom-save');

function customFields() {
  const value = name => custom.elements[name].value.trim();
  const keyless = custom.elements.keyless.checked;
  const fields = { base_url: value('base_url'), label: value('label') || value('name'), keyless };
  return { name: value('name'), key: keyless ? '' : value('api_key'), fields };
}

function clearErrors() {
  say(said, '', true);
  for (const spot of custom.querySelectorAll('.field-error')) spot.textContent = '';
  for (const input of custom.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

// The error stands at its field, or below all of them when it is of none.
function customError(text, field) {
  const input = field && custom.elements[field];
  if (!input) {
    say(said, text, false);
    return;
  }
  say(said, '', true);
  document.getElementById('custom-' + field).textContent = text;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

const customPath = name => '/api/provider-catalog/' + encodeURIComponent(name);

async function testCustom() {
  clearErrors();
  const { name, key, fields } = customFields();
  if (!fields.base_url) return customError(words.fieldMissing, 'base_url');
  if (!name) return customError(words.fieldMissing, 'name');
  if (custom.dataset.known.split(' ').includes(name)) return customError(words.nameTaken, 'name');
  if (!key && !fields.keyless) return customError(words.keyOrKeyless, 'api_key');
  say(said, words.testing, true);
  try {
    const result = await call('POST', customPath(name) + '/test', { ...fields, api_key: key });
    if (!result.ok) return customError(result.error, result.param);
    const text = words.providerGood.replace('{0}', result.models);
    say(said, result.warning ? text + ' ' + result.warning : text, true);
    save.disabled = false;
    save.focus();
  } catch (failed) {
    customError(failed.message, failed.field === 'apiKey' ? 'api_key' : failed.field);
  }
}

async function saveCustom() {
  const { name, key, fields } = customFields();
  save.disabled = true;
  say(said, words.saving, true);
  try {
    let result = await call('PUT', customPath(name), fields);
    if (key) result = await call('POST', '/api/setup', { provider: name, apiKey: key });
    say(said, result.warning || words.keySaved.replace('{0}', result.models ?? '–'), !result.warning);
    setTimeout(() => { location.href = '/setup?show=usable'; }, 1200);
  } catch (failed) {
    customError(failed.message, failed.field === 'apiKey' ? 'api_key' : failed.field);
  }
}

custom.addEventListener('submit', event => {
  event.preventDefault();
  testCustom();
});
save.addEventListener('click', saveCustom);
custom.addEventListener('input', () => {
  save.disabled = true;
  custom.elements.api_key.disabled = custom.elements.keyless.checked;
});
