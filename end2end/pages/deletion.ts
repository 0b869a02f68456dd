import { readFileSync } from 'node:fs';
import { type Locator, type Page, expect } from '@playwright/test';
import type { Seen, Standin } from '../fixtures';
import { test as base } from './test';

export { LIST, type Locator, type Token, axe, axeInBothThemes, expect } from './test';
export type { Standin } from './test';

/** What became of a token, as the receipt calls it. */
export type Result = 'Deleted' | 'Already gone' | 'Refused' | 'Failed' | 'Not tried';

/** The dialog that asks, the run, and the receipt. */
export class DeletionPage {
  /** The dialog, whatever it shows. */
  readonly dialog: Locator;
  readonly progress: Locator;
  readonly receipt: Locator;
  readonly lines: Locator;
  /** What is left on the page while the dialog is put aside. */
  readonly band: Locator;

  constructor(readonly page: Page) {
    this.dialog = page.getByRole('dialog', { name: /^(Delete|Deleting|Paused|Interrupted|Stopping|Receipt)\b/ });
    this.progress = page.getByRole('progressbar', { name: 'Deleting tokens' });
    this.receipt = page.getByRole('table', { name: 'Receipt' });
    this.lines = this.receipt.getByRole('row').filter({ has: page.getByRole('cell') });
    this.band = page.getByRole('region', { name: 'Deleting' });
  }

  /** The dialog by its name: "Delete access token", "Receipt: 12 access tokens". */
  named(name: string | RegExp): Locator {
    return this.page.getByRole('dialog', { name, exact: true });
  }

  button(name: string | RegExp): Locator {
    return this.dialog.getByRole('button', { name, exact: true });
  }

  /** The button that deletes. */
  get confirm(): Locator {
    return this.dialog.getByRole('button', { name: /^Delete / });
  }

  /** Ticks these in the table, and asks to delete them. */
  async choose(pks: number[]): Promise<void> {
    for (const pk of pks) await this.page.getByRole('checkbox', { name: `Select token ${pk}`, exact: true }).check();
    await this.page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: /^Delete/ }).click();
  }

  /** Presses it, and types the number before where that is asked for. */
  async go(count?: number): Promise<void> {
    if (count !== undefined && count >= 50) await this.dialog.getByRole('textbox').fill(String(count));
    await this.confirm.click();
  }

  /** Resolves once every token has its result. */
  async finished(timeout = 20_000): Promise<void> {
    await expect(this.named(/^Receipt: /)).toBeVisible({ timeout });
  }

  /** A line of the receipt. */
  line(name: string): Locator {
    return this.receipt.getByRole('row').filter({ has: this.page.getByRole('rowheader', { name, exact: true }) });
  }

  /** How many of each result the receipt counts. */
  async counts(): Promise<Partial<Record<Result, number>>> {
    const [, total = ''] = /^(.*) · started at/.exec(await this.dialog.getByText(/ · started at /).innerText()) ?? [];
    const parts = total.split(', ').map((part) => /^([\d,]+) (.)(.*)$/.exec(part) ?? []);
    const counts = parts.map(([, count = '', first = '', rest = '']) => {
      return [first.toUpperCase() + rest, Number(count.replaceAll(',', ''))];
    });
    return Object.fromEntries(counts) as Partial<Record<Result, number>>;
  }

  /** Saves the receipt; gives the file. */
  async save(format: 'CSV' | 'JSON'): Promise<{ name: string; text: string }> {
    const [download] = await Promise.all([
      this.page.waitForEvent('download'),
      this.button(`Download ${format}`).click(),
    ]);
    return { name: download.suggestedFilename(), text: readFileSync(await download.path(), 'utf8') };
  }
}

/** The DELETEs that the stand-in saw, by the number of the token. */
export async function deletes(standin: Standin): Promise<Map<number, Seen[]>> {
  const seen = (await standin.requests('/api/v3/oauth2/')).filter(({ method }) => method === 'DELETE');
  const by = new Map<number, Seen[]>();
  for (const request of seen) {
    const pk = Number(/\/(\d+)\/$/.exec(request.path)?.[1]);
    by.set(pk, [...(by.get(pk) ?? []), request]);
  }
  return by;
}

/**
 * Whether a browser asked again by itself after a connection broke on which the token was deleted: it finds the token gone,
 * which is all that the page is told.
 */
export function wasRepeated(requests: Seen[]): boolean {
  const last = requests.at(-1);
  return requests.some(({ faults }) => faults.includes('drop-after')) && last?.method === 'DELETE' && last.status === 404;
}

/** `test` with the dialog that ends tokens. */
export const test = base.extend<{ deletion: DeletionPage }>({
  deletion: async ({ page }, use) => use(new DeletionPage(page)),
});
