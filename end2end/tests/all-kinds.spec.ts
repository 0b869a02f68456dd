import { CatalogPage, type Token, TokenListPage, axeInBothThemes, expect, test } from '../pages/selection';
import type { Kind } from '../pages/token_list';
import { DeletionPage } from '../pages/deletion';

const PATHS: [Kind, string][] = [
  ['Access tokens', 'access_tokens'],
  ['Refresh tokens', 'refresh_tokens'],
  ['Authorization codes', 'authorization_codes'],
];

interface Answer {
  pagination: { count: number };
  results: Token[];
}

const counted = (count: number) => count.toLocaleString('en-US');

test('the newest of each kind stand on one page, with their counts and the way to all', async ({ page, list, authentik }) => {
  await list.open();
  await page.getByRole('link', { name: 'All kinds', exact: true }).click();
  await expect(page).toHaveURL(/\/all-tokens$/);
  await expect(page).toHaveTitle('All tokens · Tokenscope');
  await expect(page.getByRole('heading', { level: 1, name: 'All tokens' })).toBeVisible();
  await expect(page.getByRole('link', { name: 'All kinds', exact: true })).toHaveAttribute('aria-current', 'page');
  await expect(list.tab('Access tokens')).not.toHaveAttribute('aria-current');
  let all = 0;
  for (const [kind, path] of PATHS) {
    const { pagination, results } = await authentik.get<Answer>(`/api/v3/oauth2/${path}/?ordering=-pk&page_size=5`);
    const region = page.getByRole('region', { name: kind });
    const there = new TokenListPage(page, kind);
    await expect(region.getByRole('link', { name: `Show all ${counted(pagination.count)}` })).toBeVisible();
    expect(await there.pks(), 'the list of one kind is out of sight').toEqual(results.map(({ pk }) => pk));
    const [first] = results;
    await expect(there.row(first?.pk ?? 0)).toContainText(first?.user.username ?? '-');
    all += pagination.count;
  }
  await expect(page.getByRole('status').filter({ hasText: `The newest of ${counted(all)} tokens` })).toBeVisible();
  await axeInBothThemes(page);
});

test('what is filtered stays filtered on the way there, into a list, and to a token', async ({ page, list, authentik }) => {
  const { results } = await authentik.get<Answer>('/api/v3/oauth2/refresh_tokens/?ordering=-pk&page_size=1');
  const token = results[0];
  const user = token?.user ?? { pk: 0, username: '' };
  await list.open(`/access-tokens?user=${user.pk}`);
  await page.getByRole('link', { name: 'All kinds', exact: true }).click();
  await expect(page).toHaveURL(`/all-tokens?user=${user.pk}`);
  await expect(list.chip('User', user.username)).toBeVisible();
  const refresh = new TokenListPage(page, 'Refresh tokens');
  await refresh.link(token?.pk ?? 0).click();
  await expect(page).toHaveURL(`/refresh-tokens/${token?.pk}?user=${user.pk}`);
  await expect(refresh.drawer.of(token?.pk ?? 0)).toBeVisible();
  // And from there to everything of this user.
  await refresh.drawer.of(token?.pk ?? 0).getByRole('link', { name: 'This user, all kinds' }).click();
  await expect(page).toHaveURL(`/all-tokens?user=${user.pk}`);
  await page.getByRole('region', { name: 'Refresh tokens' }).getByRole('link', { name: /^Show/ }).click();
  await expect(page).toHaveURL(`/refresh-tokens?user=${user.pk}`);
  await refresh.hasRows();
  await page.goBack();
  await list.chip('User', user.username).click();
  await expect(page).toHaveURL('/all-tokens');
});

test('a shared link names its user, and says what it cannot mean here', async ({ page, list, authentik }) => {
  const { results } = await authentik.get<Answer>('/api/v3/oauth2/access_tokens/?ordering=-pk&page_size=1');
  const user = results[0]?.user ?? { pk: 0, username: '' };
  await page.goto(`/all-tokens?user=${user.pk}&scope=openid&page=7&ordering=expires`);
  await expect(list.chip('User', user.username)).toBeVisible();
  await expect(page.getByText(/was not understood and ignored: scope=openid/)).toBeVisible();
});

