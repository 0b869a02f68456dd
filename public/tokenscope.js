// Tokenscope in somebody else's page. tokenscope.d.ts says what each option is for.
//
// Everything of a console is inside the shadow root of the element that it was mounted into. All that is listened to
// outside of it is that a person comes back to the tab or to the page (by Back), since it may be somebody else; no history
// is written, and nothing is left behind after `unmount`.

import { keepTextsTrue } from './foreign_text.js';
import { english, languageOf, preferred } from './language.js';
import { brokenPanel } from './panel.js';
import { compiled, instance } from './tokenscope_bg.js';

/** The style sheets. Bundlers know this way of writing it. */
const stylesheets = {
  'tokenscope-guest.css': new URL('./tokenscope-guest.css', import.meta.url),
  'later-guest.css': new URL('./later-guest.css', import.meta.url),
  'deletion-guest.css': new URL('./deletion-guest.css', import.meta.url),
  'older-guest.css': new URL('./older-guest.css', import.meta.url),
  'themes/patternfly-4.css': new URL('./themes/patternfly-4.css', import.meta.url),
  'themes/patternfly-5.css': new URL('./themes/patternfly-5.css', import.meta.url),
  'themes/bootstrap-5.css': new URL('./themes/bootstrap-5.css', import.meta.url),
  'themes/material-3.css': new URL('./themes/material-3.css', import.meta.url),
};

/** A change of these starts the console anew, at the address where it is; all others take effect as they are. */
const DECISIVE = ['baseUrl', 'lang', 'label', 'storage', 'assets'];

/** An instance that used more memory than this is dropped with its console: wasm never returns memory. */
const KEPT_MEMORY = 32 * 1024 * 1024;

/** After so many milliseconds without a console the page says that it is late. */
const LATE = 10_000;

/** So many milliseconds at most are waited for what is still being deleted when a console ends. */
const LAST_WORDS = 60_000;

/** The shadow roots of ours, and the guest in each, if there is one. */
const roots = new WeakMap();

/** An instance of the program, what it asks the guest that has it, and the language that it writes in. */
class Program {
  /** An unused instance, for the next guest. */
  static idle = null;

  static async take(guest) {
    const { folder, lang } = guest;
    const module = await compiled('tokenscope_bg.wasm', folder);
    if (guest.isGone) return null;
    const idle = Program.idle;
    const fits = idle?.lang === lang && idle.module === module;
    if (fits) Program.idle = null;
    const program = fits ? idle : new Program(module, folder, lang);
    program.guest = guest;
    program.lastOptions = null;
    program.requests = new AbortController();
    return program;
  }

  constructor(module, folder, lang) {
    this.module = module;
    this.lang = lang;
    this.guest = null;
    this.isDead = false;
    /** Who waits for a run of deletions to be over. */
    this.waiting = [];
    // A late answer may still arrive when the guest has left; then there is nobody to take it.
    const host = {
      base: () => baseIn(this.options),
      send: (request) =>
        this.guest?.send(request, this.options, this.requests.signal) ?? Promise.reject(new DOMException('The console is gone.', 'AbortError')),
      sheet: (name) => this.guest?.wear(name.replace('.', '-guest.')) ?? Promise.resolve(),
      here: () => location.pathname + location.search + location.hash,
      storage: () => this.guest?.storage() ?? null,
      lang: () => lang,
      locale: () => lang || english(),
      dates: () => lang || preferred(),
      label: () => this.options.label ?? '',
      isGuest: () => true,
      link: (to, id, path) => this.guest?.link(to, id, path),
      at: (address, title, step) => this.isLeaving || this.guest?.arrived(address, title, step),
      tell: (name, detail) => {
        if (!this.isLeaving || name === 'ended') this.guest?.tell(name, detail);
        if (name === 'ended') this.isOver();
      },
      panicked: (place) => {
        this.panic = `panicked at ${place}`;
      },
      stopped: (error) => {
        this.isDead = true;
        this.isOver();
        if (!this.isLeaving) this.guest?.break('Tokenscope has stopped', 'stopped', this.panic ?? error);
      },
    };
    this.doors = instance(host, module, folder);
  }

