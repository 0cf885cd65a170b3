// Asks the question of a request again: /v1/compare sends it to several models, whose answers stand
// beside the first one.
import { count, fill, time, withCode } from './answer.js';
import { call, say, words } from './page.js';

const form = document.querySelector('#replay form');
const answers = document.getElementById('replayed');
const said = form.querySelector('.said');

function chosen() {
  const models = [...form.querySelectorAll('[name="model"]:checked')].map(box => box.value);
  const other = form.elements.other.value;
  return other && !models.includes(other) ? [...models, other] : models;
}

function card(model) {
  const article = document.getElementById('replay-answer').content.firstElementChild.cloneNode(true);
  const part = name => article.querySelector(`[data-part="${name}"]`);
  part('model').textContent = model;
  article.setAttribute('aria-label', model);
  answers.append(article);
  return { article, part };
}

function show({ part }, row) {
  const by = row.actual_model ? `${row.provider}/${row.actual_model}` : '';
  if (by && by !== row.model) part('by').textContent = by;
  part('text').replaceChildren(...withCode(row.content || ''));
  if (row.tool_calls) part('text').append(...withCode('```\n' + JSON.stringify(row.tool_calls, null, 2) + '\n```'));
  part('error').hidden = row.ok;
  part('error').textContent = row.error || '';
  part('took').textContent = time(row.latency_ms);
  if (row.ok) part('tokens').textContent = fill(words.tokens, count(row.input_tokens), count(row.output_tokens));
  part('link').hidden = false;
  part('link').href = '/requests/' + row.request_id;
}

async function replay(models, text) {
  answers.querySelectorAll('article:not(:first-child)').forEach(old => old.remove());
  const cards = models.map(card);
  const button = form.querySelector('button');
  button.disabled = true;
  say(said, fill(words.asking, models.length), true);
  try {
    const body = { models, messages: [{ role: 'user', content: text }] };
    const answer = await call('POST', '/v1/compare', body, { 'x-no-cache': '1' });
    answer.results.forEach((row, i) => show(cards[i], row));
    say(said, '', true);
  } catch (failed) {
    cards.forEach(one => one.article.remove());
    say(said, words.failed + ' ' + failed.message, false);
  }
  button.disabled = false;
}

form.addEventListener('submit', event => {
  event.preventDefault();
  const text = form.elements.text.value.trim();
  const models = chosen();
  if (!text) {
    say(said, words.messageMissing, false);
    form.elements.text.focus();
  } else if (models.length === 0) say(said, words.modelMissing, false);
  else replay(models, text);
});
