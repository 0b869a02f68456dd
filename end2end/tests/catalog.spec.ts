import {
  type CatalogPage, type Column, LIST, type Token, axe, axeInBothThemes, expect, grouped, readingRequests, settled, status, tally, test,
} from '../pages/catalog';

const works = (token: Token) => ['Active', 'Never expires'].includes(status(token));
const endsWithinADay = (token: Token) => status(token) === 'Active' && Date.parse(token.expires ?? '') - Date.now() < 86_400_000;

/** How the cells of a column compare, as the words and numbers behind them. */
const SORTS: { column: Column; word: string; key: (token: Token) => string | number }[] = [
  { column: 'User', word: 'username', key: ({ user }) => (user.name.trim() === '' ? user.username : user.name) },
  { column: 'Provider', word: 'provider_name', key: ({ provider }) => provider.name },
  { column: 'Status', word: 'status', key: (token) => ['Active', 'Never expires', 'Expired', 'Revoked'].indexOf(status(token)) },
  { column: 'Expires', word: 'expires', key: ({ expires }) => (expires === null ? Infinity : Date.parse(expires)) },
  { column: 'Issued', word: 'issued', key: ({ id_token }) => issued(id_token) },
];

function issued(claims = ''): number {
  const { iat } = JSON.parse(claims || '{}') as { iat?: unknown };
  return typeof iat === 'number' ? iat : 0;
}

/** Fails unless the keys stand in this order, names as the browser's language has them. */
async function inOrder(catalog: CatalogPage, keys: (string | number)[], sign: 1 | -1) {
  const wrong = await catalog.page.evaluate(
    ({ keys, sign }) => {
      const { compare } = new Intl.Collator('en-US');
      const isWrong = (one: string | number, other: string | number) =>
        (typeof one === 'string' ? compare(one, String(other)) : Number(one) - Number(other)) * sign > 0;
      return keys.slice(1).map((key, at) => [keys[at] ?? '', key] as const).filter(([one, other]) => isWrong(one, other));
    },
    { keys, sign },
  );
  expect(wrong, 'neighbours the wrong way round').toEqual([]);
}

test('sorts by every column, both ways, by the names that shown', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  const byPk = new Map(all.map((token) => [token.pk, token]));
  await catalog.open();
  await standin.forgetRequests();
  for (const { column, word, key } of SORTS) {
    for (const sign of [1, -1] as const) {
      await test.step(`${column} ${sign}`, async () => {
        await catalog.list.headerButton(column).click();
        await expect(catalog.list.header(column)).toHaveAttribute('aria-sort', sign > 0 ? 'ascending' : 'descending');
        await expect(catalog.list.headerButton(column)).toHaveText(column);
        expect(catalog.list.params()).toEqual({ ordering: sign > 0 ? word : `-${word}` });
        const pks = await catalog.pks();
        expect([...pks].sort((one, other) => one - other)).toEqual([...byPk.keys()]);
        expect(await catalog.list.pks()).toEqual(pks.slice(0, 20));
        const keys = pks.map((pk) => key(byPk.get(pk) as Token));
        await inOrder(catalog, keys, sign);
      });
    }
  }
  await catalog.list.headerButton('Scopes').click();
  await expect(catalog.list.header('Scopes')).toHaveAttribute('aria-sort', 'ascending');
  await expect(catalog.list.cell((await catalog.list.pks())[0] ?? 0, 'Scopes')).toHaveText('None');
  // The worst come first, and none at all with the next click.
  await catalog.list.headerButton('Findings').click();
  await expect(catalog.list.header('Findings')).toHaveAttribute('aria-sort', 'descending');
  await expect(catalog.list.cell((await catalog.list.pks())[0] ?? 0, 'Findings')).toContainText('worst: high');
  await catalog.list.headerButton('Findings').click();
  await expect(catalog.list.header('Findings')).toHaveAttribute('aria-sort', 'ascending');
  await expect(catalog.list.cell((await catalog.list.pks())[0] ?? 0, 'Findings')).toHaveText('');
  expect(await standin.requests(LIST), 'authentik is not asked').toEqual([]);
});

