import type { Page } from '@playwright/test';
import { type Locator, TokenListPage, axe, axeInBothThemes, expect, holdBack, test } from '../pages/test';
import { test as withCatalog } from '../pages/catalog';

const PHONE = { width: 390, height: 844 };

/** The extra columns, and where authentik has what they say. */
const EXTRAS = ['Email', 'User type', 'Application', 'Client ID', 'Issuer', 'jti'] as const;

/** The columns on screen, in order, without those of the boxes and of the menus. */
function headers(list: TokenListPage): Locator {
  return list.table.getByRole('columnheader').filter({ hasNot: list.page.getByRole('checkbox'), hasNotText: 'Actions' });
}

async function names(list: TokenListPage): Promise<string[]> {
  return headers(list).evaluateAll((all) => all.map((one) => one.getAttribute('aria-label') ?? ''));
}

function choice(page: Page, name: string): Locator {
  return page.getByRole('checkbox', { name, exact: true });
}

/** The cell of a token below a header. */
async function cell(list: TokenListPage, pk: number, column: string): Promise<Locator> {
  const at = (await names(list)).indexOf(column);
  expect(at, column).toBeGreaterThan(0);
  return list.row(pk).getByRole('cell').nth(at);
}

function edge(list: TokenListPage, column: string): Locator {
  return list.table.getByRole('separator', { name: `Width of ${column}`, exact: true });
}

async function width(list: TokenListPage, column: string): Promise<number> {
  const header = list.table.getByRole('columnheader', { name: column, exact: true });
  return (await header.evaluate((it) => it.getBoundingClientRect().width)) ?? 0;
}

async function middle(of: Locator): Promise<[number, number]> {
  const box = await of.boundingBox();
  if (!box) throw new Error('it is not on screen');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

async function dragBy(page: Page, what: Locator, right: number, down = 0): Promise<void> {
  const [x, y] = await middle(what);
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x + right / 2, y + down / 2);
  await page.mouse.move(x + right, y + down);
  await page.mouse.up();
}

test('the extra columns say what authentik says, on a phone behind their names', async ({ page, list, authentik }) => {
  await list.open();
  await list.openMenu('Columns');
  for (const name of EXTRAS) {
    await expect(choice(page, name)).not.toBeChecked();
    await choice(page, name).check();
    await expect(list.table.getByRole('columnheader', { name, exact: true })).toHaveCount(1);
    await expect(list.table.getByRole('columnheader', { name, exact: true }).getByRole('button')).toHaveCount(0);
  }
  await page.keyboard.press('Escape');
  const { results } = await authentik.tokens('ordering=-pk&page_size=20');
  const types = { internal: 'Internal', external: 'External', service_account: 'Service account', internal_service_account: 'Internal service account' };
  for (const { pk, user, provider, id_token } of results.slice(0, 8)) {
    const claims = (id_token ? JSON.parse(id_token) : {}) as { iss?: string; jti?: string };
    const told = {
      Email: user.email as string,
      'User type': types[user.type as keyof typeof types],
      Application: provider.assigned_application_name,
      'Client ID': provider.client_id,
      Issuer: claims.iss,
      jti: claims.jti,
    };
    for (const name of EXTRAS) await expect(await cell(list, pk, name)).toHaveText(told[name] || '–');
  }
  const [first = 0] = await list.pks();
  const email = (await cell(list, first, 'Email')).getByText('@');
  await email.hover();
  await expect(email).toHaveAttribute('translate', 'no');

  await page.setViewportSize(PHONE);
  await expect(list.row(first)).toContainText(results[0]?.provider.client_id ?? '');
  await axe(page);
  // Codes claim nothing.
  await page.setViewportSize({ width: 1440, height: 900 });
  await list.tab('Authorization codes').click();
  await expect(page.getByRole('columnheader', { name: 'Email', exact: true })).toBeVisible();
  await expect(page.getByRole('columnheader', { name: 'jti', exact: true })).toHaveCount(0);
});

test('a client that the rows leave out is told once the providers are known', async ({ page, list, standin }) => {
  await standin.reset({ authentik_version: '2026.8.3' });
  await list.open();
  await list.openMenu('Columns');
  await choice(page, 'Client ID').check();
  await page.keyboard.press('Escape');
  const [first = 0] = await list.pks();
  await expect(await cell(list, first, 'Client ID')).toHaveText(/^[a-z][\w-]+$/);
});

