import { axe, axeInBothThemes, expect, grouped, settled, status, tally, test, type Token } from '../pages/groups';

/** The largest groups, as the first page shows them. */
function largest(counts: Record<string, number>, rows = 20): number[] {
  return Object.values(counts).sort((one, other) => other - one).slice(0, rows);
}

const nameOf = ({ user }: Token) => user.name.trim() || user.username;

test('every grouping counts what there is, the largest first, and facets agree', async ({ page, groups, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await groups.catalog.open();
  for (const [by, words, of] of [
    ['Provider', 'provider', ({ provider }) => [provider.name]],
    ['Scope', 'scope', ({ scope }) => (scope.length > 0 ? scope : ['No scopes'])],
    ['Status', 'status', (token) => [status(token)]],
  ] as ['Provider' | 'Scope' | 'Status', string, (token: Token) => string[]][]) {
    await groups.by(by);
    const counts = tally(all, of);
    const { 'No scopes': _without, ...named } = counts;
    const said = new RegExp(`^${Object.keys(named).length} ${words}(e?s)?, ${grouped(all.length)} tokens$`);
    await expect(page.getByText(said)).toBeVisible();
    await groups.catalog.list.showsRange(`1–${Math.min(20, Object.keys(counts).length)} of ${Object.keys(counts).length}`);
    const shown = await groups.counts();
    expect(Object.values(shown), by).toEqual(largest(counts));
    for (const [name, count] of Object.entries(shown)) expect(count, name).toBe(counts[name]);
    await groups.catalog.openFacet(by);
    expect(await groups.catalog.counts(by)).toEqual(counts);
    await page.keyboard.press('Escape');
  }
  await groups.by('User');
  const byUser = tally(all, ({ user }) => [String(user.pk)]);
  await expect(page.getByText(`${Object.keys(byUser).length} users, ${grouped(all.length)} tokens`, { exact: true })).toBeVisible();
  expect((await groups.column(0)).map(Number)).toEqual(largest(byUser));
  expect(groups.catalog.list.params()).toEqual({ group: 'user' });
});

test('a token counts once for each of its scopes, and the table says so', async ({ groups, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, expires_in: 3_600, claims: {} } as const;
  await standin.change({ ...add, scope: ['openid', 'email'], count: 3 }, { ...add, scope: ['email'] }, { ...add, scope: [] });
  await groups.catalog.open('/access-tokens?group=scope');
  expect(await groups.counts()).toEqual({ email: 4, openid: 3, 'No scopes': 1 });
  await expect(groups.table.getByText('A token counts once for each of its scopes.')).toBeVisible();
  await groups.link('No scopes').click();
  await groups.catalog.matches(1);
  await expect(groups.catalog.list.filters.getByRole('button', { name: 'Remove filter Scope: No scopes' })).toBeVisible();
});

test('a group says what is worst, and which token expires next', async ({ groups, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, claims: {}, scope: ['openid'] } as const;
  await standin.change(
    { ...add, expires_in: 3 * 3_600 + 600 },
    { ...add, expires_in: 30 * 3_600 },
    { ...add, expires_in: null, count: 2, scope: ['email'] },
    { ...add, expires_in: -3_600, scope: ['phone'] },
  );
  await groups.catalog.open('/access-tokens?group=scope');
  const said = (name: string, at: number) => groups.row(name).getByRole('cell').nth(at);
  await expect(said('openid', 2)).toHaveText('in 3 hours');
  await expect(said('email', 2)).toHaveText('Never');
  await expect(said('phone', 2)).toHaveText('None live');
  await expect(said('email', 1)).toHaveText(/2 medium/);
  await expect(said('email', 1)).toContainText('2 tokens with a finding of medium severity');
  await expect(said('phone', 1)).toHaveText('');
});

test('a group is opened by its link, and Back leads to it', async ({ page, groups, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await groups.catalog.open('/access-tokens?status=active&group=provider');
  const live = all.filter((token) => status(token) === 'Active');
  const counts = tally(live, ({ provider }) => [provider.name]);
  const [name = '', count = 0] = Object.entries(await groups.counts()).at(-1) ?? [];
  expect(count).toBe(counts[name]);
  await groups.link(name).focus();
  await page.keyboard.press('Enter');
  await groups.catalog.matches(count);
  const provider = live.find(({ provider }) => provider.name === name)?.provider.pk;
  expect(groups.catalog.list.params()).toEqual({ provider: String(provider), status: 'active' });
  await expect(groups.table).toHaveCount(0);
  await expect(groups.catalog.list.chip('Provider', name)).toBeVisible();
  await expect(groups.catalog.list.table).toBeFocused();
  await page.goBack();
  await expect(groups.link(name)).toBeFocused();
  expect(await groups.counts()).toMatchObject({ [name]: count });
});

test('all tokens of a group are selected, beside those that were', async ({ page, groups, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await groups.catalog.open('/access-tokens?group=status');
  const counts = tally(all, (token) => [status(token)]);
  const { Expired: expired = 0, Revoked: revoked = 0 } = counts;
  const bar = page.getByRole('group', { name: 'Selection' });
  await expect(groups.select('Revoked')).toHaveAccessibleName(`Select these ${revoked} tokens: Revoked`);
  await groups.select('Revoked').click();
  await expect(bar).toContainText(`${revoked} selected`);
  await groups.select('Expired').click();
  await expect(bar).toContainText(`${expired + revoked} selected`);
  await expect(bar).not.toContainText('not on this page');
  await bar.getByRole('button', { name: 'Show selected' }).click();
  await groups.catalog.matches(expired + revoked);
  await expect(groups.table).toHaveCount(0);
  await bar.getByRole('button', { name: 'Show selected' }).click();
  await expect(groups.table).toBeVisible();
  await bar.getByRole('button', { name: 'Clear selection' }).click();
  await expect(bar).toBeHidden();
  await expect(groups.table).toBeFocused();
});

test('a header orders the groups, once more turns them round, and a reload keeps that', async ({ page, groups, standin }) => {
  await standin.reset({ tokens: 1_000 });
  await groups.catalog.open('/access-tokens?group=user');
  await expect(groups.header('Tokens')).toHaveAttribute('aria-sort', 'descending');
  await groups.header('Tokens').getByRole('button').click();
  await expect(groups.header('Tokens')).toHaveAttribute('aria-sort', 'ascending');
  const fewest = (await groups.column(0)).map(Number);
  expect(fewest).toEqual([...fewest].sort((one, other) => one - other));
  await groups.header('User').getByRole('button').click();
  await expect(groups.header('User')).toHaveAttribute('aria-sort', 'ascending');
  const names = Object.keys(await groups.counts());
  expect(names).toEqual([...names].sort(new Intl.Collator('en').compare));
  await groups.header('Worst finding').getByRole('button').click();
  await expect(groups.header('Worst finding')).toHaveAttribute('aria-sort', 'descending');
  expect((await groups.column(1))[0]).toContain('of high severity');
  await groups.header('Next expiry').getByRole('button').click();
  await expect(groups.header('Next expiry')).toHaveAttribute('aria-sort', 'ascending');
  expect((await groups.column(2))[0]).toMatch(/^in \d+ (second|minute)s?$/);
  expect(groups.catalog.list.params()).toEqual({ group: 'user', ordering: 'expires' });
  await page.reload();
  await expect(groups.header('Next expiry')).toHaveAttribute('aria-sort', 'ascending');
});

test('groups follow the search and the filters, and stand on pages', async ({ page, groups, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await groups.catalog.open('/access-tokens?group=user&page_size=10&page=2');
  const byUser = tally(all, ({ user }) => [String(user.pk)]);
  expect((await groups.column(0)).map(Number)).toEqual(largest(byUser, 20).slice(10));
  await groups.catalog.list.step('Previous').click();
  await groups.catalog.list.showsRange(`1–10 of ${Object.keys(byUser).length}`);
  await expect(groups.catalog.list.rowsPerPage.getByRole('option', { name: 'All' })).toHaveCount(0);
  const first = all[0];
  if (!first) throw new Error('there are no tokens');
  await groups.catalog.search(`user:${first.user.username}`);
  const theirs = all.filter(({ user }) => [user.username, user.name, String(user['email'])].some((text) => text.toLowerCase().includes(first.user.username.toLowerCase())));
  await expect(page.getByText(`${theirs.length} of ${grouped(all.length)} tokens`)).toBeVisible();
  await expect(groups.link(nameOf(first))).toBeVisible();
  await groups.catalog.search('user:nobody-is-called-that');
  await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await expect(groups.table).toBeVisible();
  await groups.by('Nothing');
  await groups.catalog.matches(all.length);
});

test('where not all tokens are loaded, that is asked first; no leads back to the rows', async ({ page, groups, list, standin }) => {
  await standin.reset({ tokens: 4_000 });
  await list.open();
  await groups.catalog.question.waitFor({ state: 'detached' });
  await page.locator('summary', { hasText: /^Group by/ }).click();
  await page.getByRole('radio', { name: 'Provider', exact: true }).check();
  await expect(groups.catalog.question).toBeVisible();
  await groups.catalog.question.getByRole('button', { name: 'Not now' }).click();
  await expect(groups.catalog.question).toBeHidden();
  await list.hasRows();
  expect(list.params()).toEqual({});
});

test('a grouping that makes no sense is reported', async ({ page, list }) => {
  await list.open('/access-tokens?group=colour');
  await expect(page.getByText('Part of the link was not understood and ignored: group=colour')).toBeVisible();
});

for (const [name, viewport] of [
  ['a large screen', { width: 1440, height: 900 }],
  ['a phone', { width: 390, height: 844 }],
] as const) {
  test.describe(`on ${name}`, () => {
    test.use({ viewport });

    test('groups are accessible, and nothing stands off the screen', async ({ page, groups, standin }) => {
      await standin.reset({ tokens: 300 });
      await groups.catalog.open();
      for (const by of ['User', 'Provider', 'Scope', 'Status'] as const) {
        await groups.by(by);
        await axe(page);
        expect(await page.evaluate(() => document.documentElement.scrollWidth <= innerWidth)).toBe(true);
        for (const button of await groups.rows.getByRole('button').all()) {
          const box = await button.boundingBox();
          expect((box?.x ?? 0) + (box?.width ?? Infinity)).toBeLessThanOrEqual(viewport.width);
        }
      }
      await axeInBothThemes(page);
    });
  });
}
