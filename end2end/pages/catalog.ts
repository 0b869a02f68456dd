import { readFile } from 'node:fs/promises';
import { type Locator, type Page, expect } from '@playwright/test';
import type { Seen, Standin } from '../fixtures';
import { type Authentik, LIST, type Token } from './authentik';
import { test as base } from './test';
import { TokenListPage } from './token_list';

export { axe, axeInBothThemes, expect, holdBack } from '../fixtures';
export { LIST, type Token } from './authentik';
export { type Column, TokenListPage } from './token_list';

export type FacetName = 'Status' | 'Provider' | 'Scope' | 'User type' | 'Active user' | 'Severity' | 'Finding';
export type Count = 'Total' | 'Live' | 'Expiring within a day' | 'Never expiring' | 'High findings';

const MINUTE = 60_000;
const DAY = 24 * 60 * MINUTE;

/** What is there to load all tokens, to choose among them and to take them along. */
export class CatalogPage {
  readonly list: TokenListPage;
  readonly readAll: Locator;
  /** "Load all tokens?" */
  readonly question: Locator;
  readonly progress: Locator;
  /** How far reading is, or what was read. */
  readonly state: Locator;
  readonly facets: Locator;
  readonly overview: Locator;
  readonly timeline: Locator;
  readonly bars: Locator;

  constructor(readonly page: Page) {
    this.list = new TokenListPage(page);
    this.readAll = page.getByRole('button', { name: 'Load all tokens', exact: true });
    this.question = page.getByRole('group', { name: 'Load all tokens?' });
    this.progress = page.getByRole('progressbar', { name: 'Loading all tokens' });
    this.state = page.getByRole('region', { name: 'Catalog' });
    this.facets = page.getByRole('group', { name: 'Facets' });
    this.overview = page.getByRole('navigation', { name: 'Overview' });
    this.timeline = page.getByRole('region', { name: 'Timeline' });
    this.bars = this.timeline.getByRole('list', { name: /^Tokens by when they expire/ }).getByRole('button');
  }

  /** Goes to an address and has all tokens loaded, of which there are few enough not to be asked. */
  async open(address = '/access-tokens'): Promise<void> {
    await this.page.goto(address);
    // An address that asks for everything has it read by itself.
    const first = this.readAll.or(this.state);
    await expect(first.first()).toBeVisible();
    if (await this.readAll.isVisible()) {
      await expect(this.list.pagination).toContainText(/\d of \d/);
      if (await this.readAll.isVisible()) await this.readAll.click();
    }
    await this.isRead();
  }

  /** Resolves once everything was read. */
  async isRead(): Promise<void> {
    await expect(this.state).toContainText(/^All [\d,]+ .*tokens loaded at/, { timeout: 15_000 });
  }

  /** A button of the reading: what stands beside the progress bar. */
  tool(name: 'Pause' | 'Resume' | 'Cancel'): Locator {
    return this.state.getByRole('button', { name, exact: true });
  }

  /** How many match, as the pages count them. */
  async matches(count: number): Promise<void> {
    await expect(this.list.pagination).toContainText(new RegExp(`of ${grouped(count)}(\\D|$)`));
  }

  /** The panel of a facet, once it is open. */
  facet(name: FacetName): Locator {
    return this.facets.getByRole('group', { name, exact: true });
  }

  /** The button that a facet is behind. */
  facetHandle(name: FacetName): Locator {
    const button = { 'User type': 'User', 'Active user': 'User', Severity: 'Findings', Finding: 'Findings' }[name as string] ?? name;
    return this.facets.locator('summary', { hasText: new RegExp(`^${button}\\b`) });
  }

  /** Where there is little room, what there is to choose from stands behind a button. */
  private async unfold(): Promise<void> {
    const filters = this.page.getByRole('button', { name: /^Filters/, expanded: false });
    if (await filters.isVisible()) await filters.click();
  }

  async openFacet(name: FacetName): Promise<void> {
    await this.unfold();
    if (!(await this.facet(name).isVisible())) await this.facetHandle(name).click();
    // It is counted once the browser has told that the menu is open.
    const facet = this.facet(name);
    const instead = this.facets.getByText(/^(No token matches|Counts appear)/);
    await expect(facet.getByRole('checkbox').or(instead).filter({ visible: true }).first()).toBeVisible();
  }

  /** A value of an open facet, with its count. */
  value(facet: FacetName, value: string): Locator {
    return this.facet(facet).getByRole('checkbox', { name: new RegExp(`^${escaped(value)}, [\\d,]+ tokens?$`) });
  }

  /** What an open facet counts, by the names of its values. */
  async counts(facet: FacetName): Promise<Record<string, number>> {
    const boxes = await this.facet(facet).getByRole('checkbox').all();
    const names = await Promise.all(boxes.map((box) => box.getAttribute('aria-label')));
    const counted = names.map((name) => /^(.*), ([\d,]+) tokens?$/su.exec(name ?? ''));
    return Object.fromEntries(counted.map((found) => [found?.[1] ?? '', Number((found?.[2] ?? '').replaceAll(',', ''))]));
  }

  count(name: Count): Locator {
    return this.overview.getByRole('link', { name: new RegExp(`^${name} `) });
  }

  async openTimeline(): Promise<void> {
    await this.unfold();
    await this.page.getByRole('button', { name: 'Timeline', exact: true }).click();
    await expect(this.bars.first()).toBeVisible();
  }

  /** How much time the open timeline shows. */
  range(name: '24 h' | '7 d' | '30 d' | '1 y' | 'All'): Locator {
    return this.timeline.getByRole('group', { name: 'Time shown' }).getByRole('radio', { name, exact: true });
  }

