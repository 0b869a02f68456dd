import { LIST, expect, readingRequests, test as catalogTest } from '../pages/catalog';
import { test } from '../pages/test';

/** One token, by itself. */
const ONE = `${LIST}9/`;

const LONG = 20_000;
const MANY = 10_000;

test('a name of 20,000 letters is shown in part, everywhere, and can be copied whole', async ({ page, context, list, standin }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const name = 'x'.repeat(LONG);
  await standin.faults(
    { kind: 'fields', of: 'user', fields: { name } },
    { kind: 'fields', of: 'provider', fields: { name, access_token_validity: name } },
  );
  await list.open('/access-tokens/9');
  const shown = `${'x'.repeat(1_000)}… (20,000 characters)`;
  const [first = 0] = await list.pks();
  await expect(list.cell(first, 'User')).toContainText(shown);
  for (const [section, fact] of [['User', 'Name'], ['Provider', 'Name'], ['Provider', 'Access token lifetime']] as const) {
    await expect(list.drawer.fact(section, fact)).toContainText(shown);
    await list.drawer.fact(section, fact).getByRole('button', { name: 'Copy the whole text' }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(name);
  }
  await list.drawer.close.click();
  await list.search.fill('member');
  await expect(list.suggestions.getByRole('option').filter({ hasText: '(20,000 characters)' }).first()).toBeVisible();
});

test('lists of ten thousand are shown in portions', async ({ list, standin }) => {
  const all = Array.from({ length: MANY }, (_, at) => at);
  const groups = all.map((at) => ({ pk: `g${at}`, name: `Group ${at}`, parent: at > 0 ? `g${at - 1}` : null }));
  const redirects = all.map((at) => ({ url: `https://a.example/${at}`, matching_mode: 'strict' }));
  const attributes = Object.fromEntries(all.map((at) => [`attribute ${at}`, { text: 'y'.repeat(10) }]));
  await standin.faults(
    { kind: 'fields', path: ONE, fields: { scope: all.map((at) => `scope-${at}`) } },
    { kind: 'fields', path: ONE, of: 'user', fields: { groups_obj: groups, attributes } },
    { kind: 'fields', path: ONE, of: 'provider', fields: { redirect_uris: redirects } },
  );
  await list.open('/access-tokens/9');
  for (const [section, name] of [['Token', 'Scopes'], ['User', 'Groups'], ['User', 'Attributes'], ['Provider', 'Redirect URIs']] as const) {
    const fact = list.drawer.fact(section, name);
    await expect(fact.getByText('200 of 10,000 shown'), name).toBeVisible();
    await fact.getByRole('button', { name: 'Show 200 more', exact: true }).click();
    await expect(fact.getByText('400 of 10,000 shown'), name).toBeVisible();
    await expect(fact.getByRole('button', { name: 'Show 200 more', exact: true }), 'it can be pressed again').toBeFocused();
  }
  await expect(list.drawer.fact('Token', 'Scopes').getByRole('listitem')).toHaveCount(400);
  await expect(list.drawer.fact('Token', 'Scopes')).toContainText('scope-399');
});

test('pictures and attributes of megabytes cost little: initials, and a value that is cut', async ({ list, standin }) => {
  const megabytes = 'A'.repeat(900_000);
  const avatar = `data:image/png;base64,${megabytes}`;
  await standin.faults({ kind: 'fields', path: ONE, of: 'user', fields: { avatar, attributes: { avatar: megabytes } } });
  await list.open('/access-tokens/9');
  const attributes = list.drawer.fact('User', 'Attributes');
  await expect(attributes).toContainText('AAA… (900,000 characters)');
  expect((await attributes.innerText()).length).toBeLessThan(1_200);
  await expect(list.drawer.section('User').locator('img')).toHaveCount(0);
});

test('a picture that authentik keeps by itself is shown', async ({ list, standin }) => {
  await standin.faults({ kind: 'fields', path: LIST, of: 'user', fields: { avatar: '/standin/avatar/3.svg' } });
  await list.open('/access-tokens/9');
  const picture = list.drawer.section('User').locator('img');
  await expect(picture).toHaveAttribute('src', '/standin/avatar/3.svg');
  await expect.poll(() => picture.evaluate((image: HTMLImageElement) => image.naturalWidth)).toBeGreaterThan(0);
});

test('another page than the one asked for is said to be one', async ({ page, list, standin }) => {
  await standin.faults({ kind: 'first-page', path: LIST });
  await page.goto('/access-tokens?page=2');
  await expect(list.alerts.getByRole('heading')).toHaveText('The server answers page 2 with page 1');
  await expect(list.alerts).toContainText('caches answers, or drops the query');
  await expect(list.links).toHaveCount(0);
  await standin.faults();
  await list.alerts.getByRole('button', { name: 'Try again' }).click();
  await list.showsRange('21–40 of 10,000');
});

catalogTest('reading all ends where another page comes, or never the last', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  for (const [kind, title] of [
    ['first-page', 'The server answers page 20 with page 1'],
    ['no-last-page', 'The server never says which page is the last'],
  ] as const) {
    await catalog.list.open();
    await standin.faults({ kind, path: LIST });
    await standin.forgetRequests();
    await catalog.readAll.click();
    await expect(catalog.list.alerts.getByRole('heading')).toHaveText(title);
    await expect(catalog.state).not.toContainText(/left|rows a second/);
    expect((await standin.requests(LIST)).length).toBeLessThan(5);
    await standin.faults();
    await catalog.list.alerts.getByRole('button', { name: 'Try again' }).click();
    await catalog.isRead();
    await expect(catalog.state).toContainText('All 2,000 access tokens loaded');
  }
});

