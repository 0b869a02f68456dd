import { join } from 'node:path';
import { type Page, expect } from '@playwright/test';
import { Listening, test as base } from '../fixtures';
import { TokenListPage } from './token_list';

export { axe, expect } from '../fixtures';

/** Something that a console told its host. */
export interface Told {
  event: string;
  [detail: string]: unknown;
}

/** What a page of end2end/guest has for its tests. */
interface InPage {
  host: {
    told: Told[];
    console: { location: string; update(changes: object): Promise<void>; navigate(address: string): void; unmount(): Promise<void> };
    mount(options: object, element?: Element): Promise<unknown>;
  };
}
declare const window: Window & InPage;

/** A page that is not the console's own. */
export class HostPage {
  readonly list: TokenListPage;

  constructor(readonly page: Page) {
    this.list = new TokenListPage(page);
  }

  /** Opens it; as yet without a console. */
  async open(name: 'index' | 'hostile' | 'element' = 'index'): Promise<void> {
    await this.page.goto(`/guest/${name}.html`);
    await this.page.waitForFunction(() => 'host' in window);
  }

  /** Puts a console into it, with options that are no functions. */
  async mount(options: object = {}): Promise<void> {
    await this.page.evaluate((options) => window.host.mount(options).then(() => {}), options);
  }

  async update(changes: object): Promise<void> {
    await this.page.evaluate((changes) => window.host.console.update(changes), changes);
  }

  async navigate(address: string): Promise<void> {
    await this.page.evaluate((address) => window.host.console.navigate(address), address);
  }

  async unmount(): Promise<void> {
    await this.page.evaluate(() => window.host.console.unmount());
  }

  async location(): Promise<string> {
    return this.page.evaluate(() => window.host.console.location);
  }

  /** What the host was told so far. */
  async told(name?: string): Promise<Told[]> {
    const all = await this.page.evaluate(() => window.host.told);
    return name === undefined ? all : all.filter((it) => it.event === name);
  }

  /** Waits until the host is told of it; gives the details. */
  async isTold(name: string, times = 1): Promise<Told> {
    await expect.poll(async () => (await this.told(name)).length).toBeGreaterThanOrEqual(times);
    const [last] = (await this.told(name)).slice(-1);
    return last ?? { event: name };
  }
}

/** `test` with a page of end2end/guest, which the stand-in serves beside the console. */
export const test = base.extend<{ host: HostPage }>({
  host: async ({ page }, use) => use(new HostPage(page)),
  standinProcess: [
    async ({}, use) => {
      const standin = await Listening.start('TOKENSCOPE_STANDIN', ['--also', `/guest/=${join(__dirname, '../guest')}`]);
      await use(standin);
      await standin.stop();
    },
    { scope: 'worker' },
  ],
});
