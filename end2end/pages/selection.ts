import { type Locator, type Page, expect } from '@playwright/test';
import { test as base } from './test';
import { TokenListPage } from './token_list';

export { axe, axeInBothThemes, expect, holdBack } from '../fixtures';
export { LIST, type Token, type Locator } from './test';
export { CatalogPage, everything } from './catalog';
export { TokenListPage } from './token_list';

/** What is selected, and what can be done with it. */
export class SelectionPage {
  readonly list: TokenListPage;
  readonly bar: Locator;
  readonly all: Locator;
  readonly show: Locator;
  readonly clear: Locator;
  readonly delete: Locator;

  constructor(readonly page: Page) {
    this.list = new TokenListPage(page);
    this.bar = page.getByRole('group', { name: 'Selection' });
    this.all = page.getByRole('checkbox', { name: 'Select all on this page' });
    this.show = this.bar.getByRole('button', { name: 'Show selected' });
    this.clear = this.bar.getByRole('button', { name: 'Clear selection' });
    this.delete = this.bar.getByRole('button', { name: /^Delete [\d,]+…$/ });
  }

  box(pk: number): Locator {
    return this.page.getByRole('checkbox', { name: `Select token ${pk}`, exact: true });
  }

  row(pk: number): Locator {
    return this.page.getByRole('row').filter({ has: this.box(pk) });
  }

  /** The button in a row that opens its menu. */
  more(pk: number, one = 'access token'): Locator {
    return this.page.getByRole('button', { name: `More for ${one} ${pk}`, exact: true });
  }

  /** An action in the menu of a row, while that is open. */
  action(name: string): Locator {
    return this.page.getByRole('menu', { name: /^More for / }).getByRole('menuitem', { name: new RegExp(`^${name}`) });
  }

  /** Opens the menu of a row, and chooses. */
  async choose(pk: number, name: string): Promise<void> {
    await this.more(pk).click();
    await this.action(name).click();
  }

  /** Opens an address; resolves once rows have their menus, so that the parts of the program for them are there. */
  async open(address = '/access-tokens'): Promise<void> {
    await this.list.open(address);
    await this.isReady();
  }

  /** Resolves once rows have their menus. */
  async isReady(): Promise<void> {
    await expect(this.page.getByRole('button', { name: /^More for (access token|refresh token|authorization code) \d+$/ }).first()).toBeAttached();
  }

  /** The numbers on screen whose boxes are ticked, in order. */
  async ticked(): Promise<number[]> {
    const boxes = this.list.table.getByRole('checkbox', { name: /^Select token \d+$/, checked: true });
    const names = await boxes.evaluateAll((boxes) => boxes.map((box) => box.getAttribute('aria-label') ?? ''));
    return names.map((name) => Number(name.replace('Select token ', '')));
  }

  async has(count: string): Promise<void> {
    await expect(this.bar).toContainText(new RegExp(`^${count} selected`));
  }

  /** What "Copy IDs" gives, in the order given. */
  async numbers(): Promise<number[]> {
    await this.page.context().grantPermissions(['clipboard-read', 'clipboard-write']);
    await this.bar.getByRole('button', { name: 'Copy IDs' }).click();
    await expect(this.page.getByRole('status').filter({ hasText: /^Copied\.$/ })).toHaveCount(1);
    const text = await this.page.evaluate(() => navigator.clipboard.readText());
    return text.split('\n').map(Number);
  }
}

/** `test` with the selection on its page. */
export const test = base.extend<{ selection: SelectionPage }>({
  selection: async ({ page }, use) => use(new SelectionPage(page)),
});