test('a text is searched for in all kinds; what only a list can answer is said', async ({ page, list }) => {
  await page.goto('/all-tokens?search=grafana');
  const region = page.getByRole('region', { name: 'Access tokens' });
  // authentik cannot search tokens; the list says how all of them can be searched.
  await expect(region).toContainText('authentik cannot search these tokens');
  await list.search.fill('scope:openid');
  await list.search.press('Enter');
  await expect(region).toContainText('This search needs all tokens of the kind');
  await region.getByRole('link', { name: 'Show in a list' }).click();
  await expect(page).toHaveURL('/access-tokens?search=scope%3Aopenid');
});

test('a kind that is refused says so in its place; the others are there', async ({ page, standin }) => {
  await standin.faults({ kind: 'forbidden', path: '/api/v3/oauth2/refresh_tokens/' });
  await page.goto('/all-tokens');
  const refused = page.getByRole('region', { name: 'Refresh tokens' });
  await expect(refused.getByRole('alert')).toBeVisible();
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(new TokenListPage(page, 'Access tokens').links).toHaveCount(5);
  await standin.faults();
  await refused.getByRole('button', { name: 'Try again' }).click();
  await expect(new TokenListPage(page, 'Refresh tokens').links).toHaveCount(5);
  await expect(page.getByRole('alert')).toHaveCount(0);
});

test('what keeps all kinds away is said once', async ({ page, standin }) => {
  await standin.signOut();
  await page.goto('/all-tokens');
  await expect(page.getByRole('alert')).toHaveCount(1);
  await expect(page.getByRole('alert')).toContainText('signed in');
  await standin.signIn('superuser');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).click();
  await expect(new TokenListPage(page, 'Access tokens').links).toHaveCount(5);
});

test('whoever sees only their own tokens sees those of each kind', async ({ page, standin }) => {
  await page.goto('/all-tokens');
  await expect(new TokenListPage(page, 'Access tokens').links).toHaveCount(5);
  await standin.signIn('member');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const users = new TokenListPage(page, 'Access tokens').table.getByRole('cell').filter({ hasText: 'Mira Member' });
  await expect(users).toHaveCount(5);
});

test('everything of a user is deleted from here, and is gone here', async ({ page, authentik }) => {
  const { results } = await authentik.get<Answer>('/api/v3/oauth2/authorization_codes/?ordering=-pk&page_size=1');
  const user = results[0]?.user.pk ?? 0;
  await page.goto(`/all-tokens?user=${user}`);
  const said = await page.getByRole('status').filter({ hasText: /^The newest of / }).textContent();
  const count = Number(said?.match(/\d+/)?.[0]);
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: `Delete ${count} tokens…` }).click();
  const deletion = new DeletionPage(page);
  await deletion.go(count);
  await deletion.finished();
  await deletion.button('Done').click();
  for (const [kind] of PATHS) await expect(page.getByRole('region', { name: kind })).toContainText('None');
});

test('with all tokens of a kind in memory, the page of all kinds is as it was', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 1_000 });
  await new CatalogPage(page).open();
  await page.getByRole('link', { name: 'All kinds', exact: true }).click();
  await expect(list.links).toHaveCount(5);
  await list.tab('Access tokens').click();
  await list.hasRows();
  await list.showsRange('1–20 of 1,000');
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('all tabs are in sight, by a word each, and nothing is beside the page', async ({ page, list }) => {
    await page.goto('/all-tokens');
    await expect(list.links).toHaveCount(5);
    const tabs = page.getByRole('navigation', { name: 'Kinds of tokens' }).getByRole('link');
    expect(await tabs.count()).toBe(4);
    for (const tab of await tabs.all()) await expect(tab).toBeInViewport({ ratio: 1 });
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
    await axeInBothThemes(page);
  });
});
