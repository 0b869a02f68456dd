import type { Seen } from '../fixtures';
import { type Column, COLUMNS, LIST, type Token, expect, question, test } from '../pages/test';

test('the columns say of each token what authentik says', async ({ list, authentik }) => {
  await list.open();
  const headers = list.table.getByRole('columnheader');
  // Before them stands that of the boxes, behind them that of the actions.
  await expect(headers).toHaveCount(1 + COLUMNS.length + 1);
  for (const column of COLUMNS) {
    await expect(list.header(column)).toHaveCount(1);
    await expect(list.header(column).getByRole('button')).toHaveAccessibleName(new RegExp(`^${column}`));
  }
  const { results } = await authentik.tokens('ordering=-pk&page_size=20');
  expect(await list.pks()).toEqual(results.map(({ pk }) => pk));
  for (const { pk, user, provider, scope } of results.slice(0, 10)) {
    await expect(list.cell(pk, 'User')).toContainText(user.name);
    await expect(list.cell(pk, 'User')).toContainText(user.username);
    await expect(list.cell(pk, 'Provider')).toContainText(provider.name);
    await expect(list.cell(pk, 'Provider')).toContainText(provider.assigned_application_name ?? 'No application');
    const shown = list.cell(pk, 'Scopes').getByRole('listitem');
    // What gives power comes first, so that it does not hide behind a number.
    const powerful = (name: string) => ['goauthentik.io/api', 'offline_access'].includes(name);
    const named = [...scope.filter(powerful), ...scope.filter((name) => !powerful(name))];
    // As many as there is room for stand whole, and the others are counted.
    const count = (await shown.allTextContents()).filter((text) => !/^\+\d+ more scopes$/.test(text)).length;
    const more = scope.length > count ? [`+${scope.length - count} more scopes`] : [];
    if (scope.length > 0) await expect(shown).toHaveText([...named.slice(0, count), ...more]);
    else await expect(list.cell(pk, 'Scopes')).toHaveText('None');
    await expect(list.row(pk).getByRole('checkbox')).toHaveAccessibleName(`Select token ${pk}`);
  }
});

const SORTS: { column: Column; field: string; note: string; key: (token: Token) => number }[] = [
  { column: 'User', field: 'user', note: 'by ID', key: ({ user }) => user.pk },
  { column: 'Provider', field: 'provider', note: 'by ID', key: ({ provider }) => provider.pk },
  { column: 'Status', field: 'revoked', note: 'by revoked', key: ({ revoked }) => Number(revoked) },
  { column: 'Expires', field: 'expires', note: '', key: ({ expires }) => (expires ? Date.parse(expires) : Infinity) },
  { column: 'Token', field: 'pk', note: '', key: ({ pk }) => pk },
];

for (const { column, field, note, key } of SORTS) {
  test(`sorts by ${column}, up and down, and every question ends in pk`, async ({ list, authentik, standin }) => {
    await list.open('/access-tokens?page=2');
    await expect(list.header('Token')).toHaveAttribute('aria-sort', 'descending');
    const button = list.headerButton(column);
    for (const direction of ['ascending', 'descending'] as const) {
      await standin.forgetRequests();
      await button.click();
      await expect(list.header(column)).toHaveAttribute('aria-sort', direction);
      await expect(button).toHaveText(note === '' ? column : new RegExp(`${column}\\s*${note}`));
      const sign = direction === 'ascending' ? '' : '-';
      const ordering = field === 'pk' ? `${sign}pk` : `${sign}${field},pk`;
      const { results } = await authentik.tokens(`ordering=${ordering}&page_size=20`);
      await expect.poll(() => list.pks()).toEqual(results.map(({ pk }) => pk));
      const keys = results.map((token) => key(token) * (sign ? -1 : 1));
      expect(keys).toEqual([...keys].sort((one, other) => one - other));
      const asked = (await standin.requests(LIST)).filter(({ query }) => query.includes('include_groups'));
      expect(asked.map(({ query }) => question(query))).toEqual([{ ordering, page: '1', page_size: '20' }]);
      for (const other of COLUMNS.filter((other) => other !== column)) {
        await expect(list.header(other)).not.toHaveAttribute('aria-sort');
      }
    }
    if (note !== '') await expect(button).toHaveAttribute('title', /authentik sorts by/);
  });
}

test('a header that is pressed by keyboard keeps the focus', async ({ page, list }) => {
  await list.open();
  await list.headerButton('User').focus();
  for (const direction of ['ascending', 'descending']) {
    await page.keyboard.press('Enter');
    await expect(list.header('User')).toHaveAttribute('aria-sort', direction);
    await list.hasRows();
    await expect(list.headerButton('User')).toBeFocused();
  }
});

