// Tokenscope in somebody else's page. tokenscope.d.ts says what each option is for.
//
// Everything of a console is inside the shadow root of the element that it was mounted into. All that is listened to
// outside of it is that a person comes back to the tab or to the page (by Back), since it may be somebody else; no history
// is written, and nothing is left behind after `unmount`.

import { keepTextsTrue } from './foreign_text.js';
import { brokenPanel } from './panel.js';
import { compiled, instance } from './tokenscope_bg.js';

/** The style sheets. Bundlers know this way of writing it. */
const stylesheets = {
  'tokenscope-guest.css': new URL('./tokenscope-guest.css', import.meta.url),
  'later-guest.css': new URL('./later-guest.css', import.meta.url),
  'ending-guest.css': new URL('./ending-guest.css', import.meta.url),
  'themes/patternfly-4.css': new URL('./themes/patternfly-4.css', import.meta.url),
  'themes/patternfly-5.css': new URL('./themes/patternfly-5.css', import.meta.url),
  'themes/bootstrap-5.css': new URL('./themes/bootstrap-5.css', import.meta.url),
  'themes/material-3.css': new URL('./themes/material-3.css', import.meta.url),
};

/** A change of these starts the console anew, at the address where it is; all others take effect as they are. */
const DECISIVE = ['baseUrl', 'lang', 'label', 'storage', 'assets'];

/** An instance that used more memory than this is let go of with its console: wasm never gives any back. */
const KEPT_MEMORY = 32 * 1024 * 1024;

/** The shadow roots of ours, and the guest in each, if there is one. */
const roots = new WeakMap();

