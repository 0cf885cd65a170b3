// The limits of an own key: those of the account, or of the models that a pattern names.
import { call, refresh, say, words } from './page.js';

const form = document.getElementById('limits-form');
const WHOLE = /^\d{1,13}$/;
const chosen = () => form.elements.provider.selectedOptions[0];
const limits = () => JSON.parse(chosen().dataset.limits);
const pattern = () => form.elements.models.value.trim();
const inputs = () => [...form.querySelectorAll('[inputmode=numeric]')];

function clear() {
  say(form.querySelector('.said'), '', true);
  for (const spot of form.querySelectorAll('.field-error')) spot.textContent = '';
  for (const input of form.querySelectorAll('[aria-invalid]')) input.removeAttribute('aria-invalid');
}

// `defaultValue` holds what is stored: an input that differs from it was edited
function load(input, number) {
  input.defaultValue = input.value = number;
}

function fill() {
  clear();
  const all = limits();
  const numbers = pattern() ? all.models?.[pattern()] ?? {} : all;
  for (const input of inputs()) load(input, numbers[input.name] ?? '');
  document.getElementById('limits-patterns').replaceChildren(
    ...Object.keys(all.models ?? {}).map(one => Object.assign(document.createElement('option'), { value: one })));
}

// A pattern without stored limits takes over what was typed, not what was loaded for another one.
function choosePattern() {
  if (!pattern() || Object.hasOwn(limits().models ?? {}, pattern())) return fill();
  clear();
  for (const input of inputs()) {
    const text = input.value;
    const edited = text !== input.defaultValue;
    load(input, '');
    if (edited) input.value = text;
  }
}

// The edits by name, '' for an emptied input; what is no number is sent as it was typed: the answer
// says what is wrong with it.
function edits() {
  const numbers = {};
  for (const input of inputs()) {
    const text = input.value.trim();
    if (text !== input.defaultValue) numbers[input.name] = WHOLE.test(text) ? Number(text) : text;
  }
  return numbers;
}

function edited(numbers, changes) {
  return Object.fromEntries(Object.entries({ ...numbers, ...changes }).filter(([, number]) => number !== ''));
}

// PUT replaces all limits, so the edits of this form are put into those that are stored by now
function changed(stored, models, changes) {
  const { models: all = {}, ...account } = stored;
  return models
    ? { ...account, models: { ...all, [models]: edited(Object.hasOwn(all, models) ? all[models] : {}, changes) } }
    : { ...edited(account, changes), models: all };
}

function refused(failed) {
  const field = failed.field?.split('.').at(-1);
  const input = field && form.elements[field];
  if (!input) return say(form.querySelector('.said'), failed.message, false);
  document.getElementById('limits-' + field).textContent = failed.message;
  input.setAttribute('aria-invalid', 'true');
  input.focus();
}

async function save() {
  clear();
  const option = chosen();
  const models = pattern();
  const changes = edits();
  say(form.querySelector('.said'), words.saving, true);
  try {
    const path = '/api/provider-catalog/' + encodeURIComponent(option.value);
    const stored = await call('GET', path);
    const result = await call('PUT', path, { limits: changed(stored.limits, models, changes) });
    option.dataset.limits = JSON.stringify(result.provider.limits);
    if (chosen() === option && pattern() === models) fill();
    say(form.querySelector('.said'), words.done, true);
    await refresh();
  } catch (failed) {
    clear();
    refused(failed);
  }
}

if (form) {
  form.addEventListener('submit', event => {
    event.preventDefault();
    save();
  });
  form.elements.provider.addEventListener('change', () => {
    form.elements.models.value = '';
    fill();
  });
  form.elements.models.addEventListener('change', choosePattern);
  fill();
}
