import { type Locator, type Page, expect } from '@playwright/test';
import { CatalogPage } from './catalog';
import { test as base } from './test';

export { axe, axeInBothThemes, expect } from '../fixtures';
export { type Token, grouped, settled, status, tally } from './catalog';

export type By = 'User' | 'Provider' | 'Scope' | 'Status';

/** Groups of tokens, in place of the rows. */
export class GroupsPage {
  readonly catalog: CatalogPage;
  readonly table: Locator;
  readonly rows: Locator;

  constructor(readonly page: Page) {
    this.catalog = new CatalogPage(page);
    this.table = page.getByRole('table', { name: /^Access tokens by / });
    this.rows = this.table.getByRole('row').filter({ has: page.getByRole('rowheader') });
  }

  /** Chooses in the menu of the toolbar. */
  async by(by: By | 'Nothing'): Promise<void> {
    const handle = this.page.locator('summary', { hasText: /^Group by/ });
    const filters = this.page.getByRole('button', { name: /^Filters/, expanded: false });
    if (await filters.isVisible()) await filters.click();
    await handle.click();
    await this.page.getByRole('group', { name: 'Group by' }).getByRole('radio', { name: by, exact: true }).check();
    await this.page.keyboard.press('Escape');
    if (by === 'Nothing') await expect(this.table).toHaveCount(0);
    else await expect(this.table).toHaveAccessibleName(new RegExp(`^Access tokens by ${by.toLowerCase()}`));
  }

  /** The row of a group, by the name that its link has. */
  row(name: string): Locator {
    return this.rows.filter({ has: this.link(name) });
  }

  link(name: string): Locator {
    return this.page.getByRole('rowheader').getByRole('link', { name, exact: true });
  }

  select(name: string): Locator {
    return this.row(name).getByRole('button', { name: /^Select these / });
  }

  header(name: string): Locator {
    return this.table.getByRole('columnheader', { name });
  }

  /** The numbers of tokens on the page, by the names of the groups. */
  async counts(): Promise<Record<string, number>> {
    const rows = await this.rows.all();
    const one = async (row: Locator) => {
      const name = await row.getByRole('link').textContent();
      const count = await row.getByRole('cell').first().textContent();
      return [name?.trim() ?? '', Number((count ?? '').replaceAll(',', ''))] as const;
    };
    return Object.fromEntries(await Promise.all(rows.map(one)));
  }

  /** What a column of the page says, from the top down. */
  async column(at: number): Promise<string[]> {
    const texts = await Promise.all((await this.rows.all()).map((row) => row.getByRole('cell').nth(at).textContent()));
    return texts.map((text) => text?.trim() ?? '');
  }
}

/** `test` with groups on its page. */
export const test = base.extend<{ groups: GroupsPage }>({
  groups: async ({ page }, use) => use(new GroupsPage(page)),
});