  /** Its guest's options, or those when it began to leave: requests in flight then must not go to another authentik. */
  get options() {
    return this.lastOptions ?? this.guest?.options ?? {};
  }

  get isLeaving() {
    return this.lastOptions !== null;
  }

  isOver() {
    for (const go of this.waiting.splice(0)) go();
  }

  /**
   * Has no more tokens deleted than are under way. Whether there is a receipt; while something is under way, a promise of
   * that, for when all of it was answered.
   */
  windUp() {
    if (this.isDead) return false;
    const over = new Promise((go) => this.waiting.push(go));
    const isUnderWay = this.doors.windUp();
    if (this.isDead || isUnderWay === undefined) return false;
    return isUnderWay ? within(LAST_WORDS, over).then(() => !this.isDead) : true;
  }

  /** The guest has left; the next may come once the host was told what was deleted, which only this instance knows. */
  async leave() {
    this.lastOptions = this.options;
    const receipt = this.windUp();
    if (receipt instanceof Promise) await receipt;
    this.requests.abort();
    if (this.isDead) return;
    this.doors.leave();
    this.guest = null;
    if (!this.isDead && this.doors.memory.buffer.byteLength <= KEPT_MEMORY) Program.idle = this;
  }
}

/** A console in an element. */
class Guest {
  constructor(element, options) {
    this.element = element;
    this.options = { ...options };
    this.root = rootOf(element);
    roots.set(this.root, this);
    this.place = document.createElement('div');
    this.place.className = 'guest';
    this.root.replaceChildren(this.place);
    this.stopWatchingTexts = keepTextsTrue(this.place);
    for (const kind of ['keydown', 'keypress', 'keyup']) this.root.addEventListener(kind, keepKey);
    this.address = addressIn(this.options);
    this.later = [];
    this.isGone = false;
    this.started = 0;
    this.dress();
  }

  get folder() {
    return folderIn(this.options);
  }

  get lang() {
    return languageOf(this.options.lang);
  }

  /** What concerns looks and not the console itself. */
  dress() {
    const { theme } = this.options;
    if (theme === 'light' || theme === 'dark') this.place.dataset.theme = theme;
    else delete this.place.dataset.theme;
    this.place.lang = this.lang;
  }

  /** Puts the style sheets in, once all of them are there. */
  async style() {
    // What does not know light-dark() gets colours of its own, at the end: they would be none at all otherwise.
    const older = CSS.supports('color', 'light-dark(#fff, #000)') ? [] : ['older-guest.css'];
    const names = ['tokenscope-guest.css', ...this.later, `themes/${this.options.preset}.css`, ...older];
    const there = await Promise.all(names.filter((name) => name in stylesheets).map((name) => styled(name, this.folder)));
    if (!this.isGone) this.root.adoptedStyleSheets = there;
  }

  /** Puts in what comes later, too. */
  async wear(name) {
    await styled(name, this.folder);
    if (!this.later.includes(name)) this.later.push(name);
    await this.style();
  }

  async start() {
    const start = ++this.started;
    const isLate = () => this.isGone || start !== this.started;
    this.place.setAttribute('aria-busy', 'true');
    const late = setTimeout(() => isLate() || this.place.replaceChildren(lateNote()), LATE);
    try {
      const [, program] = await Promise.all([this.style(), Program.take(this)]);
      if (isLate()) return program?.leave();
      this.place.replaceChildren();
      this.program = program;
      program.doors.embedded(this.place, this.address);
      if (program.isDead) return;
      this.followReturns(program);
      this.tell('ready', {});
    } catch (error) {
      if (!isLate()) this.break('Tokenscope could not start', 'not loaded', error);
    } finally {
      clearTimeout(late);
      if (!isLate()) this.place.removeAttribute('aria-busy');
    }
  }