test('Shift adds a second column, and the address keeps both', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  const byPk = new Map(all.map((token) => [token.pk, token]));
  await catalog.open();
  await catalog.list.headerButton('Status').click();
  await catalog.list.headerButton('Expires').click({ modifiers: ['Shift'] });
  await catalog.list.headerButton('Expires').click({ modifiers: ['Shift'] });
  expect(catalog.list.params()).toEqual({ ordering: 'status,-expires' });
  await expect(catalog.list.headerButton('Status')).toHaveText(/Status\s*1/);
  await expect(catalog.list.headerButton('Expires')).toHaveText(/Expires\s*2/);
  const pks = await catalog.pks();
  const places = ['Active', 'Never expires', 'Expired', 'Revoked'];
  const compare = (one: Token, other: Token) =>
    places.indexOf(status(one)) - places.indexOf(status(other)) ||
    ((left, right) => (left === right ? 0 : right - left))(...([one, other].map(({ expires }) => (expires ? Date.parse(expires) : Infinity)) as [number, number])) ||
    one.pk - other.pk;
  expect(pks).toEqual([...byPk.values()].sort(compare).map(({ pk }) => pk));
  const shown = await catalog.list.pks();
  await page.reload();
  await catalog.isRead();
  expect(await catalog.list.pks()).toEqual(shown);
  await expect(catalog.list.header('Status')).toHaveAttribute('aria-sort', 'ascending');
});

test('every facet counts what there is', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  const types: Record<string, string> = {
    internal: 'Internal',
    external: 'External',
    service_account: 'Service account',
    internal_service_account: 'Internal service account',
  };
  for (const [facet, names] of [
    ['Status', (token) => [status(token)]],
    ['Provider', ({ provider }) => [provider.name]],
    ['Scope', ({ scope }) => (scope.length > 0 ? scope : ['No scopes'])],
    ['User type', ({ user }) => [types[String(user['type'])] ?? 'Unknown']],
    ['Active user', ({ user }) => [user.is_active ? 'Active user' : 'Deactivated user']],
  ] as ['Status' | 'Provider' | 'Scope' | 'User type' | 'Active user', (token: Token) => string[]][]) {
    await catalog.openFacet(facet);
    await expect(catalog.facet(facet).getByRole('checkbox').first()).toBeVisible();
    await expect.poll(() => catalog.counts(facet), facet).toEqual(tally(all, names));
    await page.keyboard.press('Escape');
    await expect(catalog.facet(facet)).toBeHidden();
  }
  await catalog.openFacet('Finding');
  const found = await catalog.counts('Finding');
  const endless = all.filter((token) => status(token) === 'Never expires');
  expect(found['Never expires']).toBe(endless.filter(({ expires }) => expires === null).length);
  expect(found['Past its expiry date, still accepted']).toBe(endless.filter(({ expires }) => expires !== null).length);
  expect(found['Deactivated user’s token still works']).toBe(all.filter((token) => works(token) && !token.user.is_active).length);
  expect(found['Superuser’s token']).toBe(all.filter((token) => works(token) && token.user.is_superuser).length);
  await expect(catalog.facet('Finding').getByRole('listitem').filter({ hasText: /^(User|Lifetime|Power|Client)$/ })).toHaveCount(4);
});