/** An instance of the program, what it asks the guest that has it, and the language that it writes in. */
class Program {
  /** An instance that nobody has, for the next guest. */
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
    return program;
  }

  constructor(module, folder, lang) {
    this.module = module;
    this.lang = lang;
    this.guest = null;
    this.isDead = false;
    // A late answer may still find its way in when the guest has left; there is nobody then.
    const host = {
      base: () => this.guest?.baseUrl ?? '/',
      send: (request) => this.guest?.send(request) ?? Promise.reject(new DOMException('The console is gone.', 'AbortError')),
      sheet: (name) => this.guest?.wear(name.replace('.', '-guest.')) ?? Promise.resolve(),
      here: () => location.pathname + location.search + location.hash,
      storage: () => this.guest?.storage() ?? null,
      lang: () => lang,
      label: () => this.guest?.options.label ?? '',
      isGuest: () => true,
      link: (to, id, path) => this.guest?.link(to, id, path),
      at: (address, title, step) => this.guest?.arrived(address, title, step),
      tell: (name, detail) => this.guest?.tell(name, detail),
      panicked: (place) => {
        this.panic = `panicked at ${place}`;
      },
      stopped: (error) => {
        this.isDead = true;
        this.guest?.break('Tokenscope has stopped', 'stopped', this.panic ?? error);
      },
    };
    this.doors = instance(host, module, folder);
  }

  /** The guest has left; the next may come. */
  leave() {
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

  get baseUrl() {
    return `${(this.options.baseUrl ?? '/').replace(/\/+$/, '')}/`;
  }

  get folder() {
    return folderIn(this.options);
  }

  /** The language, if it is one: nonsense would throw where it is used. */
  get lang() {
    try {
      return Intl.getCanonicalLocales(this.options.lang || [])[0] ?? '';
    } catch {
      return '';
    }
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
    const names = ['tokenscope-guest.css', ...this.later, `themes/${this.options.preset}.css`];
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
    this.requests = new AbortController();
    this.place.setAttribute('aria-busy', 'true');
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
      if (!isLate()) this.place.removeAttribute('aria-busy');
    }
  }

  /** Has it asked who is signed in when somebody comes back. It ends together with the requests. */
  followReturns({ doors }) {
    const options = { passive: true, signal: this.requests.signal };
    document.addEventListener('visibilitychange', () => document.hidden || doors.returned(false), options);
    window.addEventListener('pageshow', ({ persisted }) => persisted && doors.returned(true), options);
  }

  stop() {
    this.started += 1;
    this.requests?.abort();
    this.program?.leave();
    this.program = null;
  }

  async update(changes) {
    if (this.isGone) return;
    const before = { ...this.options };
    Object.assign(this.options, changes);
    this.dress();
    if (this.options.preset !== before.preset) await this.style();
    const led = 'location' in changes || ('kind' in changes && changes.kind !== before.kind);
    if (led) this.address = addressIn('location' in changes ? changes : { kind: changes.kind });
    if (DECISIVE.some((name) => this.options[name] !== before[name])) {
      this.stop();
      await this.start();
    } else if (led) {
      this.navigate(this.address);
    }
  }

  navigate(address) {
    this.address = String(address);
    this.program?.doors.navigate(this.address);
  }

  async unmount() {
    if (this.isGone) return;
    this.isGone = true;
    this.stop();
    this.stopWatchingTexts();
    for (const kind of ['keydown', 'keypress', 'keyup']) this.root.removeEventListener(kind, keepKey);
    roots.set(this.root, null);
    this.root.adoptedStyleSheets = [];
    // A shadow root stays for ever; with a slot in it the element shows again what the host has put into it.
    this.root.replaceChildren(document.createElement('slot'));
  }

  /** There is no console any more, or none came: says so in its place, and to the host. */
  break(heading, name, error) {
    const { program } = this;
    this.program = null;
    if (program) program.guest = null;
    this.requests.abort();
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

  async send(request) {
    const { getToken } = this.options;
    const signal = AbortSignal.any([request.signal, this.requests.signal]);
    // The host's own code never runs inside the program's.
    await undefined;
    if (!getToken) return this.sendAs(null, request, signal);
    try {
      const token = await getToken({ again: false });
      const response = await this.sendAs(token, request, signal);
      if (!token || ![403, 404].includes(response.status) || (await this.isKnown(token, signal))) return response;
      const fresh = await getToken({ again: true });
      return fresh && fresh !== token ? this.sendAs(fresh, request, signal) : response;
    } catch (error) {
      if (signal.aborted || error instanceof TypeError) throw error;
      console.error(error);
      // Without a token from the host nobody is signed in.
      return Response.json({ detail: 'The host gave no token.' }, { status: 403 });
    }
  }

  async sendAs(token, request, signal) {
    const { fetchOptions: { headers: more, method, body, ...others } = {} } = this.options;
    const headers = new Headers(request.headers);
    for (const [name, value] of new Headers(more)) headers.set(name, value);
    if (token) {
      headers.set('Authorization', `Bearer ${token}`);
      // It is for those who come by cookie.
      headers.delete('X-authentik-CSRF');
    }
    const response = await fetch(new Request(request.clone(), { ...others, cache: 'no-store', headers, signal }));
    return Object.assign(response, { byToken: Boolean(token) });
  }

  /** Whether authentik knows whose token it is: its 403 does not say whether that is the reason. */
  async isKnown(token, signal) {
    const init = { headers: { Accept: 'application/json' }, redirect: 'manual' };
    const answer = await this.sendAs(token, new Request(`${this.baseUrl}api/v3/core/users/me/`, init), signal);
    // A page of HTML comes from something in front of authentik, which cannot know.
    const isAuthentiks = answer.headers.has('x-authentik-id') || /json/.test(answer.headers.get('content-type'));
    return answer.status !== 403 || !isAuthentiks;
  }

  storage() {
    try {
      return this.options.storage === false ? null : localStorage;
    } catch {
      return null; // switched off
    }
  }

  link(to, id, path) {
    const href = to === 'console' ? null : this.baseUrl + path;
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

  /** Tells the host, when the program is done with what it is doing: what the host does then may concern it. */
  tell(name, detail) {
    const event = new CustomEvent(`tokenscope:${name}`, { bubbles: true, composed: true, detail });
    queueMicrotask(() => this.isGone || this.element.dispatchEvent(event));
  }
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
  applications.push({ name, element, made, console: await mount(element, props) });
}

function takeApplication({ name, domElement }) {
  const at = applications.findIndex((it) => (domElement ? it.element === domElement : it.name === name));
  return at < 0 ? undefined : applications.splice(at, 1)[0];
}

/** single-spa's: ends what `mount` started with the same props. */
export async function unmount(props = {}) {
  const application = takeApplication(props);
  await application?.console.unmount();
  if (application?.made) application.element.remove();
}

/** single-spa's, for parcels: new options. */
export async function update(props = {}) {
  const { name, domElement } = props;
  const application = applications.find((it) => (domElement ? it.element === domElement : it.name === name));
  await application?.console.update(props);
}