  /** Checks who is signed in when somebody comes back. It ends together with the requests. */
  followReturns({ doors, requests }) {
    const options = { passive: true, signal: requests.signal };
    document.addEventListener('visibilitychange', () => document.hidden || doors.returned(false), options);
    window.addEventListener('pageshow', ({ persisted }) => persisted && doors.returned(true), options);
  }

  /** Ends what is there; resolves once nothing of it is left. */
  stop() {
    this.started += 1;
    const { program } = this;
    this.program = null;
    return program?.leave();
  }

  async update(changes) {
    if (this.isGone) return;
    const before = this.options;
    const after = { ...before, ...changes };
    const isAnew = DECISIVE.some((name) => after[name] !== before[name]);
    if (isAnew) this.stop();
    this.options = after;
    this.dress();
    if (after.preset !== before.preset) await this.style();
    const led = 'location' in changes || ('kind' in changes && changes.kind !== before.kind);
    if (led) this.address = addressIn('location' in changes ? changes : { kind: changes.kind });
    if (isAnew) await this.start();
    else if (led) this.navigate(this.address);
  }

  navigate(address) {
    this.address = String(address);
    this.program?.doors.navigate(this.address);
  }

  async windUp() {
    return this.program?.windUp() ?? false;
  }

  async unmount() {
    if (this.isGone) return;
    this.isGone = true;
    const left = this.stop();
    this.stopWatchingTexts();
    for (const kind of ['keydown', 'keypress', 'keyup']) this.root.removeEventListener(kind, keepKey);
    roots.set(this.root, null);
    this.root.adoptedStyleSheets = [];
    // A shadow root stays for ever; with a slot in it the element shows again what the host has put into it.
    this.root.replaceChildren(document.createElement('slot'));
    await left;
  }

  /** There is no console any more, or none came: says so in its place, and to the host. */
  break(heading, name, error) {
    const { program } = this;
    this.program = null;
    if (program) program.guest = null;
    program?.requests.abort();
    const text =
      'Reload it. If that does not help, the program did not load, or this browser cannot run it; the details below help whoever runs this site.';
    const again = () => {
      this.place.replaceChildren();
      this.start();
    };
    this.place.replaceChildren(brokenPanel(heading, text, error, again));
    console.error(error);
    this.tell('failure', { name, message: heading, status: null, requestId: null });
  }

  // What the program asks for

  async send(request, options, untilItLeaves) {
    const signal = either(request.signal, untilItLeaves);
    // The host's own code never runs inside the program's.
    await undefined;
    try {
      const token = await tokenFrom(options, false, signal);
      const response = await sendAs(token, request, options, signal);
      if (!token || ![403, 404].includes(response.status) || (await isKnown(token, options, signal))) return response;
      const fresh = await tokenFrom(options, true, signal);
      return fresh && fresh !== token ? sendAs(fresh, request, options, signal) : response;
    } catch (error) {
      if (signal.aborted || !(error instanceof NoToken)) throw error;
      // Without a token from the host nobody is signed in.
      return Response.json({ detail: 'The host gave no token.' }, { status: 403 });
    }
  }

  storage() {
    try {
      return this.options.storage === false ? null : localStorage;
    } catch {
      return null; // switched off
    }
  }

  link(to, id, path) {
    const href = to === 'console' ? null : baseIn(this.options) + path;
    const target = to === 'console' ? { to, address: path, href } : { to, id, href };
    try {
      const there = this.options.linkTo?.(target);
      return there === undefined ? href : there;
    } catch (error) {
      console.error(error);
      return href;
    }
  }

  arrived(address, title, step) {
    if (step) {
      this.address = address;
      this.tell('location', { address, title, replace: step === 'replace' });
    }
  }

  /** Tells the host, but only after the program's current call has returned: the host may call back into it. */
  tell(name, detail) {
    const tell = (target) => target.dispatchEvent(new CustomEvent(`tokenscope:${name}`, { bubbles: true, composed: true, detail }));
    queueMicrotask(() => {
      // What was deleted is told of in any case.
      if (this.isGone && name !== 'ended') return;
      tell(this.element);
      // From an element that was taken out it does not come to those who listen on the document.
      if (name === 'ended' && !this.element.isConnected) tell(this.element.ownerDocument);
    });
  }
}

