import { type Locator, type Page, expect } from '@playwright/test';
import { DrawerPage } from './drawer';

/** The kinds of token: the name of the table and of the tab, and what one of them is called. */
export type Kind = 'Access tokens' | 'Refresh tokens' | 'Authorization codes';

/** The columns, in order; the first cell of a row holds its box. */
export const COLUMNS = ['Token', 'User', 'Provider', 'Scopes', 'Status', 'Findings', 'Expires', 'Issued'] as const;
export type Column = (typeof COLUMNS)[number];

/** The list of tokens, found the way people find it. */
export class TokenListPage {
  readonly table: Locator;
  readonly links: Locator;
  readonly search: Locator;
  readonly suggestions: Locator;
  readonly filters: Locator;
  readonly pagination: Locator;
  readonly pageField: Locator;
  readonly rowsPerPage: Locator;
  readonly refresh: Locator;
  readonly alerts: Locator;
  readonly drawer: DrawerPage;

  constructor(
    readonly page: Page,
    readonly kind: Kind = 'Access tokens',
  ) {
    this.table = page.getByRole('table', { name: kind });
    this.links = this.table.getByRole('link', { name: new RegExp(`^${kind.slice(0, -1)} \\d+$`) });
    this.search = page.getByRole('combobox', { name: 'Search tokens' });
    this.suggestions = page.getByRole('listbox', { name: 'Suggestions' });
    this.filters = page.getByRole('group', { name: 'Filters' });
    this.pagination = page.getByRole('navigation', { name: 'Pagination' });
    this.pageField = this.pagination.getByRole('textbox', { name: 'Page' });
    this.rowsPerPage = this.pagination.getByRole('combobox', { name: 'Rows per page' });
    this.refresh = page.getByRole('button', { name: 'Refresh', exact: true });
    this.alerts = page.getByRole('alert');
    this.drawer = new DrawerPage(page, kind.slice(0, -1));
  }

  /** Goes to an address of the console and waits for rows. */
  async open(address = '/access-tokens'): Promise<void> {
    await this.page.goto(address);
    await this.hasRows();
  }

  /** Resolves once rows stand there that answer the question on screen. */
  async hasRows(): Promise<void> {
    // Not an assertion, which would take down the whole page each time that the rows are not there yet.
    await this.links.first().waitFor();
    await this.settled();
  }

  /** Resolves once no answer is awaited, whether there are rows or not. */
  async settled(): Promise<void> {
    await expect(this.table).toHaveAttribute('aria-busy', 'false');
  }

  /** The numbers of the tokens on screen, in order. */
  async pks(): Promise<number[]> {
    return (await this.links.allTextContents()).map(Number);
  }

  /** What is marked as found; marks have no role to find them by. */
  async marks(): Promise<string[]> {
    return this.table.locator('mark').allTextContents();
  }

  row(pk: number): Locator {
    return this.table.getByRole('row').filter({ has: this.link(pk) });
  }

  link(pk: number): Locator {
    return this.page.getByRole('link', { name: `${this.kind.slice(0, -1)} ${pk}`, exact: true });
  }

  /** A cell; while no column is hidden. The first says which row it is; the box stands before it. */
  cell(pk: number, column: Column): Locator {
    if (column === 'Token') return this.row(pk).getByRole('rowheader');
    return this.row(pk).getByRole('cell').nth(COLUMNS.indexOf(column));
  }

  header(column: Column): Locator {
    const button = this.page.getByRole('button', { name: new RegExp(`^${column}\\b`) });
    return this.table.getByRole('columnheader').filter({ has: button });
  }

  headerButton(column: Column): Locator {
    return this.header(column).getByRole('button');
  }

  /** The range on screen: "41–60 of 9,995". */
  async showsRange(range: string): Promise<void> {
    await expect(this.pagination).toContainText(new RegExp(`(^|\\D)${range.replace('.', '\\.')}(\\D|$)`));
  }

  step(name: 'First' | 'Previous' | 'Next' | 'Last'): Locator {
    return this.pagination.getByRole('button', { name: `${name} page`, exact: true });
  }

  async goToPage(page: string): Promise<void> {
    await this.pageField.fill(page);
    await this.pageField.press('Enter');
  }

  chip(label: 'User' | 'Provider', value: string): Locator {
    return this.filters.getByRole('button', { name: `Remove filter ${label}: ${value}`, exact: true });
  }

  option(name: string | RegExp): Locator {
    return this.suggestions.getByRole('option', { name });
  }

  tab(kind: Kind): Locator {
    return this.page.getByRole('navigation', { name: 'Kinds of tokens' }).getByRole('link', { name: kind });
  }

  /** The tab of a kind, with how many there are; none: it does not say. */
  tabWith(kind: Kind, count?: number): Locator {
    const name = count === undefined ? kind : `${kind}, ${count.toLocaleString('en-US')}`;
    return this.page.getByRole('navigation', { name: 'Kinds of tokens' }).getByRole('link', { name, exact: true });
  }

  /** A menu of the page: its handle, and the panel behind it. */
  menu(name: 'Columns' | 'Theme' | 'Views'): Locator {
    return this.page.getByRole('group').filter({ has: this.page.getByText(name, { exact: true }) }).first();
  }

  async openMenu(name: 'Columns' | 'Theme' | 'Views'): Promise<void> {
    await this.page.locator('summary', { hasText: name }).first().click();
  }

  /** The parameters of the address. */
  params(): Record<string, string> {
    return Object.fromEntries(new URL(this.page.url()).searchParams);
  }
}