test('a column that only the whole set can be sorted by asks before it has that read', async ({ page, list, standin }) => {
  await list.open();
  await expect(page.getByRole('button', { name: 'Load all tokens' })).toBeVisible();
  await standin.forgetRequests();
  const question = page.getByRole('group', { name: 'Load all tokens?' });
  for (const column of ['Scopes', 'Issued', 'Findings'] as const) {
    await expect(list.headerButton(column)).toHaveAttribute('title', /load all tokens first/);
    await list.headerButton(column).click();
    await expect(question).toContainText('10,000 tokens');
    await expect(question).toContainText('100 requests');
    await question.getByRole('button', { name: 'Not now' }).click();
    await expect(question).toHaveCount(0);
    await list.hasRows();
    await expect(list.header('Token')).toHaveAttribute('aria-sort', 'descending');
  }
  // The first page once again, since another question had been asked; the set was not read.
  for (const { query } of await standin.requests(LIST)) expect(query).toContain('page_size=20');
});

test('the status is derived from the date, the flag and revocation, in that order of weight', async ({ list, standin }) => {
  await standin.reset({ tokens: 0 });
  const hour = 3600;
  const cases = [
    { expected: 'Active', expires_in: 25 * hour },
    { expected: 'Active', expires_in: 5.5 * 60 }, // authentik's own default in its forms is five minutes
    { expected: 'Expired', expires_in: -60 },
    { expected: 'Never expires', expires_in: -3_600, expiring: false }, // authentik says is_expired: false, and accepts it
    { expected: 'Never expires', expires_in: null },
    { expected: 'Revoked', expires_in: 25 * hour, revoked: true },
    { expected: 'Revoked', expires_in: -60, revoked: true },
    { expected: 'Revoked', expires_in: null, revoked: true },
    { expected: 'End unknown', expires_in: 3_000_000_000_000 }, // a year of five digits
  ];
  const pks = await standin.change(...cases.map(({ expected: _, ...row }) => ({ action: 'add' as const, ...row })));
  await list.open();
  for (const [at, { expected }] of cases.entries()) {
    await expect(list.cell(pks[at] ?? 0, 'Status')).toHaveText(expected);
  }
  await expect(list.cell(pks[4] ?? 0, 'Expires')).toHaveText('Never');
  await expect(list.cell(pks[0] ?? 0, 'Expires')).toHaveText('in 1 day');
  await expect(list.cell(pks[1] ?? 0, 'Expires')).toHaveText('in 5 minutes');
  await expect(list.cell(pks[2] ?? 0, 'Expires')).toHaveText('1 minute ago');
  await expect(list.cell(pks[3] ?? 0, 'Expires')).toHaveText('1 hour ago, not applied');
  await expect(list.cell(pks[8] ?? 0, 'Expires')).toHaveText('Unknown');
});

test('inactive users and superusers are marked, and nobody else', async ({ list, authentik }) => {
  for (const [user, marks] of [[13, ['Deactivated']], [1, ['Superuser']], [2, []]] as const) {
    await list.open(`/access-tokens?user=${user}`);
    const { results } = await authentik.tokens(`user=${user}&ordering=-pk`);
    const pk = results[0]?.pk ?? 0;
    for (const mark of ['Deactivated', 'Superuser'] as const) {
      await expect(list.cell(pk, 'User').getByText(mark, { exact: true })).toHaveCount(marks.some((one) => one === mark) ? 1 : 0);
    }
  }
});