  /** What clears the time range that is chosen. */
  get span(): Locator {
    return this.list.filters.getByRole('button', { name: /^Remove filter Expires: / });
  }

  /** The menu of what can be exported. */
  async openExport(): Promise<void> {
    await this.page.locator('summary', { hasText: 'Export' }).click();
    await expect(this.page.getByRole('group', { name: 'Format' })).toBeVisible();
  }

  /** Chooses a format in the open menu. */
  async format(name: 'CSV' | 'JSON'): Promise<void> {
    await this.page.getByRole('radio', { name, exact: true }).check();
  }

  /** Which rows the open menu has saved. */
  rows(name: 'On this page' | 'Selected' | 'Matching'): Locator {
    return this.page.getByRole('group', { name: 'Rows' }).getByRole('radio', { name: new RegExp(`^${name}`) });
  }

  /** Saves what is chosen in the open menu; gives the file's name and its text. */
  async save(): Promise<{ name: string; text: string }> {
    const coming = this.page.waitForEvent('download');
    await this.page.getByRole('button', { name: 'Download', exact: true }).click();
    const download = await coming;
    return { name: download.suggestedFilename(), text: await readFile(await download.path(), 'utf8') };
  }

  /** Turns the wheel over the table; resolves once the page has taken notice, which it does with a frame. */
  async scroll(by: number): Promise<void> {
    await this.list.table.hover();
    await this.page.mouse.wheel(0, by);
    await this.page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  }

  /** The numbers of all tokens that match, in the order on screen, whether they are in sight or not. */
  async pks(): Promise<number[]> {
    await this.openExport();
    await this.format('JSON');
    const { text } = await this.save();
    await this.page.keyboard.press('Escape');
    return (JSON.parse(text) as { tokens: { pk: number }[] }).tokens.map(({ pk }) => pk);
  }

  /** Searches as one types, and waits until the address says so. */
  async search(text: string): Promise<void> {
    await this.list.search.fill(text);
    await expect.poll(() => this.list.params()['search'] ?? '').toBe(text.trim());
  }
}

/** "10,000". */
export function grouped(count: number): string {
  return count.toLocaleString('en-US');
}

function escaped(text: string): string {
  return text.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
}

/** The requests by which a set is read: not those of the list on screen. */
export function readingRequests(seen: Seen[]): Seen[] {
  return seen.filter(({ path, query }) => path === LIST && new URLSearchParams(query).get('ordering') === 'pk');
}

/** How many of these requests were under way at the same time, at most. */
export function mostAtOnce(seen: Seen[]): number {
  const underWay = ({ at_ms }: Seen) => seen.filter((other) => other.at_ms <= at_ms && at_ms < other.at_ms + (other.took_ms ?? 0));
  return Math.max(0, ...seen.map((one) => underWay(one).length));
}

/** All tokens, by number, as authentik has them now. */
export async function everything(authentik: Authentik): Promise<Token[]> {
  const ask = (page: number) => authentik.tokens(`ordering=pk&page_size=100&include_groups=false&include_roles=false&page=${page}`);
  const first = await ask(1);
  const others = Array.from({ length: first.pagination.total_pages - 1 }, (_, at) => ask(at + 2));
  return [first, ...(await Promise.all(others))].flatMap(({ results }) => results);
}

/**
 * All tokens of a set that does not change by itself while a test looks at it: those that are about to expire, or about
 * to expire within a day, are deleted.
 */
export async function settled(standin: Standin, authentik: Authentik): Promise<Token[]> {
  const all = await everything(authentik);
  const now = Date.now();
  const isRestless = ({ expires }: Token) => {
    const left = expires === null ? Infinity : Date.parse(expires) - now;
    return [0, DAY, 7 * DAY].some((limit) => Math.abs(left - limit) < 2 * MINUTE);
  };
  const restless = all.filter(isRestless).map(({ pk }) => pk);
  if (restless.length > 0) await standin.change({ action: 'delete', pks: restless });
  await standin.forgetRequests();
  return all.filter((token) => !isRestless(token));
}

/** The status of a token, as the page has to call it. */
export function status({ revoked, is_expired, expires }: Token, now = Date.now()): string {
  if (revoked) return 'Revoked';
  if (is_expired) return 'Expired';
  if (expires === null) return 'Never expires';
  if (isNotApplied({ is_expired, expires }, now)) return 'Never expires';
  return Date.parse(expires) <= now ? 'Expired' : 'Active';
}

/** Whether its end has passed and authentik does not apply it: by its own word, which is worked out for each answer. */
export function isNotApplied({ is_expired, expires }: Pick<Token, 'is_expired' | 'expires'>, now = Date.now()): boolean {
  return !is_expired && expires !== null && Date.parse(expires) < now - MINUTE;
}

/** How many there are of each. */
export function tally<T>(items: T[], names: (item: T) => string[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const name of items.flatMap((item) => [...new Set(names(item))])) counts[name] = (counts[name] ?? 0) + 1;
  return counts;
}

/** The numbers of the newest tokens that fit, as the first page of so many rows shows them. */
export function newest(tokens: Token[], fits: (token: Token) => boolean, rows = 20): number[] {
  const found = tokens.filter(fits).map(({ pk }) => pk);
  return found.sort((one, other) => other - one).slice(0, rows);
}

/** `test` with the catalog on its page. */
export const test = base.extend<{ catalog: CatalogPage }>({
  catalog: async ({ page }, use) => use(new CatalogPage(page)),
});
