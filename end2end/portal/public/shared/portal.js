// What every portal here has: shortcuts of its own, on keys that Tokenscope uses as well, and a line of news.

function tell(id, text) {
  const told = document.getElementById(id);
  if (told) told.textContent = `${told.textContent} ${text}`.trim();
}

addEventListener('keydown', (event) => {
  const typing = event.target instanceof Element && event.target.matches('input, textarea, select');
  if (!typing && !event.defaultPrevented && ['/', 'j', 'k', 'Escape'].includes(event.key)) tell('portal-keys', event.key);
});

addEventListener('tokenscope:signed-out', () => tell('portal-news', 'Nobody is signed in.'));