catalogTest('what takes too long is asked for in smaller pages, and the page says so', async ({ page, catalog, standin }) => {
  await page.clock.install();
  await standin.reset({ tokens: 2_000 });
  await catalog.list.open();
  await standin.forgetRequests();
  await standin.faults({ kind: 'delay', ms: 600_000, path: LIST, query: 'page_size=100' });
  await catalog.readAll.click();
  await expect.poll(async () => (await standin.requests(LIST)).length).toBe(1);
  await page.clock.fastForward(61_000);
  // Smaller ones come in time, so a whole page is tried again, in vain.
  const whole = async () => (await standin.requests(LIST)).filter(({ query }) => query.includes('page_size=100')).length;
  await expect.poll(whole).toBeGreaterThan(1);
  await expect(catalog.state).toContainText('authentik is slow: a page took longer than 60 seconds; now full pages are tried again');
  await standin.faults();
  await page.clock.fastForward(61_000);
  await catalog.isRead();
  await expect(catalog.state).toContainText('All 2,000 access tokens loaded');
  const sizes = readingRequests(await standin.requests(LIST)).map(({ query }) => new URLSearchParams(query).get('page_size'));
  expect(sizes.slice(0, 2)).toEqual(['100', '50']);
});

catalogTest('the time that reading may take is what authentik took for the rows at hand', async ({ catalog, standin }) => {
  await standin.faults({ kind: 'delay', ms: 600, path: LIST });
  await catalog.list.open();
  await catalog.readAll.click();
  // 20 rows in 0.6 seconds and a little more are 10,000 in five minutes and a little more.
  await expect(catalog.question).toContainText(/Judging by this page, it may take about [5-9] minutes/);
});

catalogTest('where rows below each other would be higher than a browser can scroll, the page says where they end', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  await catalog.open('/access-tokens?rows=all');
  await catalog.list.showsRange('1–2,000 of 2,000');
  await catalog.list.table.evaluate((table) => {
    table.style.setProperty('--ts-row-height', '20000px');
    table.parentElement?.scrollTo(0, 100_000);
  });
  await expect(page.getByText('These are the first 800 of 2,000: a browser cannot show more rows in one list.')).toBeVisible();
  await catalog.list.showsRange('1–800 of 2,000');
});
