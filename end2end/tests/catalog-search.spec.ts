import { LIST, type Token, everything, expect, isNotApplied, newest, readingRequests, settled, status, test } from '../pages/catalog';

const USERS = '/api/v3/core/users/';
const DAY = 86_400_000;

/** Without case and accents. */
function folded(text: string): string {
  return text.normalize('NFKD').replace(/\p{Mn}/gu, '').toLowerCase();
}

function userTexts({ user }: Token): string[] {
  return [user.username, user.name, String(user['email'] ?? '')];
}

function providerTexts({ provider }: Token): string[] {
  const { name, client_id, assigned_application_name, assigned_application_slug } = provider;
  return [name, client_id, assigned_application_name, assigned_application_slug].map((text) => String(text ?? ''));
}

/** Whether a word is in any text that a search looks at. */
function anywhere(token: Token, word: string): boolean {
  const { sub } = JSON.parse(token.id_token || '{}') as { sub?: string };
  const texts = [...userTexts(token), ...providerTexts(token), ...token.scope, sub ?? '', String(token.pk)];
  return texts.some((text) => folded(text).includes(word));
}

const isIn = (texts: string[], word: string) => texts.some((text) => folded(text).includes(word));
const neverEnds = (token: Token) => token.expires === null || isNotApplied(token);
const left = (token: Token) => (token.expires === null || neverEnds(token) ? Infinity : Date.parse(token.expires) - Date.now());

/** What is typed, and which tokens that means. */
const SEARCHES: [string, (token: Token) => boolean][] = [
  ['novak grafana', (token) => anywhere(token, 'novak') && anywhere(token, 'grafana')],
  ['GRAFANA Novak', (token) => anywhere(token, 'novak') && anywhere(token, 'grafana')],
  ['jurgen', (token) => anywhere(token, 'jurgen')],
  ['JÜRGEN', (token) => anywhere(token, 'jurgen')],
  ['"Mobile App"', (token) => anywhere(token, 'mobile app')],
  ['app mobile', (token) => anywhere(token, 'app') && anywhere(token, 'mobile')],
  ['grafana -offline_access', (token) => anywhere(token, 'grafana') && !anywhere(token, 'offline_access')],
  ['-user:outpost provider:vault', (token) => !isIn(userTexts(token), 'outpost') && isIn(providerTexts(token), 'vault')],
  ['user:mira', (token) => isIn(userTexts(token), 'mira')],
  ['scope:goauthentik.io/api', ({ scope }) => isIn(scope, 'goauthentik.io/api')],
  ['status:revoked', (token) => status(token) === 'Revoked'],
  ['status:live', (token) => ['Active', 'Never expires'].includes(status(token))],
  ['-status:live', (token) => ['Expired', 'Revoked'].includes(status(token))],
  ['status:active', (token) => status(token) === 'Active'],
  ['finding:never-expires', (token) => status(token) === 'Never expires' && token.expires === null],
  ['finding:overdue', (token) => status(token) === 'Never expires' && token.expires !== null],
  ['finding:deactivated-user', (token) => !token.user.is_active && !['Expired', 'Revoked'].includes(status(token))],
  ['expires:<7d', (token) => left(token) > 0 && left(token) <= 7 * DAY],
  ['expires:never', neverEnds],
  ['123', (token) => anywhere(token, '123')],
  ['nobody-has-this', () => false],
];

