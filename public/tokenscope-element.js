// The custom element <token-scope>. tokenscope.d.ts says what its attributes and properties are for.

import { mount } from './tokenscope.js';

/** Attributes, and the properties and options that they stand for. */
const TEXTS = { 'base-url': 'baseUrl', kind: 'kind', theme: 'theme', preset: 'preset', lang: 'lang', label: 'label', assets: 'assets' };
const VALUES = ['getToken', 'fetchOptions', 'linkTo'];

/** So many milliseconds a console with a receipt is kept for, when its element is taken out. */
const RECEIPT = 600_000;

/** A server that renders pages has no elements, but must still be able to import this. */
const Base = globalThis.HTMLElement ?? class {};

class TokenScope extends Base {
  static observedAttributes = [...Object.keys(TEXTS), 'location', 'no-storage'];

  #values = {};
  #console = null;
  #changes = null;
  /** The address that it had when it was taken out. */
  #left = null;
  #timer = 0;

  connectedCallback() {
    // What was set before this script was there hides what the class has for it.
    for (const name of [...VALUES, ...Object.values(TEXTS), 'location', 'noStorage']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    clearTimeout(this.#timer);
    if (this.#console) {
      // It was only moved. Dialogs that were modal are so no more.
      for (const dialog of this.shadowRoot?.querySelectorAll('dialog.deletion-dialog[open]:not(:modal)') ?? []) {
        dialog.open = false;
        dialog.showModal();
      }
      return;
    }
    this.#changes = null;
    this.#console = mount(this, this.#options());
  }

  disconnectedCallback() {
    // An element that is moved is taken out and put back at once; the console stays as it is. So does one that was put
    // back before it had started, or before what it was deleting had come to its end.
    queueMicrotask(async () => {
      const console = this.#console;
      const isBack = () => this.isConnected || console !== this.#console;
      if (isBack() || !console) return;
      const there = await console.catch(() => null);
      if (isBack()) return;
      const hasReceipt = await there?.windUp();
      if (isBack()) return;
      const end = () => {
        if (isBack()) return;
        this.#console = null;
        this.#left = there?.location ?? null;
        return there?.unmount();
      };
      clearTimeout(this.#timer);
      if (hasReceipt) this.#timer = setTimeout(end, RECEIPT);
      else await end();
    });
  }

  attributeChangedCallback(name, before, value) {
    // Setting the address while the element is removed counts, even if the attribute had that value before.
    if (name === 'location' || name === 'kind') this.#left = null;
    if (before === value) return;
    if (name === 'location') this.#change({ location: value ?? '' });
    else if (name === 'no-storage') this.#change({ storage: value === null });
    else this.#change({ [TEXTS[name]]: value ?? undefined });
  }

  /** Leads the console to another address. */
  async navigate(address) {
    if (this.#console) (await this.#console).navigate(address);
    else this.#left = String(address);
  }

  #options() {
    const texts = Object.entries(TEXTS).map(([attribute, option]) => [option, this.getAttribute(attribute) ?? undefined]);
    const location = this.#left ?? this.getAttribute('location') ?? undefined;
    return { ...Object.fromEntries(texts), ...this.#values, location, storage: !this.hasAttribute('no-storage') };
  }

  /** Several changes at once are one. */
  #change(changes) {
    if (!this.#console) return;
    if (this.#changes) {
      Object.assign(this.#changes, changes);
      return;
    }
    this.#changes = changes;
    queueMicrotask(async () => {
      const all = this.#changes;
      this.#changes = null;
      if (all) await (await this.#console)?.update(all);
    });
  }

  #value(name, value) {
    this.#values[name] = value;
    this.#change({ [name]: value });
  }

  static {
    for (const name of VALUES) {
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get() {
          return this.#values[name];
        },
        set(value) {
          this.#value(name, value);
        },
      });
    }
    for (const [attribute, name] of Object.entries({ ...TEXTS, location: 'location' })) {
      if (name === 'lang') continue; // every element has it
      Object.defineProperty(this.prototype, name, {
        configurable: true,
        enumerable: true,
        get() {
          return this.getAttribute(attribute) ?? '';
        },
        set(value) {
          if (value == null) this.removeAttribute(attribute);
          else this.setAttribute(attribute, value);
        },
      });
    }
    Object.defineProperty(this.prototype, 'noStorage', {
      configurable: true,
      enumerable: true,
      get() {
        return this.hasAttribute('no-storage');
      },
      set(value) {
        this.toggleAttribute('no-storage', Boolean(value));
      },
    });
  }
}

if (globalThis.customElements && !customElements.get('token-scope')) customElements.define('token-scope', TokenScope);

export { TokenScope };