test('columns are moved by keyboard, by buttons and by dragging, and stay over a reload', async ({ page, list }) => {
  await list.open();
  await list.openMenu('Columns');
  const said = page.getByRole('status');
  await choice(page, 'Status').focus();
  await page.keyboard.press('Alt+ArrowUp');
  await expect(choice(page, 'Status')).toBeFocused();
  await expect(said.filter({ hasText: 'Status is column 8 of 14' })).toHaveCount(1);
  await expect.poll(() => names(list)).toEqual(['Token', 'User', 'Provider', 'Status', 'Scopes', 'Findings', 'Expires', 'Issued']);

  const up = page.getByRole('button', { name: 'Move Findings up', exact: true });
  await up.click();
  await up.click();
  await expect(up).toBeFocused();
  await expect.poll(() => names(list)).toEqual(['Token', 'User', 'Provider', 'Findings', 'Status', 'Scopes', 'Expires', 'Issued']);
  await page.keyboard.press('Alt+ArrowDown');
  await expect(up, 'the focus stays on what was moved').toBeFocused();
  await expect(page.getByRole('button', { name: 'Move User up', exact: true })).toHaveAttribute('aria-disabled', 'true');
  await expect(page.getByRole('button', { name: /^Move Token/ })).toHaveCount(0);

  // By the dots at its end, past three others.
  const line = page.getByRole('listitem').filter({ has: choice(page, 'Expires') });
  const box = (await line.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  const grip = [box.x + box.width - 14, box.y + box.height / 2] as const;
  const pull = async () => {
    await page.mouse.move(...grip);
    await page.mouse.down();
    for (const lines of [1, 2, 3]) await page.mouse.move(grip[0], grip[1] - lines * box.height);
  };
  await pull();
  await page.keyboard.press('Escape');
  await page.mouse.up();
  const before = ['Token', 'User', 'Provider', 'Status', 'Findings', 'Scopes', 'Expires', 'Issued'];
  expect(await names(list), 'Escape gives it up, and the menu stays').toEqual(before);
  await expect(choice(page, 'Expires')).toBeVisible();
  await pull();
  await page.mouse.up();
  const after = ['Token', 'User', 'Provider', 'Expires', 'Status', 'Findings', 'Scopes', 'Issued'];
  await expect.poll(() => names(list)).toEqual(after);
  await expect(choice(page, 'Expires')).toBeFocused();

  expect(new URL(page.url()).search, 'nothing of it stands in the address').not.toMatch(/col|expires/i);
  await page.reload();
  await list.hasRows();
  expect(await names(list)).toEqual(after);

  await list.openMenu('Columns');
  await page.getByRole('button', { name: 'Reset columns' }).click();
  await expect.poll(() => names(list)).toEqual(['Token', 'User', 'Provider', 'Scopes', 'Status', 'Findings', 'Expires', 'Issued']);
  expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
});

test('what is remembered of columns may make no sense', async ({ page, list }) => {
  await list.open();
  await page.evaluate(() => {
    localStorage.setItem('tokenscope.columns', 'status,nobody,status,user,-token,,-');
    localStorage.setItem('tokenscope.column_widths', 'user:1e9px,status:url(x),:,nobody:3px');
    localStorage.setItem('tokenscope.told_widths', 'user:red;,:::,<b>:3px');
    localStorage.setItem('tokenscope.density', '"><b>');
  });
  await page.reload();
  await list.hasRows();
  await expect.poll(() => names(list)).toEqual(['Token', 'Status', 'Findings', 'Expires', 'Issued', 'User', 'Provider', 'Scopes']);
});

test('a page that starts forgets nothing that another window remembers meanwhile', async ({ page, list }) => {
  const release = await holdBack(page, 'tools');
  await list.open();
  const chosen = { 'tokenscope.columns': 'token,status,user', 'tokenscope.column_widths': 'user:300px' };
  await page.evaluate((chosen) => Object.assign(localStorage, chosen), chosen);
  release();
  await expect(edge(list, 'User')).toBeVisible();
  await page.setViewportSize({ width: 1300, height: 900 });
  await list.openMenu('Columns');
  await expect(choice(page, 'Status')).toBeChecked();
  expect(await page.evaluate(() => ({ ...localStorage }))).toMatchObject(chosen);
});

test('what an earlier version hid stays hidden', async ({ page, list }) => {
  await list.open();
  await page.evaluate(() => localStorage.setItem('tokenscope.hidden_columns', 'scopes,issued'));
  await page.reload();
  await list.hasRows();
  await expect.poll(() => names(list)).toEqual(['Token', 'User', 'Provider', 'Status', 'Findings', 'Expires']);
  expect(await page.evaluate(() => localStorage.getItem('tokenscope.hidden_columns'))).toBeNull();
});

test('a column is made wider by dragging its edge, and stays so over a reload', async ({ page, list }) => {
  await list.open();
  await expect(edge(list, 'User')).toHaveCount(1);
  const before = await width(list, 'User');
  const scopes = () => width(list, 'Scopes');
  const roomy = await scopes();
  await dragBy(page, edge(list, 'User'), 40);
  await expect.poll(() => width(list, 'User')).toBeCloseTo(before + 40, -1);
  await expect.poll(scopes, 'the scopes make room').toBeLessThan(roomy - 30);
  await expect(edge(list, 'User')).toHaveAttribute('aria-valuenow', String(Math.round(await width(list, 'User'))));
  // Names of scopes are never cut where there is room for one.
  const wide = await width(list, 'User');
  // One that stands behind the scopes.
  const status = await width(list, 'Status');
  await dragBy(page, edge(list, 'Status'), 40);
  await expect.poll(() => width(list, 'Status')).toBeCloseTo(status + 40, -1);
  expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth), 'nothing scrolls sideways').toBe(true);

  await page.reload();
  await list.hasRows();
  expect(await width(list, 'User')).toBeCloseTo(wide, 0);
  expect(await width(list, 'Status')).toBeCloseTo(status + 40, -1);
  expect(page.url()).not.toContain('width');

  // Escape gives the drag up, and a click alone changes nothing.
  const [x, y] = await middle(edge(list, 'User'));
  await page.mouse.move(x, y);
  await page.mouse.down();
  await page.mouse.move(x - 100, y);
  await expect.poll(() => width(list, 'User')).toBeCloseTo(wide - 100, -1);
  await page.keyboard.press('Escape');
  await page.mouse.up();
  await expect.poll(() => width(list, 'User')).toBeCloseTo(wide, 0);
});