test('the column chooser hides a column, and remembers it over a reload', async ({ page, list }) => {
  await list.open();
  await list.openMenu('Columns');
  const choice = (name: string) => page.getByRole('checkbox', { name, exact: true });
  await expect(choice('Token'), 'the one that opens the token').toBeDisabled();
  await choice('Scopes').uncheck();
  await choice('Issued').uncheck();
  await expect(list.table.getByRole('columnheader')).toHaveCount(1 + COLUMNS.length - 2 + 1);
  await expect(list.headerButton('Scopes')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(choice('Scopes')).toBeHidden();

  await page.reload();
  await list.hasRows();
  await expect(list.headerButton('Scopes')).toHaveCount(0);
  const [first] = await list.pks();
  await expect(list.row(first ?? 0).getByRole('cell')).toHaveCount(COLUMNS.length - 2 + 1);
  await list.openMenu('Columns');
  await expect(choice('Scopes')).not.toBeChecked();
  await choice('Scopes').check();
  await expect(list.headerButton('Scopes')).toHaveCount(1);
});

test('what is cut off, and a moment told in words, is told whole where the pointer is', async ({ page, list }) => {
  await list.open();
  const [first = 0, second = 0] = await list.pks();
  const moment = list.cell(first, 'Expires').getByRole('time');
  const name = list.cell(first, 'Provider').getByText('Command line tools').first();
  await expect(moment).not.toHaveAttribute('title');
  await moment.hover();
  await expect(moment).toHaveAttribute('title', /20\d\d.* [AP]M \(20\d\d-\d\d-\d\d \d\d:\d\d:\d\d UTC\)$/);
  await expect(name).toHaveAttribute('title', 'Command line tools');
  await list.cell(second, 'Expires').hover();
  await expect(moment).not.toHaveAttribute('title');
  // Pictures are loaded; what authentik draws of initials is not, since the console has its own.
  const schemes = await page.evaluate(() => [...document.images].map((image) => new URL(image.src).protocol));
  expect(new Set(schemes)).toEqual(new Set(['http:']));
});

for (const address of [
  '/',
  '/access-tokens?user=2&ordering=-expires&page=2&page_size=10',
  '/access-tokens/4711?provider=1&ordering=provider',
  `/access-tokens?search=${encodeURIComponent("it's (a) *test*! ü")}`,
]) {
  test(`the first request leaves before the wasm is there, and is the only one: ${address}`, async ({ page, list, standin }) => {
    // The wasm is held back until the list was asked for.
    const asked = page.waitForRequest((request) => new URL(request.url()).pathname === LIST);
    await page.route('**/*.wasm', async (route) => {
      await asked;
      await route.continue();
    });
    await page.goto(address);
    await expect(list.table).toHaveAttribute('aria-busy', 'false');
    await expect(list.pagination).toContainText(/\d+ of [\d,]+/);
    // A token that is open counts what else its user holds of the client; that asks for no rows.
    const rows = ({ path, query }: Seen) => path === LIST && !query.includes('page_size=1&');
    expect((await standin.requests(LIST)).filter(rows)).toHaveLength(1);
    expect(await standin.requests('/api/v3/core/users/me/')).toHaveLength(1);
  });
}

test('a remembered number of rows goes into the first request as well', async ({ page, list, standin }) => {
  await list.open();
  await list.rowsPerPage.selectOption('50');
  await list.showsRange('1–50 of 10,000');
  await standin.forgetRequests();
  await page.goto('/');
  await list.showsRange('1–50 of 10,000');
  expect((await standin.requests(LIST)).map(({ query }) => question(query).page_size)).toEqual(['50']);
});

test('a selection is kept by number, over pages and filters', async ({ page, list }) => {
  await list.open();
  const selected = page.getByRole('group', { name: 'Selection' });
  await expect(selected).toHaveCount(0);
  await page.getByRole('checkbox', { name: 'Select token 9999', exact: true }).check();
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  const all = page.getByRole('checkbox', { name: 'Select all on this page' });
  await all.check();
  await expect(selected).toContainText('21 selected');
  await list.step('Previous').click();
  await list.showsRange('1–20 of 10,000');
  await expect(page.getByRole('checkbox', { name: 'Select token 9999', exact: true })).toBeChecked();
  expect(await all.evaluate((box: HTMLInputElement) => box.indeterminate), 'some of this page').toBe(true);
  await page.getByRole('button', { name: 'Clear selection' }).click();
  await expect(selected).toHaveCount(0);
  await expect(page.getByRole('checkbox', { name: 'Select token 9999', exact: true })).not.toBeChecked();
});

test('a picture that did not load is not asked for again', async ({ page, list }) => {
  // What this person has for a picture is none.
  await list.open('/access-tokens?user=21');
  const portraits = () => list.table.locator('img'); // beside the name, and so without a role
  await expect.poll(() => portraits().filter({ visible: true }).count()).toBe(0);
  await page.evaluate(() => {
    const seen = window as unknown as { failed: number };
    seen.failed = 0;
    addEventListener('error', ({ target }) => (seen.failed += target instanceof HTMLImageElement ? 1 : 0), true);
  });
  await list.filters.getByRole('button', { name: /^Remove filter User/ }).click();
  await expect(list.filters).toBeHidden();
  await list.hasRows();
  const others = await page.evaluate(() => (window as unknown as { failed: number }).failed);
  await page.goBack();
  await expect(list.filters).toBeVisible();
  await list.hasRows();
  await expect(portraits()).toHaveCount(0);
  expect(await page.evaluate(() => (window as unknown as { failed: number }).failed)).toBe(others);
});