test('several values of a facet are any, several facets are all, and counts follow the other facets', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?page=2');
  await catalog.openFacet('Status');
  await catalog.value('Status', 'Expired').check();
  await catalog.value('Status', 'Revoked').check();
  const ended = all.filter((token) => ['Expired', 'Revoked'].includes(status(token)));
  await catalog.matches(ended.length);
  expect(catalog.list.params()).toEqual({ status: 'expired,revoked' });
  await expect.poll(() => catalog.counts('Status'), 'its own choice does not count').toEqual(tally(all, (token) => [status(token)]));
  await catalog.openFacet('Active user');
  await expect(catalog.facet('Status'), 'one at a time').toBeHidden();
  await expect.poll(() => catalog.counts('Active user')).toEqual(tally(ended, ({ user }) => [user.is_active ? 'Active user' : 'Deactivated user']));
  await catalog.value('Active user', 'Deactivated user').check();
  const wanted = ended.filter(({ user }) => !user.is_active);
  await catalog.matches(wanted.length);
  expect(await catalog.list.pks()).toEqual(wanted.map(({ pk }) => pk).reverse().slice(0, 20));
  expect(catalog.list.params()).toEqual({ status: 'expired,revoked', active: 'no' });
  await catalog.facet('Active user').getByRole('button', { name: 'Clear' }).click();
  await catalog.matches(ended.length);
  await page.goBack();
  await catalog.matches(wanted.length);
  await catalog.list.filters.getByRole('button', { name: 'Clear all' }).click();
  await catalog.matches(all.length);
  expect(catalog.list.params()).toEqual({});
});

test('a facet is worked by the keyboard alone, and found in by typing', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  await catalog.list.search.focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await page.keyboard.press('Enter');
  await expect(catalog.facet('Provider')).toBeVisible();
  const find = catalog.facet('Provider').getByRole('searchbox', { name: 'Find in Provider' });
  await find.focus();
  await page.keyboard.type('GRAF');
  await expect(catalog.facet('Provider').getByRole('checkbox')).toHaveCount(1);
  await page.keyboard.press('Tab');
  await expect(catalog.value('Provider', 'Grafana')).toBeFocused();
  await page.keyboard.press('Space');
  await catalog.matches(all.filter(({ provider }) => provider.name === 'Grafana').length);
  await expect(catalog.value('Provider', 'Grafana'), 'the focus stays').toBeFocused();
  await expect(catalog.value('Provider', 'Grafana')).toBeChecked();
  await page.keyboard.press('Escape');
  await expect(catalog.facet('Provider')).toBeHidden();
  expect(await page.evaluate(() => document.activeElement?.tagName), 'the focus goes back').toBe('SUMMARY');
});

test('the overview counts what the filters leave, and each count sets its own beside them', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  await expect(catalog.overview.getByRole('link')).toHaveText([/^Live /, /^Expiring within a day /, /^Never expiring /, /^High findings /]);
  const counts = [
    { name: 'Live', filters: { status: 'active,never,unknown' }, fits: works },
    { name: 'Expiring within a day', filters: { status: 'active', expires: '<1d' }, fits: endsWithinADay },
    { name: 'Never expiring', filters: { status: 'never' }, fits: (token: Token) => status(token) === 'Never expires' },
  ] as const;
  for (const { name, filters, fits } of counts) {
    const count = all.filter(fits).length;
    await expect(catalog.count(name)).toHaveAccessibleName(`${name} ${grouped(count)}`);
    await catalog.count(name).click();
    await catalog.matches(count);
    expect(catalog.list.params(), 'in place of what another count set').toEqual(filters);
    await expect(catalog.count(name)).toHaveAttribute('aria-current', 'true');
    for (const other of counts.filter((count) => count.name !== name)) await expect(catalog.count(other.name)).not.toHaveAttribute('aria-current');
  }
  await catalog.count('Never expiring').click();
  await catalog.matches(all.length);
  expect(catalog.list.params(), 'a second click takes it back').toEqual({});
  await expect(catalog.count('Never expiring')).not.toHaveAttribute('aria-current');

  const provider = all[0]?.provider.pk ?? 0;
  const live = all.filter((token) => token.provider.pk === provider && works(token));
  await catalog.open(`/access-tokens?provider=${provider}`);
  await expect(catalog.count('Live'), 'it follows the filters').toHaveAccessibleName(`Live ${grouped(live.length)}`);
  await catalog.count('Live').click();
  await catalog.matches(live.length);
  const told = async () => Number((/([\d,]+)$/.exec((await catalog.count('High findings').textContent()) ?? '')?.[1] ?? '').replaceAll(',', ''));
  const high = await told();
  await catalog.count('High findings').click();
  await catalog.matches(high);
  expect(catalog.list.params()).toEqual({ provider: String(provider), status: 'active,never,unknown', severity: 'high' });
  for (const name of ['Live', 'High findings'] as const) await expect(catalog.count(name)).toHaveAttribute('aria-current', 'true');
  for (const pk of await catalog.list.pks()) await expect(catalog.list.cell(pk, 'Findings')).toContainText('high');
});

