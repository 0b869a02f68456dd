// The custom element <token-scope>. tokenscope.d.ts says what its attributes and properties are for.

import { mount } from './tokenscope.js';

/** Attributes, and the properties and options that they stand for. */
const TEXTS = { 'base-url': 'baseUrl', kind: 'kind', theme: 'theme', preset: 'preset', lang: 'lang', label: 'label', assets: 'assets' };
const VALUES = ['getToken', 'fetchOptions', 'linkTo'];

class TokenScope extends HTMLElement {
  static observedAttributes = [...Object.keys(TEXTS), 'location', 'no-storage'];

  #values = {};
  #console = null;
  #changes = null;

  connectedCallback() {
    // What was set before this script was there hides what the class has for it.
    for (const name of [...VALUES, ...Object.values(TEXTS), 'location', 'noStorage']) {
      if (!Object.hasOwn(this, name)) continue;
      const value = this[name];
      delete this[name];
      this[name] = value;
    }
    if (this.#console) return; // it was only moved
    this.#changes = null;
    this.#console = mount(this, this.#options());
  }

  disconnectedCallback() {
    // An element that is moved is taken out and put back at once; the console stays as it is.
    queueMicrotask(async () => {
      if (this.isConnected || !this.#console) return;
      const console = this.#console;
      this.#console = null;
      await (await console).unmount();
    });
  }

  attributeChangedCallback(name, before, value) {
    if (before === value) return;
    if (name === 'location') this.#change({ location: value ?? '' });
    else if (name === 'no-storage') this.#change({ storage: value === null });
    else this.#change({ [TEXTS[name]]: value ?? undefined });
  }

  /** Leads the console to another address. */
  async navigate(address) {
    (await this.#console)?.navigate(address);
  }

  #options() {
    const texts = Object.entries(TEXTS).map(([attribute, option]) => [option, this.getAttribute(attribute) ?? undefined]);
    const location = this.getAttribute('location') ?? undefined;
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

if (!customElements.get('token-scope')) customElements.define('token-scope', TokenScope);

export { TokenScope };