test('searches all tokens by words, phrases, fields and what is left out, as the address says', async ({ catalog, standin, authentik }) => {
  test.slow();
  await standin.reset({ tokens: 2_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  await standin.forgetRequests();
  for (const [text, fits] of SEARCHES) {
    await test.step(text, async () => {
      await catalog.search(text);
      const wanted = all.filter(fits);
      if (text !== 'nobody-has-this') expect(wanted.length, 'the data have it').toBeGreaterThan(0);
      await catalog.matches(wanted.length);
      await expect.poll(() => catalog.list.pks()).toEqual(newest(wanted, () => true));
    });
  }
  await expect(catalog.page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
  expect(await standin.requests(LIST), 'authentik is not asked').toEqual([]);
});

test('what is found is marked; a reload and Back keep to the address', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?search=jurgen');
  const jurgen = all.filter((token) => anywhere(token, 'jurgen'));
  await catalog.matches(jurgen.length);
  await expect.poll(async () => new Set(await catalog.list.marks())).toEqual(new Set(['Jürgen']));
  await catalog.count('Never expiring').click();
  await expect(catalog.list.search, 'a count is a filter beside the search').toHaveValue('jurgen');
  await catalog.matches(jurgen.filter((token) => status(token) === 'Never expires').length);
  await page.goBack();
  await expect(catalog.list.search).toHaveValue('jurgen');
  await catalog.matches(jurgen.length);
  expect(catalog.list.params()).toEqual({ search: 'jurgen' });
});

test('what cannot be understood is said under the box, and what may be typed next is offered', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 200 });
  await catalog.open();
  const { search, suggestions } = catalog.list;
  for (const [text, words] of [
    ['status:x', /^Unknown status: “x”\. Try live, active, never, unknown, expired, revoked\.$/],
    ['"half a phrase', 'A quote is opened here and never closed.'],
    ['finding:boredom', /^Unknown finding: “boredom”/],
    ['status:expiring', /^“expiring” is not a status\. For tokens that expire within a day, try status:active expires:<1d\.$/],
    ['expires:later', /^Not a time: “later”\. Try .*today, tonight, .* Times are in Europe\/Berlin, UTC\+[12]\.$/],
    ['usr:mira', /^Unknown field: “usr:”\. Did you mean “user:”\?/],
  ] as const) {
    await search.fill(text);
    await expect(search).toHaveAccessibleDescription(words);
  }
  await search.fill('');
  await search.pressSequentially('st');
  await expect(suggestions.getByRole('option')).toHaveCount(1);
  await search.press('ArrowDown');
  await expect(catalog.list.option(/^status:/)).toHaveAttribute('aria-selected', 'true');
  await search.press('Enter');
  await expect(search).toHaveValue('status:');
  await expect(suggestions.getByRole('option')).toHaveCount(6);
  await catalog.list.option(/^status:never/).click();
  await expect(search).toHaveValue('status:never');
  await expect.poll(() => catalog.list.params()).toEqual({ search: 'status:never' });
  await expect(search).toHaveAccessibleDescription('');
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('a name is answered completely without reading everything', async ({ page, catalog, standin, authentik }) => {
  const wanted = (await authentik.tokens('user=2&ordering=-pk&page_size=100')).results.map(({ pk }) => pk);
  await catalog.list.open();
  await standin.forgetRequests();
  await catalog.list.search.fill('mira');
  await catalog.list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'These are all tokens of' });
  await expect(notice).toContainText(/These are all tokens of 1 user that match “mira” by name, username, email or provider/);
  await expect(notice).toContainText('Scopes, client IDs and IDs in claims were not searched.');
  await catalog.list.showsRange(`1–20 of ${wanted.length}`);
  await expect.poll(() => catalog.list.pks()).toEqual(wanted.slice(0, 20));
  const asked = (await standin.requests(LIST)).filter(({ query }) => query.includes('user=2'));
  expect(asked).toHaveLength(1);
  expect(await standin.requests(USERS)).not.toEqual([]);
  await notice.getByRole('button', { name: 'Load all 10,000 tokens' }).click();
  await expect(catalog.question).toContainText('100 requests');
});

test('a name that too many have is not asked for one by one', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  await catalog.list.search.fill('user');
  await catalog.list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'too many to look up one by one' });
  await expect(notice).toContainText(/\d+ users( and .*)? match “user”/);
  await expect(notice.getByRole('button', { name: 'Load all 10,000 tokens' })).toBeVisible();
  expect((await standin.requests(LIST)).filter(({ query }) => query.includes('&user='))).toEqual([]);
});

test('what no name can answer is said, and the whole set answers it', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await everything(authentik);
  await catalog.list.open();
  await catalog.list.search.fill('scope:offline_access');
  await catalog.list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'to search for it' });
  await notice.getByRole('button', { name: 'Load all 1,000 tokens' }).click();
  await catalog.isRead();
  await expect(notice).toHaveCount(0);
  await catalog.matches(all.filter(({ scope }) => isIn(scope, 'offline_access')).length);
});

test('who may not look users up is answered out of their own tokens, which are few', async ({ page, catalog, standin }) => {
  await standin.signIn('member');
  await catalog.list.open();
  await catalog.list.search.fill('grafana');
  await catalog.list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'Searched all 48 tokens that authentik shows you' });
  await expect(notice).toContainText('“grafana”. Nothing is missing.');
  expect(await catalog.list.marks()).toContain('Grafana');
  expect(readingRequests(await standin.requests(LIST))).toHaveLength(1);
  await expect(page.getByText(/could not be searched|on this page|from the suggestions/)).toHaveCount(0);

  await catalog.list.search.fill('nobody has this');
  await catalog.list.search.press('Enter');
  await expect(page.getByRole('heading', { name: 'None of your access tokens match' })).toBeVisible();
  await expect(page.getByText(/Go to the next page|from the suggestions/)).toHaveCount(0);

  // Where all of them are on one page, there is no next one to look at.
  await catalog.list.rowsPerPage.selectOption('100');
  await expect(page.getByText('There are no others, so nothing is missing.')).toBeVisible();
  await expect(page.getByText('Go to the next page')).toHaveCount(0);
});