test('what is about to end is a filter, which links of earlier releases call a status', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1 } as const;
  const [soon = 0, later = 0, never = 0] = await standin.change(
    { ...add, expires_in: 1_800 },
    { ...add, expires_in: 90_000 },
    { ...add, expires_in: null },
    { ...add, expires_in: 1_800, revoked: true },
  );
  await catalog.open();
  await catalog.count('Expiring within a day').click();
  await expect.poll(() => catalog.list.pks()).toEqual([soon]);
  expect(catalog.list.params()).toEqual({ status: 'active', expires: '<1d' });
  await expect(catalog.span).toHaveAccessibleName('Remove filter Expires: within a day');
  await catalog.span.click();
  await expect.poll(() => catalog.list.pks()).toEqual([later, soon]);
  expect(catalog.list.params()).toEqual({ status: 'active' });

  for (const [link, pks] of [
    ['status=expiring', [soon]],
    ['status=active,expiring,never,unknown', [never, later, soon]],
  ] as const) {
    await catalog.open(`/access-tokens?${link}`);
    await expect.poll(() => catalog.list.pks()).toEqual(pks);
    await expect(page.getByText(/not understood|ignored/i)).toHaveCount(0);
  }
});

test('days and nights are those of the person, also where the clock is put forward', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  // The server's clock would contradict the page's: in Berlin, the day has just begun on which the clock is put forward.
  await standin.faults({ kind: 'date' });
  await page.clock.install({ time: new Date('2027-03-28T00:00:05+01:00') });
  const ends = ['27T23:10', '28T03:59', '28T04:01', '28T21:59', '28T22:01', '29T21:59', '29T22:01'].map((end) => Date.parse(`2027-03-${end}:00Z`));
  const pks = await standin.change(
    ...ends.map((end) => ({ action: 'add' as const, user: 2, provider: 1, expires_in: Math.round((end - Date.now()) / 1_000) })),
  );
  await catalog.open();
  for (const [text, from, to] of [
    ['expires:today', 0, 4],
    ['expires:tonight', 0, 2],
    ['expires:tomorrow', 4, 6],
    ['expires:>2027-03-28', 4, 7],
  ] as const) {
    await catalog.search(text);
    await expect.poll(() => catalog.list.pks(), text).toEqual(pks.slice(from, to).reverse());
  }
  await catalog.search('');
  await catalog.openTimeline();
  await expect(catalog.timeline.getByText('Times are in Europe/Berlin, UTC+1.')).toBeVisible();
});

test('what is risky is marked in its row, in words', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  // Without claims, nobody knows when they were issued, and so how long they last.
  const add = { action: 'add', user: 2, provider: 1, expires_in: 3600, claims: {}, scope: ['openid'] } as const;
  const [never = 0, api = 0, revoked = 0, fine = 0] = await standin.change(
    { ...add, expires_in: null },
    { ...add, scope: ['goauthentik.io/api'] },
    { ...add, scope: ['goauthentik.io/api'], revoked: true },
    add,
  );
  await catalog.list.open();
  await expect(catalog.list.cell(never, 'Findings')).toContainText('Never expires');
  await expect(catalog.list.cell(api, 'Findings')).toContainText('Can use authentik’s own API');
  await expect(catalog.list.cell(revoked, 'Findings'), 'revoking does not stop it').toContainText('Can use authentik’s own API');
  await expect(catalog.list.cell(fine, 'Findings')).toHaveText('');
});