test('a column is made wider by keyboard, on one Tab stop, and fitted to what stands in it', async ({ page, list }) => {
  await list.open();
  await expect(list.table.getByRole('separator')).toHaveCount(8);
  const stops = await list.table.getByRole('separator').evaluateAll((all) => all.map((one) => (one as HTMLElement).tabIndex));
  expect(stops.filter((stop) => stop === 0)).toHaveLength(1);
  await edge(list, 'Token').focus();
  await page.keyboard.press('ArrowDown');
  await expect(edge(list, 'User')).toBeFocused();
  const before = await width(list, 'User');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => width(list, 'User')).toBeCloseTo(before + 32, -1);
  await page.keyboard.press('Home');
  await expect.poll(() => width(list, 'User')).toBe(56);
  await page.keyboard.press('Enter');
  await expect.poll(() => width(list, 'User')).toBeGreaterThan(200);
  // Nothing in it is cut, and something is just as wide.
  const cut = () =>
    list.table.evaluate((table) =>
      [...table.querySelectorAll('[translate=no]')].filter((text) => text.closest('td')?.dataset.label === 'User' && text.scrollWidth > text.clientWidth).length);
  await expect.poll(cut).toBe(0);
  const fitted = await width(list, 'User');
  await page.keyboard.press('End');
  await expect.poll(() => width(list, 'User')).toBe(960);
  await edge(list, 'User').dblclick();
  await expect.poll(() => width(list, 'User')).toBeCloseTo(fitted, 0);
  await page.reload();
  await list.hasRows();
  expect(await width(list, 'User')).toBeCloseTo(fitted, 0);
});

test('scopes are as many as a changed width has room for', async ({ page, list }) => {
  await list.open();
  const named = async () => (await list.table.getByRole('listitem').allTextContents()).filter((text) => !text.startsWith('+')).length;
  const before = await named();
  await edge(list, 'Scopes').dblclick();
  await expect.poll(named).toBeGreaterThan(before);
  await edge(list, 'Scopes').focus();
  await page.keyboard.press('Home');
  await expect.poll(named).toBeLessThan(before);
});

test('scopes are fitted to all of them, also where the table changes its size just then', async ({ list }) => {
  await list.open();
  await expect(edge(list, 'Scopes')).toBeVisible();
  const named = async () => (await list.table.getByRole('listitem').allTextContents()).filter((text) => !text.startsWith('+')).length;
  await edge(list, 'Scopes').evaluate((edge) => {
    edge.dispatchEvent(new MouseEvent('dblclick', { bubbles: true }));
    const frame = edge.closest('table')?.parentElement;
    // The rows have room for all of them by now, and are measured with the next frame.
    requestAnimationFrame(() => frame?.style.setProperty('width', 'calc(100% - 3px)'));
  });
  await expect.poll(() => width(list, 'Scopes')).toBeGreaterThan(600);
  await expect.poll(named).toBeGreaterThan(50);
});