/** The host's `getToken` failed, or gave what is no token. */
class NoToken extends Error {}

/** A token of the host's, or none. */
async function tokenFrom({ getToken }, again, signal) {
  if (!getToken) return null;
  try {
    // The request may time out or be cancelled before the host answers.
    const token = await Promise.race([getToken({ again }), aborted(signal)]);
    if (token == null || token === '') return null;
    // A header takes nothing else; the request would fail as if there were no connection.
    if (typeof token !== 'string' || !/^[\x21-\x7e]+$/.test(token)) throw new TypeError('getToken did not return a token.');
    return token;
  } catch (error) {
    if (!signal.aborted) console.error('Tokenscope: getToken, which this page gives it, failed.', error);
    throw new NoToken();
  }
}

async function sendAs(token, request, options, signal) {
  const response = await fetch(requestAs(token, request, options, signal));
  return Object.assign(response, { byToken: Boolean(token) });
}

function requestAs(token, request, { fetchOptions }, signal) {
  try {
    const { headers: more, method, body, ...others } = fetchOptions ?? {};
    const headers = new Headers(request.headers);
    for (const [name, value] of new Headers(more ?? {})) headers.set(name, value);
    if (token) {
      headers.set('Authorization', `Bearer ${token}`);
      // That header is only for cookie sessions.
      headers.delete('X-authentik-CSRF');
    }
    return new Request(request.clone(), { ...others, cache: 'no-store', headers, signal });
  } catch (error) {
    // The console itself can only say that there was no answer.
    console.error('Tokenscope: fetchOptions, which this page gives it, cannot be used.', error);
    throw error;
  }
}

/** Whether authentik knows whose token it is: its 403 does not say whether that is the reason. */
async function isKnown(token, options, signal) {
  const init = { headers: { Accept: 'application/json' }, redirect: 'manual' };
  const answer = await sendAs(token, new Request(`${baseIn(options)}api/v3/core/users/me/`, init), options, signal);
  // A page of HTML comes from something in front of authentik, which cannot know.
  const isAuthentiks = answer.headers.has('x-authentik-id') || /json/.test(answer.headers.get('content-type'));
  return answer.status !== 403 || !isAuthentiks;
}

/** A signal that says so when one of these does. */
function either(one, other) {
  if (AbortSignal.any) return AbortSignal.any([one, other]);
  const both = new AbortController();
  for (const signal of [one, other]) {
    if (signal.aborted) both.abort(signal.reason);
    else signal.addEventListener('abort', () => both.abort(signal.reason), { once: true });
  }
  return both.signal;
}

/** Is rejected when the signal says so, and never resolves. */
function aborted(signal) {
  return new Promise((_, failed) => {
    if (signal.aborted) failed(signal.reason);
    else signal.addEventListener('abort', () => failed(signal.reason), { once: true });
  });
}

/** Resolves with the promise, or after so many milliseconds. */
function within(most, promise) {
  let timer;
  const over = new Promise((over) => (timer = setTimeout(over, most)));
  return Promise.race([promise, over]).finally(() => clearTimeout(timer));
}

/** What stands in the console's place when it does not come for long. */
function lateNote() {
  const note = document.createElement('p');
  note.setAttribute('role', 'status');
  note.textContent =
    'Tokenscope is taking long to start: its files have not arrived yet. If nothing changes, reload the page. If that does not help, tell whoever runs it.';
  return note;
}

/** The shadow root of an element, which nothing else may have made or have a console in. */
function rootOf(element) {
  const { shadowRoot } = element;
  if (shadowRoot && !roots.has(shadowRoot)) {
    throw new Error('This element has a shadow root of its own. Mount the console into another element.');
  }
  const root = shadowRoot ?? element.attachShadow({ mode: 'open' });
  if (roots.get(root)) throw new Error('There is a console in this element already.');
  return root;
}

/** Where authentik is, from the options. */
function baseIn({ baseUrl }) {
  return `${(baseUrl ?? '/').replace(/\/+$/, '')}/`;
}