test('the drawer says why it matters and what to do, the worst first', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, claims: {} } as const;
  const [risky = 0, fine = 0] = await standin.change(
    { ...add, expires_in: null, scope: ['goauthentik.io/api'] },
    { ...add, expires_in: 3600, scope: ['openid'] },
  );
  await catalog.list.open();
  await catalog.list.link(risky).click();
  const section = page.getByRole('dialog').getByRole('region', { name: 'Findings', exact: true });
  await expect(section.getByRole('listitem').getByRole('heading')).toHaveText([
    /^Unlimited access to authentik’s API\s*High$/,
    /^Never expires\s*Medium$/,
    /^Can use authentik’s own API\s*Medium$/,
  ]);
  await expect(section).toContainText('revoking an access token does not stop that');
  await expect(section).toContainText('an access token that was only revoked still works');
  await axe(page);
  await catalog.list.drawer.close.click();
  await catalog.list.link(fine).click();
  await expect(section).toContainText('No findings');
});

test('another kind of token has a catalog of its own', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 1_000 });
  await catalog.open('/access-tokens?status=expired');
  await catalog.list.tab('Refresh tokens').click();
  await expect(catalog.readAll).toBeVisible();
  await expect(page.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');
  await catalog.readAll.click();
  await expect(catalog.state).toContainText('All 200 refresh tokens loaded at');
  await catalog.list.tab('Access tokens').click();
  await catalog.isRead();
  await expect(catalog.state).toContainText('All 1,000 access tokens loaded at');
  const asked = readingRequests(await standin.requests(LIST));
  expect(asked.length, 'what was read is kept').toBeLessThanOrEqual(12);
});

const SIZES = [
  ['on a desk', { width: 1440, height: 900 }],
  ['on a phone', { width: 390, height: 844 }],
] as const;

async function looksWell(what: string, { page }: CatalogPage) {
  await test.step(what, async () => {
    await axeInBothThemes(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth), 'wider than the screen').toBe(page.viewportSize()?.width);
  });
}

for (const [size, viewport] of SIZES) {
  test.describe(`axe finds nothing, and nothing is wider than the screen, ${size}:`, () => {
    test.use({ viewport });

    test('while it asks, and while it reads', async ({ catalog, standin }) => {
      await catalog.list.open();
      await catalog.readAll.click();
      await expect(catalog.question).toBeVisible();
      await looksWell('asked', catalog);
      await standin.faults({ kind: 'delay', ms: 400, path: LIST, query: 'ordering=pk' });
      await catalog.question.getByRole('button', { name: 'Start loading' }).click();
      await catalog.tool('Pause').click();
      await expect(catalog.tool('Resume')).toBeVisible();
      await looksWell('paused', catalog);
    });

    test('in all there is to choose from', async ({ page, catalog, standin }) => {
      await standin.reset({ tokens: 500 });
      await catalog.open('/access-tokens?search=openid');
      await catalog.openFacet('Status');
      await expect(catalog.facet('Status').getByRole('checkbox').first()).toBeVisible();
      await looksWell('a facet is open', catalog);
      await page.keyboard.press('Escape');
      await catalog.openTimeline();
      await catalog.bars.nth(3).click();
      await expect(catalog.span).toBeVisible();
      await looksWell('a bar is chosen', catalog);
      await catalog.openExport();
      await looksWell('the export is open', catalog);
    });
  });
}

for (const [size, viewport] of SIZES) {
  test.describe(`${size}:`, () => {
    test.use({ viewport });

    test('a provider with a long name does not widen its facet', async ({ catalog, standin }) => {
      await standin.reset({ tokens: 500 });
      await catalog.open();
      await catalog.openFacet('Provider');
      await expect(catalog.value('Provider', 'Grafana')).toBeVisible();
      await looksWell('the facet is open', catalog);
      const { width = 0 } = (await catalog.facet('Provider').boundingBox()) ?? {};
      expect(width).toBeLessThan(400);
    });
  });
}