test('from right to left the edge is at the left, and leads there', async ({ page, list }) => {
  await list.open();
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  const before = await width(list, 'User');
  await dragBy(page, edge(list, 'User'), -48);
  await expect.poll(() => width(list, 'User')).toBeCloseTo(before + 48, -1);
  await page.keyboard.press('ArrowLeft');
  await expect.poll(() => width(list, 'User')).toBeCloseTo(before + 64, -1);
});

test('where columns do not fit, the table scrolls and the page does not', async ({ page, list }) => {
  await list.open();
  await list.openMenu('Columns');
  for (const name of EXTRAS) await choice(page, name).check();
  await page.keyboard.press('Escape');
  await expect.poll(() => width(list, 'Scopes'), 'the scopes keep some room').toBeGreaterThan(100);
  await expect.poll(() => page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
  await list.table.getByRole('columnheader', { name: 'jti', exact: true }).scrollIntoViewIfNeeded();
  await expect(list.table.getByRole('columnheader', { name: 'jti', exact: true })).toBeInViewport();
  await axe(page);
});

test('dense rows are 32 pixels high and have one line each', async ({ page, list }) => {
  await list.open();
  const [first = 0] = await list.pks();
  const height = async (pk = first) => (await list.row(pk).boundingBox())?.height;
  expect(await height()).toBe(54);
  await list.openMenu('Columns');
  await page.getByRole('group', { name: 'Density' }).getByRole('radio', { name: 'Compact' }).check();
  await page.keyboard.press('Escape');
  for (const pk of (await list.pks()).slice(1)) expect(await height(pk)).toBe(32);
  await axeInBothThemes(page);
  await page.reload();
  await list.hasRows();
  expect(await height((await list.pks())[1])).toBe(32);
  await page.setViewportSize(PHONE);
  await axe(page);
  await page.setViewportSize({ width: 1440, height: 900 });
  await list.openMenu('Columns');
  await page.getByRole('radio', { name: 'Comfortable' }).check();
  await expect.poll(() => height()).toBe(54);
});

withCatalog('dense rows below each other: the last can be scrolled to, and the same stay in sight', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 400 });
  await catalog.open();
  const { list } = catalog;
  await list.rowsPerPage.selectOption('All');
  await list.openMenu('Columns');
  await page.getByRole('radio', { name: 'Compact' }).check();
  await page.keyboard.press('Escape');
  await expect.poll(async () => (await list.row(398).boundingBox())?.height).toBe(32);
  const frame = list.table.locator('..');
  const scroll = (to: number) => frame.evaluate((it, to) => {
    it.scrollTo(0, to);
    return Math.round(it.scrollTop);
  }, to);
  await scroll(400 * 32);
  await expect(list.link(1)).toBeInViewport();
  for (const pk of [1, 2, 9]) expect((await list.row(pk).boundingBox())?.height).toBe(32);
  const [lastly, before] = [await list.row(1).boundingBox(), await list.row(2).boundingBox()];
  expect((lastly?.y ?? 0) - (before?.y ?? 0)).toBe(32);
  // Nothing stands behind the last.
  const end = await frame.evaluate((it) => it.getBoundingClientRect().bottom);
  const last = await list.row(1).boundingBox();
  expect(Math.abs(end - ((last?.y ?? 0) + (last?.height ?? 0)))).toBeLessThan(4);

  await expect.poll(() => scroll(200 * 32)).toBe(200 * 32);
  await expect(list.link(199)).toBeInViewport();
  await list.openMenu('Columns');
  await page.getByRole('radio', { name: 'Comfortable' }).check();
  await expect(list.link(199)).toBeInViewport();
});

test('the open menu is in order for axe, in both themes and on a phone', async ({ page, list }) => {
  await list.open();
  await list.openMenu('Columns');
  await expect(page.getByRole('button', { name: 'Reset columns' })).toBeVisible();
  await axeInBothThemes(page);
  await page.setViewportSize(PHONE);
  await expect(page.getByRole('group', { name: 'Density' })).toBeHidden();
  await axeInBothThemes(page);
  const menu = await page.getByRole('group', { name: 'Columns shown' }).boundingBox();
  expect(menu?.x).toBeGreaterThanOrEqual(0);
});
