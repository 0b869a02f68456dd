import { DeletionPage } from '../pages/deletion';
import { TokenListPage, axe, expect, test } from '../pages/test';

/** The numbers on the tabs. */

const [ACCESS, REFRESH, CODES] = ['Access tokens', 'Refresh tokens', 'Authorization codes'] as const;

test('each tab says how many there are, and asks for one row of what is not on screen', async ({ page, list, standin }) => {
  await list.open();
  await expect(list.tabWith(ACCESS, 10_000)).toBeVisible();
  await expect(list.tabWith(REFRESH, 2_000)).toBeVisible();
  await expect(list.tabWith(CODES, 100)).toBeVisible();
  await expect(list.tabWith(REFRESH, 2_000).getByText('2,000', { exact: true })).toBeVisible();
  const paths = async () => (await standin.countRequests()).map(({ path, status }) => [path, status]);
  const asked = [
    ['/api/v3/oauth2/refresh_tokens/', 200],
    ['/api/v3/oauth2/authorization_codes/', 200],
  ];
  expect(await paths()).toEqual(asked);
  const [rows] = await standin.requests('/api/v3/oauth2/access_tokens/');
  const [first, second] = await standin.countRequests();
  const end = (seen = rows) => (seen?.at_ms ?? 0) + (seen?.took_ms ?? 0);
  expect(first?.at_ms, 'the list comes first').toBeGreaterThanOrEqual(end());
  expect(second?.at_ms, 'one after the other').toBeGreaterThanOrEqual(end(first));

  await list.tab(REFRESH).click();
  const refresh = new TokenListPage(page, REFRESH);
  await refresh.hasRows();
  await expect(list.tabWith(ACCESS, 10_000)).toBeVisible();
  expect(await paths(), 'what is known is not asked again').toEqual(asked);
});

test('a list of some tokens alone has all of its kind counted', async ({ list, standin }) => {
  await list.open('/access-tokens?user=3');
  await expect(list.tabWith(ACCESS, 10_000)).toBeVisible();
  expect((await standin.countRequests()).map(({ path }) => path)).toContain('/api/v3/oauth2/access_tokens/');
});

test('after a refresh they are asked for again, but not all the time', async ({ page, list, standin }) => {
  await page.clock.install();
  await list.open();
  await expect(list.tabWith(CODES, 100)).toBeVisible();
  await standin.change({ action: 'add', kind: 'refresh_tokens', user: 2, provider: 1 });
  await list.refresh.click();
  await list.settled();
  await list.refresh.click();
  await list.settled();
  expect(await standin.countRequests()).toHaveLength(2);
  await page.clock.fastForward(10_000);
  await expect(list.tabWith(REFRESH, 2_001)).toBeVisible();
  await expect.poll(async () => (await standin.countRequests()).length).toBe(4);
});

test('after a deletion the numbers are those that are left', async ({ page, list, standin }) => {
  await page.clock.install();
  await list.open();
  await expect(list.tabWith(CODES, 100)).toBeVisible();
  const [pk = 0] = await list.pks();
  await list.link(pk).click();
  await list.drawer.delete();
  await new DeletionPage(page).go();
  await expect(list.tabWith(ACCESS, 9_999)).toBeVisible();
  await standin.change({ action: 'add', kind: 'refresh_tokens', user: 2, provider: 1 });
  await page.clock.fastForward(10_000);
  await expect(list.tabWith(REFRESH, 2_001), 'deleting may take others along').toBeVisible();
});

test('they are of whoever is signed in', async ({ page, list, standin }) => {
  await list.open();
  await expect(list.tabWith(CODES, 100)).toBeVisible();
  await standin.faults({ kind: 'delay', path: '/api/v3/oauth2/', query: 'page_size=1&', ms: 1_500 });
  await standin.signIn('member');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await list.showsRange('1–20 of 48');
  await expect(list.tabWith(REFRESH), 'nothing of who was here before').toBeVisible();
  await expect(list.tabWith(CODES)).toBeVisible();
  await expect(list.tabWith(ACCESS, 48)).toBeVisible();
  await expect(list.tabWith(REFRESH, 12)).toBeVisible();
  await expect(list.tabWith(CODES, 2)).toBeVisible();
});

for (const kind of ['forbidden', 'html-502', 'truncated', 'not-json']) {
  test(`a number that cannot be had is not there, without a word: ${kind}`, async ({ list, standin }) => {
    await standin.faults({ kind, path: '/api/v3/oauth2/refresh_tokens/' });
    await list.open();
    await expect(list.tabWith(CODES, 100)).toBeVisible();
    await expect(list.tabWith(REFRESH)).toBeVisible();
    await expect(list.alerts).toHaveCount(0);
    expect((await standin.countRequests()).filter(({ path }) => path.includes('refresh'))).toHaveLength(1);
  });
}

test('where nobody is signed in nothing is counted', async ({ page, list, standin }) => {
  await standin.signOut();
  await page.goto('/');
  await expect(list.alerts.filter({ hasText: 'You are not signed in' }).first()).toBeVisible();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Not signed in' })).toBeVisible();
  await expect(page.getByRole('button', { name: 'Timeline' })).toBeVisible();
  await expect(list.tabWith(REFRESH)).toBeVisible();
  expect(await standin.countRequests()).toEqual([]);
});

test('nothing moves when they come', async ({ list, standin }) => {
  await standin.faults({ kind: 'delay', query: 'page_size=1&', ms: 1_000 });
  await list.open();
  const places = () => Promise.all([ACCESS, REFRESH, CODES].map((kind) => list.tab(kind).boundingBox()));
  await expect(list.tabWith(REFRESH)).toBeVisible();
  const before = await places();
  await expect(list.tabWith(CODES, 100)).toBeVisible();
  expect(await places()).toEqual(before);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('there is no room for them, and they are told all the same', async ({ page, list }) => {
    await list.open();
    await expect(list.tabWith(REFRESH, 2_000)).toBeVisible();
    await expect(list.tabWith(REFRESH, 2_000).getByText('2,000', { exact: true })).toBeHidden();
    await axe(page);
  });
});
