import { LIST, TokenListPage, expect, question, test } from '../pages/test';

test('the address holds everything, and reproduces it elsewhere', async ({ page, context, list }) => {
  await list.open();
  await list.search.fill('mobile');
  await list.option(/^Mobile App/).click();
  await expect(list.chip('Provider', 'Mobile App (public)')).toBeVisible();
  await list.headerButton('Expires').click();
  await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
  await list.headerButton('Expires').click();
  await list.rowsPerPage.selectOption('10');
  await list.showsRange('1–10 of [\\d,]+');
  await list.step('Next').click();
  await list.showsRange('11–20 of [\\d,]+');
  const pks = await list.pks();
  const open = pks[2] ?? 0;
  await list.link(open).click();
  await expect(list.drawer.section('Claims')).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/access-tokens/${open}`);
  expect(list.params()).toEqual({ provider: '2', ordering: '-expires', page: '2', page_size: '10' });

  const other = new TokenListPage(await context.newPage());
  await other.page.goto(page.url());
  await expect(other.drawer.of(open)).toBeVisible();
  await other.showsRange('11–20 of [\\d,]+');
  expect(await other.pks()).toEqual(pks);
  await expect(other.chip('Provider', 'Mobile App (public)')).toBeVisible();
  await expect(other.header('Expires')).toHaveAttribute('aria-sort', 'descending');
  await expect(other.page).toHaveTitle(`Access token ${open} · Tokenscope`);
  expect(other.page.url()).toBe(page.url());
});

test('back and forward go through what was looked at', async ({ page, list }) => {
  await list.open();
  const start = await list.pks();
  await list.headerButton('User').click();
  await expect(list.header('User')).toHaveAttribute('aria-sort', 'ascending');
  await list.hasRows();
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  const second = await list.pks();
  await list.link(second[0] ?? 0).click();
  await expect(list.drawer.of(second[0] ?? 0)).toBeVisible();
  await list.drawer.next.click();
  await expect(list.drawer.of(second[1] ?? 0)).toBeVisible();

  await page.goBack();
  await expect(list.drawer.any, 'from token to token is one step').toHaveCount(0);
  await list.showsRange('21–40 of 10,000');
  expect(await list.pks()).toEqual(second);
  await page.goBack();
  await list.showsRange('1–20 of 10,000');
  await expect(list.header('User')).toHaveAttribute('aria-sort', 'ascending');
  await page.goBack();
  await expect(list.header('Token')).toHaveAttribute('aria-sort', 'descending');
  await expect.poll(() => list.pks()).toEqual(start);
  await expect(page).toHaveURL('/access-tokens');
  await page.goForward();
  await page.goForward();
  await list.showsRange('21–40 of 10,000');
  await expect.poll(() => list.pks()).toEqual(second);
  await page.goForward();
  await expect(list.drawer.of(second[1] ?? 0)).toBeVisible();
});

test('nonsense is passed over, with a word about it, and nothing else is lost', async ({ page, list, standin }) => {
  await list.open('/access-tokens?page=abc&ordering=scope&page_size=7&user=x&foo=%3Cb%3E&provider=1');
  const notice = page.getByRole('status').filter({ hasText: 'Part of the link was not understood and ignored' });
  await expect(notice).toHaveText(/: page=abc, ordering=scope, page_size=7, user=x, foo=<b>$/);
  await expect(list.chip('Provider', 'Grafana')).toBeVisible();
  const seen = (await standin.requests(LIST)).map(({ query }) => question(query));
  expect(seen).toEqual([{ ordering: '-pk', page: '1', page_size: '20', provider: '1' }]);
  await list.headerButton('Expires').click();
  await expect(notice).toHaveCount(0);
  expect(list.params()).toEqual({ ordering: 'expires', provider: '1' });

  await list.open('/access-tokens/12x4?page=2');
  await expect(notice).toHaveText(/: token=12x4$/);
  await expect(list.drawer.any).toHaveCount(0);
  await list.showsRange('21–40 of 10,000');
});

test('an ordering that another kind knows is named as ignored', async ({ page }) => {
  await page.goto('/authorization-codes?ordering=revoked');
  await expect(page.getByText('ordering=revoked')).toBeVisible();
  await expect(page.getByRole('table', { name: 'Authorization codes' })).toHaveAttribute('aria-busy', 'false');
});

test('a path that leads nowhere says so, and shows the access tokens', async ({ page, list }) => {
  for (const path of ['/nothing/of/the/sort', '/access-tokens/1/2']) {
    await list.open(path);
    await expect(page.getByRole('status').filter({ hasText: 'Page not found' })).toBeVisible();
  }
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  await expect(page.getByText('Page not found')).toHaveCount(0);
});

test('the bare address becomes that of the access tokens, in place', async ({ page, list }) => {
  await page.goto('/standin/');
  await list.open('/');
  await expect(page).toHaveURL('/access-tokens');
  await expect(page).toHaveTitle('Access tokens · Tokenscope');
  await page.goBack();
  await expect(page).toHaveURL('/standin/');
});

test('a search text survives the address, whatever is in it', async ({ page, list, standin }) => {
  const text = 'a&b=c #1 100% + "ü" 孤 <i>?/';
  await list.open();
  await list.search.fill(text);
  await list.search.press('Enter');
  const readAll = page.getByRole('button', { name: 'Load all 10,000 tokens' });
  await expect(readAll).toBeVisible();
  expect(list.params()).toEqual({ search: text });
  await page.reload();
  await expect(list.search).toHaveValue(text);
  await expect(readAll).toBeVisible();
  await expect(page.getByText(`“${text}”`).first()).toBeVisible();
  const asked = (await standin.requests(LIST)).map(({ query }) => question(query).search);
  expect(new Set(asked)).toEqual(new Set([undefined, text]));
});

test('the kinds of token have addresses of their own', async ({ page, list }) => {
  await list.open('/access-tokens?page=3');
  await expect(list.tab('Access tokens')).toHaveAttribute('aria-current', 'page');
  for (const [kind, path] of [['Refresh tokens', '/refresh-tokens'], ['Authorization codes', '/authorization-codes']] as const) {
    await list.tab(kind).click();
    const other = new TokenListPage(page, kind);
    await other.hasRows();
    await expect(page).toHaveURL(path);
    await expect(page).toHaveTitle(`${kind} · Tokenscope`);
    await expect(page.getByRole('heading', { name: kind, level: 1 })).toBeVisible();
    await expect(list.tab(kind)).toHaveAttribute('aria-current', 'page');
    await expect(list.tab('Access tokens')).not.toHaveAttribute('aria-current');
  }
  await page.goBack();
  await page.goBack();
  await list.showsRange('41–60 of 10,000');
});
