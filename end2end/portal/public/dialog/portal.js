import '/tokens/tokenscope-element.js';
import { pages } from '/portal/shared/simple.js';

const dialog = document.getElementById('dialog');
const place = document.getElementById('tokens');
dialog.addEventListener('close', () => {
  location.hash = '#/';
});

pages(() => {
  const tokens = document.createElement('token-scope');
  tokens.theme = 'dark';
  place.append(tokens);
  dialog.showModal();
  return () => {
    dialog.close();
    place.replaceChildren();
  };
});