/** The folder that the files are in, from the options; none, if they are beside this script. */
function folderIn({ assets }) {
  return assets ? new URL(`${String(assets).replace(/\/+$/, '')}/`, document.baseURI) : null;
}

/** The address to be at, from the options. */
function addressIn({ location, kind }) {
  return String(location ?? kind ?? '');
}

const KEYS_OF_FIELDS = ['Backspace', 'Delete', 'Enter', 'Home', 'End', 'ArrowLeft', 'ArrowRight', 'ArrowUp', 'ArrowDown'];

/**
 * Keys that the console has used, and those that are typed into one of its fields, are not for the host's shortcuts: from
 * outside they would seem to come from the element, and no field.
 */
function keepKey(event) {
  const [field] = event.composedPath();
  const isField = field instanceof Element && field.matches('input, select, textarea');
  // Whatever is pressed while an input method composes a text belongs to that text; older browsers say so by the code alone.
  const isComposed = event.isComposing || (event.type !== 'keypress' && event.keyCode === 229);
  const isTyped = event.key.length === 1 || KEYS_OF_FIELDS.includes(event.key);
  const isCommand = event.ctrlKey || event.metaKey || event.altKey;
  if (event.defaultPrevented || (isField && (isComposed || (isTyped && !isCommand)))) event.stopPropagation();
}

const sheets = new Map();

/** A style sheet, once for all guests; what did not come is asked for again. */
function styled(name, folder) {
  const url = (folder ? new URL(name, folder) : stylesheets[name]).href;
  const sheet = sheets.get(url) ?? styleSheet(url);
  sheets.set(url, sheet);
  sheet.catch(() => sheets.delete(url));
  return sheet;
}

async function styleSheet(url) {
  const response = await fetch(url);
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const sheet = new CSSStyleSheet();
  return sheet.replace(await response.text());
}

/** Starts a console in an element. As single-spa's lifecycle function it takes that one's props instead. */
export async function mount(element, options = {}) {
  if (element?.nodeType !== Node.ELEMENT_NODE) return mountApplication(element ?? {});
  const guest = new Guest(element, options);
  await guest.start();
  return {
    update: (changes) => guest.update(changes),
    navigate: (address) => guest.navigate(address),
    windUp: () => guest.windUp(),
    unmount: () => guest.unmount(),
    get location() {
      return guest.address;
    },
  };
}

// single-spa

/** Applications and parcels of single-spa's that are mounted. */
const applications = [];

/** Fetches what a console needs first. */
export async function bootstrap(props = {}) {
  const folder = folderIn(props);
  // What does not come now is asked for again, and told of, when there is a place to tell it in.
  await Promise.allSettled([compiled('tokenscope_bg.wasm', folder), styled('tokenscope-guest.css', folder)]);
}

async function mountApplication(props) {
  const { name, domElement, domElementGetter } = props;
  const id = `single-spa-application:${name}`;
  let element = domElement ?? domElementGetter?.(props) ?? document.getElementById(id);
  const made = !element;
  if (made) {
    element = document.createElement('div');
    element.id = id;
    document.body.append(element);
  }
  // It may be ended before it has started.
  const application = { name, element, made, console: mount(element, props) };
  applications.push(application);
  try {
    await application.console;
  } catch (error) {
    applications.splice(applications.indexOf(application), 1);
    throw error;
  }
}

function takeApplication({ name, domElement }) {
  const at = applications.findIndex((it) => (domElement ? it.element === domElement : it.name === name));
  return at < 0 ? undefined : applications.splice(at, 1)[0];
}

/** single-spa's: ends what `mount` started with the same props. */
export async function unmount(props = {}) {
  const application = takeApplication(props);
  await (await application?.console)?.unmount();
  if (application?.made) application.element.remove();
}

/** single-spa's, for parcels: new options. */
export async function update(props = {}) {
  const { name, domElement } = props;
  const application = applications.find((it) => (domElement ? it.element === domElement : it.name === name));
  await (await application?.console)?.update(props);
}
