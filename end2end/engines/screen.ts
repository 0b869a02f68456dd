import { setTimeout as pause } from 'node:timers/promises';
import { type Query, inPage } from './in_page';

/** What a browser is asked for; everything else is made of this, so that all of them are asked the same. */
export interface Browser {
  /** Opens an address; what goes wrong there from then on can be asked for. */
  open(address: string): Promise<void>;
  /** The value of an expression in the page, which is as JSON can say it. */
  evaluate(expression: string): Promise<unknown>;
  /** Clicks there, with Shift held or not. */
  click(x: number, y: number, shift: boolean): Promise<void>;
  /** Presses these one after the other: a character, or the name of a key. */
  press(keys: string[], shift: boolean): Promise<void>;
  /** What the browser itself tells of errors and violations, where it does. */
  problems(): string[];
  close(): Promise<void>;
}

/** Longer than anything takes on the slowest machine, so it only runs out when something is broken. */
const PATIENCE = 90_000;

interface Found {
  text: string;
  checked: boolean;
  focused: boolean;
  busy: boolean;
  sort: string | null;
  value: string;
}

/** A page as people find their way in it: by role and name. */
export class Screen {
  constructor(
    private readonly browser: Browser,
    private readonly base: string,
  ) {}

  /** Opens a path of the stand-in's; resolves once the document is there. */
  async open(path: string): Promise<void> {
    await this.browser.open(this.base + path);
    await this.until(`${path} is there`, () => this.evaluate("document.readyState !== 'loading' && location.href !== 'about:blank'"));
    await this.until('it is watched', () => this.ask('watch'));
  }

  /** Waits until it is so, and gives what was so. */
  async until<T>(what: string, holds: () => Promise<T>): Promise<NonNullable<T>> {
    const began = Date.now();
    let last: unknown;
    for (;;) {
      try {
        const found = await holds();
        if (found) return found;
        last = undefined;
      } catch (error) {
        // A page that is on its way to another cannot be asked.
        last = error;
      }
      if (Date.now() - began > PATIENCE) {
        const seen = await this.evaluate("document.body?.innerText.replaceAll(/\\s+/gu, ' ').slice(0, 700)").catch(String);
        throw new Error(`never came about: ${what}\n${last ?? ''}\nThe page says: ${seen}`);
      }
      await pause(100);
    }
  }

  /** What there is of that role and name, whole or as a pattern says. */
  async all(role: Query['role'], name: string | RegExp): Promise<Found[]> {
    return (await this.ask('all', query(role, name))) as Found[];
  }

  /** Waits until there is one for which this holds. */
  async sees(role: Query['role'], name: string | RegExp, holds: (found: Found) => boolean = () => true): Promise<Found> {
    return this.until(`${role} ${name}`, async () => (await this.all(role, name)).find(holds));
  }

  async seesNo(role: Query['role'], name: string | RegExp): Promise<void> {
    await this.until(`no ${role} ${name}`, async () => (await this.all(role, name)).length === 0);
  }

  /** Clicks it, once it stands still and nothing is before it. */
  async click(role: Query['role'], name: string | RegExp, shift = false): Promise<void> {
    let before = '';
    const [x, y] = await this.until(`${role} ${name} can be clicked`, async () => {
      const at = (await this.ask('place', query(role, name))) as [number, number] | null;
      const still = at !== null && before === String(at);
      before = String(at);
      return still ? at : null;
    });
    await this.browser.click(x, y, shift);
  }

  /** Holds a key down for so many presses, faster than any hand: drivers press what is held only once. */
  async hold(key: string, times: number): Promise<void> {
    await this.evaluate(`(${inPage})().hold(${JSON.stringify(key)}, ${times})`);
  }

  /** Gives it the focus. */
  async focus(role: Query['role'], name: string | RegExp): Promise<void> {
    await this.until(`${role} ${name} takes the focus`, () => this.ask('focus', query(role, name)));
  }

  /** Waits until nothing has the focus but the page. */
  async blurs(): Promise<void> {
    await this.until('the page has the focus', () => this.evaluate('document.activeElement?.blur(), document.activeElement === document.body'));
  }

  async press(...keys: string[]): Promise<void> {
    await this.browser.press(keys, false);
  }

  async pressWithShift(key: string): Promise<void> {
    await this.browser.press([key], true);
  }

  /** The path and the query. */
  async address(): Promise<string> {
    return (await this.evaluate('location.pathname + location.search')) as string;
  }

  /** Whatever the page did that no page may do. */
  async problems(): Promise<string[]> {
    return [...this.browser.problems(), ...((await this.ask('problems')) as string[])];
  }

  async evaluate(expression: string): Promise<unknown> {
    return this.browser.evaluate(expression);
  }

  private async ask(what: keyof ReturnType<typeof inPage>, query?: Query): Promise<unknown> {
    return this.evaluate(`(${inPage})()[${JSON.stringify(what)}](${query ? JSON.stringify(query) : ''})`);
  }
}

function query(role: Query['role'], name: string | RegExp): Query {
  return typeof name === 'string' ? { role, name } : { role, pattern: name.source };
}
