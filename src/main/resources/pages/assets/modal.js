// Setup over any page: a link to it opens a dialog with what the page /setup shows.
import './setup.js';

const dialog = document.getElementById('setup-dialog');
const toast = document.getElementById('toast');
let shown = '/setup';

async function show(address) {
  const answer = await fetch(address, { cache: 'no-store' });
  if (!answer.ok) throw new Error(String(answer.status));
  const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
  const content = document.importNode(page.getElementById('main'), true);
  dialog.querySelector('[data-body]').replaceChildren(...content.childNodes);
  shown = address;
  if (dialog.open) return;
  // what is not in the dialog lies below it
  dialog.append(toast);
  dialog.showModal();
}

document.addEventListener('click', event => {
  const link = event.target.closest('a[href^="/setup"]');
  if (!link || event.ctrlKey || event.metaKey || event.shiftKey) return;
  event.preventDefault();
  show(link.getAttribute('href')).catch(() => { location.href = link.href; });
});

dialog.addEventListener('renew', event => {
  show(event.detail === location.href ? shown : event.detail).catch(() => { location.href = '/setup'; });
});
dialog.querySelector('[data-close]').addEventListener('click', () => dialog.close());
dialog.addEventListener('click', event => {
  if (event.target === dialog) dialog.close();
});
dialog.addEventListener('close', () => document.body.append(toast));
