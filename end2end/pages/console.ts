import { type Locator, type Page, expect } from '@playwright/test';

/** The console as a person finds it: by role and name. */
export class Console {
  readonly table: Locator;
  readonly search: Locator;
  readonly pages: Locator;
  readonly drawer: Locator;
  readonly alert: Locator;

  constructor(readonly page: Page) {
    this.table = page.getByRole('table', { includeHidden: true });
    this.search = page.getByRole('searchbox', { name: 'Search tokens' });
    this.pages = page.getByRole('navigation', { name: 'Pagination' });
    this.drawer = page.getByRole('dialog');
    this.alert = page.getByRole('alert');
  }

  /** Opens an address; resolves once the answer to it is on screen. */
  async open(path = '/access-tokens') {
    await this.page.goto(path);
    await this.settled();
  }

  /** Waits until no answer is awaited. */
  async settled() {
    await expect(this.table).toHaveAttribute('aria-busy', 'false');
  }

  header(name: string): Locator {
    return this.table.getByRole('columnheader', { name: new RegExp(`^${name}`) });
  }

  /** Presses a header and waits for the answer. */
  async sort(name: string) {
    await this.header(name).getByRole('button').click();
    await this.settled();
  }

  /** The link of a token's row. */
  token(pk: number): Locator {
    return this.table.getByRole('link', { name: `Access token ${pk}`, exact: true });
  }

  /** The row of a token. */
  row(pk: number): Locator {
    return this.table.getByRole('row').filter({ has: this.page.getByRole('checkbox', { name: `Select token ${pk}`, exact: true }) });
  }

  /** The numbers of the tokens on screen, in order. */
  async pks(): Promise<number[]> {
    return (await this.table.getByRole('link').allInnerTexts()).map(Number);
  }

  async turn(button: string) {
    await this.pages.getByRole('button', { name: button }).click();
    await this.settled();
  }

  section(name: string): Locator {
    return this.drawer.getByRole('region', { name });
  }
}
