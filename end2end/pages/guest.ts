import { type Locator, type Page, expect } from '@playwright/test';
import { TokenListPage } from './token_list';

/** A page that shows Tokenscope as a guest. */
export interface Host {
  /** The folder of end2end/portal that it comes from. */
  name: string;
  /** Its address, behind which its own router works. */
  path: string;
  /** The portal's address while the console is at that address; portals that do not show it have none. */
  address?: (console: string) => string;
}

const pushed = (name: string): Host => ({ name, path: `/portal/${name}/`, address: (console) => `/portal/${name}/tokens/${console}` });
const hashed = (name: string): Host => ({ name, path: `/portal/${name}/#/` });

export const HOSTS: Host[] = [
  { ...hashed('plain'), address: (console) => `/portal/plain/#/tokens/${console}` },
  pushed('react'),
  pushed('vue'),
  pushed('single-spa'),
  hashed('twice'),
  hashed('dialog'),
  hashed('right-to-left'),
];

/** A portal, and the console in it. */
export class PortalPage {
  readonly bar: Locator;
  readonly keys: Locator;
  readonly news: Locator;
  readonly list: TokenListPage;
  /** A token that is open; a portal may have dialogs of its own. */
  readonly drawer: Locator;

  constructor(
    readonly page: Page,
    readonly host: Host,
  ) {
    this.bar = page.getByRole('navigation', { name: 'Portal' });
    this.keys = this.bar.getByRole('status', { name: 'Shortcuts used' });
    this.news = this.bar.getByRole('status', { name: 'News' });
    this.list = new TokenListPage(page);
    this.drawer = page.getByRole('dialog', { name: /^(Access|Refresh) token \d+$/ });
  }

  /** Opens its home page, where there is no console yet. */
  async open(): Promise<void> {
    await this.page.goto(this.host.path);
    await this.isHome();
  }

  async isHome(): Promise<void> {
    await expect(this.page.getByRole('heading', { level: 1, name: /^(Welcome|أهلا)$/ })).toBeVisible();
  }

  /** Follows the portal's own link to the page with the console, and waits for rows. */
  async enter(): Promise<void> {
    await this.bar.getByRole('link', { name: 'Tokens' }).click();
    await this.list.hasRows();
  }

  /** Leaves that page as the portal does: a modal dialog is closed, on other pages there is a link. */
  async leave(): Promise<void> {
    if (this.host.name === 'dialog') await this.page.getByRole('button', { name: 'Close the dialog' }).click();
    else await this.bar.getByRole('link', { name: 'Home' }).click();
    await this.isHome();
    await expect(this.list.table).toHaveCount(0);
  }

  /** Waits until the portal's address says where the console is. */
  async isAt(console: RegExp): Promise<void> {
    if (!this.host.address) return;
    const before = this.host.address('').replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    await expect(this.page).toHaveURL(new RegExp(`${before}${console.source}`));
  }
}

/** What a guest may not change in a page that is not its own, one line each. */
export type Surroundings = string[];

/** Counts listeners on window and document from the start of the next page on. */
export async function countListeners(page: Page): Promise<void> {
  await page.addInitScript(() => {
    const counts: Record<string, number> = {};
    Object.defineProperty(window, 'listenerCounts', { value: counts });
    const { addEventListener: add, removeEventListener: remove } = EventTarget.prototype;
    const known = new Map<string, Set<unknown>>();
    const found = (target: EventTarget | undefined, kind: string, options: boolean | AddEventListenerOptions = false) => {
      const place = target === document ? 'document' : target === window || target === undefined ? 'window' : null;
      if (place === null) return undefined;
      const { capture = false, once, signal } = typeof options === 'object' ? options : { capture: options };
      const key = `${place} ${kind}`;
      const all = known.get(`${key} ${capture}`) ?? new Set();
      known.set(`${key} ${capture}`, all);
      const count = (by: number) => (counts[key] = (counts[key] ?? 0) + by);
      return { all, count, capture, once, signal };
    };
    EventTarget.prototype.addEventListener = function (this: EventTarget | undefined, kind, listener, options) {
      const it = listener ? found(this, kind, options) : undefined;
      if (it && !it.all.has(listener)) {
        it.all.add(listener);
        it.count(1);
        const gone = () => it.all.delete(listener) && it.count(-1);
        if (it.once) add.call(this ?? window, kind, gone, { once: true, capture: it.capture });
        if (it.signal) add.call(it.signal, 'abort', gone, { once: true });
      }
      add.call(this ?? window, kind, listener, options);
    };
    EventTarget.prototype.removeEventListener = function (this: EventTarget | undefined, kind, listener, options) {
      const it = listener ? found(this, kind, options as AddEventListenerOptions) : undefined;
      if (it?.all.delete(listener)) it.count(-1);
      remove.call(this ?? window, kind, listener, options);
    };
  });
}

/**
 * The head, the outermost elements, globals, the listeners on window and document since the page began to load, and every
 * computed style of the portal's bar.
 */
export async function surroundings(page: Page): Promise<Surroundings> {
  return page.evaluate(() => {
    const { listenerCounts } = window as unknown as { listenerCounts: Record<string, number> };
    const outermost = [document.documentElement, document.body].map((it) => (it.cloneNode() as Element).outerHTML);
    const listeners = Object.entries(listenerCounts).filter(([, count]) => count > 0);
    const styles = [...document.querySelectorAll('.portal-bar, .portal-bar *')].flatMap((element, at) => {
      const style = getComputedStyle(element);
      // What is outside of a modal dialog is out of reach; that is the portal's own doing.
      const names = [...style].filter((name) => name !== 'interactivity');
      return names.map((name) => `${at} ${element.localName} ${name}: ${style.getPropertyValue(name)}`);
    });
    return [
      document.head.innerHTML,
      ...outermost,
      ...Object.getOwnPropertyNames(window).map((name) => `global ${name}`),
      ...listeners.map(([kind, count]) => `${count} listeners for ${kind}`),
      ...styles,
    ];
  });
}

/** What is in one and not in the other. */
export function difference(before: Surroundings, after: Surroundings): { gone: string[]; came: string[] } {
  const [had, has] = [new Set(before), new Set(after)];
  return { gone: before.filter((line) => !has.has(line)), came: after.filter((line) => !had.has(line)) };
}
