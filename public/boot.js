// Starts the console on a page of its own: fetches the wasm, and asks the first questions while it is on its way.

import { firstQuestions } from './first_questions.js';
import { keepTextsTrue } from './foreign_text.js';
import { english, preferred } from './language.js';
import { brokenPanel } from './panel.js';

const base = new URL('./', import.meta.url).pathname;
const place = document.getElementById('tokenscope');

/** The chosen theme stands before the first paint of a row, so that nothing flashes. */
function dress() {
  const theme = remembered('theme');
  if (theme === 'light' || theme === 'dark') document.documentElement.dataset.theme = theme;
}

function remembered(name) {
  try {
    return localStorage.getItem(`tokenscope.${name}`);
  } catch {
    return null; // storage switched off
  }
}

function ask(question) {
  const url = `/api/v3/${question}`;
  const controller = new AbortController();
  const asked = Date.now();
  const headers = { Accept: 'application/json' };
  const answer = fetch(url, { headers, cache: 'no-store', redirect: 'manual', signal: controller.signal });
  answer.catch(() => {}); // the console reports it when it takes the answer
  return [url, answer, controller, asked];
}

/** Where in the program it panicked. */
let panic = '';

/** What the console asks of the page that it is in; src/platform/host.rs says what each is for. */
const host = {
  base: () => '/',
  send: (request) => fetch(request),
  sheet: (name) =>
    new Promise((came, failed) => {
      const link = document.createElement('link');
      Object.assign(link, { rel: 'stylesheet', href: new URL(name, import.meta.url), onload: came, onerror: failed });
      document.head.append(link);
    }),
  here: () => location.pathname + location.search,
  storage() {
    try {
      return localStorage;
    } catch {
      return null; // switched off
    }
  },
  lang: () => '',
  locale: english,
  dates: preferred,
  label: () => '',
  isGuest: () => false,
  link: (to, _, path) => (to === 'console' ? base : '/') + path,
  at(_, title) {
    document.title = `${title} · Tokenscope`;
  },
  tell() {},
  panicked: (place) => (panic = place),
  stopped: (error) => sayBroken('Tokenscope has stopped', panic ? `panicked at ${panic}` : error),
};

function sayBroken(heading, error) {
  const text =
    'Reload the page. If that does not help, the program did not load, or this browser cannot run it; the details below help whoever runs this site.';
  place.replaceChildren(brokenPanel(heading, text, error, () => location.reload()));
}

dress();
// What does not know light-dark() gets colours of its own: they would be none at all otherwise.
if (!CSS.supports('color', 'light-dark(#fff, #000)')) host.sheet('older.css').catch(() => {});
try {
  const wasm = fetch(new URL('tokenscope_bg.wasm', import.meta.url));
  wasm.catch(() => {}); // told of below, once the script that waits for it is there
  const path = location.pathname.slice(base.length);
  const answers = firstQuestions(path, location.search, remembered('page_size')).map(ask);
  const { compiled, instance } = await import('./tokenscope_bg.js');
  const console = instance(host, await compiled('tokenscope_bg.wasm', null, wasm));
  place.replaceChildren();
  keepTextsTrue(place);
  console.standalone(place, base, answers);
  // Whoever returns to the tab, or to the page by Back, may be somebody else by now.
  document.addEventListener('visibilitychange', () => document.hidden || console.returned(false));
  window.addEventListener('pageshow', ({ persisted }) => persisted && console.returned(true));
} catch (error) {
  sayBroken('Tokenscope could not start', error);
}
