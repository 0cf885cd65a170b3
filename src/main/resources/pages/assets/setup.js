// The forms of the setup page: keys, and a provider of one's own.
import { call, renew, say, words } from './page.js';

const SAID_MS = 1200;
const USABLE = '/setup?show=usable';

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
    setTimeout(() => renew(form, USABLE), SAID_MS);
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
const CUSTOM = '#custom-form';
const saidOf = form => form.querySelector('.said');
const saveOf = form => form.querySelector('[data-save-custom]');

function customFields(form) {
  const value = name => form.elements[name].value.trim();
  const keyless = form.elements.keyless.checked;
  const fields = { base_url: value('base_url'), label: value('label') || value('name'), keyless };
  return { name: value('name'), key: keyless ? '' : value('api_key'), fields };
}

function clearErrors(form) {
  say(saidOf(form), '', true);
  for (const spot of form.querySelectorAll('.field-error')) spot.textContent = '';
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

// The error stands at its field, or below all of them when it is of none.
function customError(form, text, field) {
  const input = field && form.elements[field];
  if (!input) {
    say(saidOf(form), text, false);
    return;
  }
  say(saidOf(form), '', true);
  document.getElementById('custom-' + field).textContent = text;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

const failedCall = (form, failed) =>
  customError(form, failed.message, failed.field === 'apiKey' ? 'api_key' : failed.field);
const customPath = name => '/api/provider-catalog/' + encodeURIComponent(name);

async function testCustom(form) {
  clearErrors(form);
  const { name, key, fields } = customFields(form);
  if (!fields.base_url) return customError(form, words.fieldMissing, 'base_url');
  if (!name) return customError(form, words.fieldMissing, 'name');
  if (form.dataset.known.split(' ').includes(name)) return customError(form, words.nameTaken, 'name');
  if (!key && !fields.keyless) return customError(form, words.keyOrKeyless, 'api_key');
  say(saidOf(form), words.testing, true);
  try {
    const result = await call('POST', customPath(name) + '/test', { ...fields, api_key: key });
    if (!result.ok) return customError(form, result.error, result.param);
    const text = words.providerGood.replace('{0}', result.models);
    say(saidOf(form), result.warning ? text + ' ' + result.warning : text, true);
    saveOf(form).disabled = false;
    saveOf(form).focus();
  } catch (failed) {
    failedCall(form, failed);
  }
}

async function saveCustom(form) {
  const { name, key, fields } = customFields(form);
  saveOf(form).disabled = true;
  say(saidOf(form), words.saving, true);
  try {
    let result = await call('PUT', customPath(name), fields);
    if (key) result = await call('POST', '/api/setup', { provider: name, apiKey: key });
    say(saidOf(form), result.warning || words.keySaved.replace('{0}', result.models ?? '–'), !result.warning);
    setTimeout(() => renew(form, USABLE), SAID_MS);
  } catch (failed) {
    failedCall(form, failed);
  }
}

// the forms may come later, in a dialog
document.addEventListener('submit', event => {
  if (!event.target.matches(CUSTOM)) return;
  event.preventDefault();
  testCustom(event.target);
});
document.addEventListener('click', event => {
  const button = event.target.closest('[data-save-custom]');
  if (button) saveCustom(button.form);
});
document.addEventListener('input', event => {
  const form = event.target.closest(CUSTOM);
  if (!form) return;
  saveOf(form).disabled = true;
  form.elements.api_key.disabled = form.elements.keyless.checked;
});