test.describe('a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('has what there is to choose from behind a button, which says how much is chosen', async ({ page, catalog, standin }) => {
    await standin.reset({ tokens: 300 });
    await catalog.open('/access-tokens');
    const filters = page.getByRole('button', { name: /^Filters/ });
    await expect(filters).toHaveAccessibleName('Filters');
    await expect(filters).toHaveAttribute('aria-expanded', 'false');
    await expect(catalog.facets).toBeHidden();
    await filters.focus();
    await page.keyboard.press('Enter');
    await expect(filters).toHaveAttribute('aria-expanded', 'true');
    await catalog.openFacet('Status');
    for (const status of ['Active', 'Revoked']) await catalog.value('Status', status).check();
    await expect(filters).toHaveAccessibleName('Filters 2');
    await page.keyboard.press('Escape');
    await filters.click();
    await expect(catalog.facets).toBeHidden();
    // Folded or not, it goes on counting.
    await page.goBack();
    await expect(filters).toHaveAccessibleName('Filters 1');
  });
});

test('an end that cannot be read is unknown everywhere, and nowhere never', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, claims: {}, scope: ['openid'] } as const;
  const [unknown = 0, past = 0, never = 0, ends = 0] = await standin.change(
    { ...add, expires_in: 3_000_000_000_000 }, // a year of five digits
    { ...add, expires_in: -3_600, expiring: false }, // authentik does not apply it
    { ...add, expires_in: null },
    { ...add, expires_in: 3_600 },
  );
  await catalog.open();
  await expect(catalog.list.cell(unknown, 'Status')).toHaveText('End unknown');
  await expect(catalog.list.cell(unknown, 'Expires')).toHaveText('Unknown');
  await expect(catalog.list.cell(unknown, 'Findings')).toHaveText('');
  await expect(catalog.list.cell(past, 'Status')).toHaveText('Never expires');
  await expect(catalog.list.cell(past, 'Expires')).toHaveText('1 hour ago, not applied');
  await expect(catalog.list.cell(past, 'Findings')).toContainText('Past its expiry date, still accepted');
  await expect(catalog.count('Live')).toHaveAccessibleName('Live 4');
  await expect(catalog.count('Never expiring')).toHaveAccessibleName('Never expiring 2');
  for (const [text, pks] of [
    ['status:unknown', [unknown]],
    ['expires:unknown', [unknown]],
    ['status:never', [never, past]],
    ['expires:never', [never, past]],
    ['expires:>30d', [never, past]],
    ['status:live', [ends, never, past, unknown]],
    ['expires:<1d', [ends]],
    ['finding:never-expires', [never]],
    ['finding:overdue', [past]],
  ] as const) {
    await catalog.search(text);
    await catalog.matches(pks.length);
    expect(await catalog.list.pks(), text).toEqual(pks);
  }
  await catalog.search('');
  await catalog.openTimeline();
  await expect(catalog.timeline.getByRole('link', { name: 'Never expires: 2' })).toBeVisible();
  await catalog.timeline.getByRole('link', { name: 'Expiry unknown: 1' }).click();
  await catalog.matches(1);
  expect(catalog.list.params()).toEqual({ expires: 'unknown' });
  await expect(catalog.span).toHaveAccessibleName('Remove filter Expires: unknown');
  await catalog.span.click();
  await catalog.openFacet('Status');
  await expect.poll(() => catalog.counts('Status')).toEqual({ 'End unknown': 1, 'Never expires': 2, Active: 1 });
  await catalog.value('Status', 'End unknown').check();
  await catalog.matches(1);
  await page.keyboard.press('Escape');
  await catalog.list.link(unknown).click();
  await expect(catalog.list.drawer.fact('Token', 'Status')).toContainText('End unknown');
  await expect(catalog.list.drawer.fact('Token', 'Expires')).toContainText('authentik sent no readable date');
});
