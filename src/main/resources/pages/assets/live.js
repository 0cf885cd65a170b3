// Keeps an open page up to date by one stream of events: the server sends the parts that have changed,
// or, to a page with filters, that it should fetch itself. Without a stream the page does so slowly.
import { localize, refresh, show } from './page.js';

const SLOW_MS = 30000;
const PAUSE_MS = 1000;
const FRESH_MS = 2000;
const lost = document.getElementById('lost');
let source;
let later;
let opened = 0;
let fetching = false;
let again = false;

function address() {
  const filters = new URLSearchParams(location.search);
  filters.delete('lang');
  filters.delete('theme');
  const page = location.pathname + (filters.size > 0 ? '?' + filters : '');
  const { parts } = document.body.dataset;
  return '/live?' + new URLSearchParams({ page, lang: document.documentElement.lang, have: parts });
}

function take(html) {
  const part = new DOMParser().parseFromString(html, 'text/html').body.firstElementChild;
  localize(part);
  show(part);
}

// changes that come while the page is fetched are fetched once more, and never more often than each second
async function fetchChanges() {
  again = fetching;
  if (fetching) return;
  fetching = true;
  await refresh();
  setTimeout(() => {
    fetching = false;
    if (again) fetchChanges();
  }, PAUSE_MS);
}

function isBack() {
  lost.hidden = true;
  // what a page with filters has missed meanwhile is not sent again
  if ((opened++ > 0 || performance.now() > FRESH_MS) && address().includes('%3F')) fetchChanges();
}

function open() {
  clearTimeout(later);
  source = new EventSource(address());
  source.addEventListener('ready', isBack);
  source.addEventListener('part', event => take(event.data));
  source.addEventListener('shown', event => {
    document.body.dataset.parts = event.data;
    lost.hidden = true;
  });
  source.addEventListener('changed', fetchChanges);
  source.addEventListener('lost', () => { lost.hidden = false; });
  source.addEventListener('error', event => {
    // a browser tries again by itself unless it was refused
    if (event.target.readyState === EventSource.CLOSED) later = setTimeout(refreshAndOpen, SLOW_MS);
    else lost.hidden = false;
  });
}

async function refreshAndOpen() {
  await refresh();
  open();
}

// a browser has few connections for each host, so pages that are not seen give theirs back
function follow() {
  clearTimeout(later);
  source?.close();
  if (!document.hidden) open();
}

document.addEventListener('visibilitychange', follow);
follow();
