import type { Route } from '@playwright/test';

import { LONG } from '../fixtures';
import { LIST, everything, expect, mostAtOnce, readingRequests, settled, status, test } from '../pages/catalog';

/** Slow enough for a reading to be watched, and for several requests to be under way at once. */
const SLOW = { kind: 'delay', ms: 150, path: LIST, query: 'ordering=pk' };

test('asks before it makes a hundred requests, and makes none unless it is told to', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  await standin.forgetRequests();
  await catalog.readAll.click();
  await expect(catalog.question).toContainText('all 10,000 tokens');
  await expect(catalog.question).toContainText('100 requests of 100 rows each');
  await catalog.question.getByRole('button', { name: 'Not now' }).click();
  await expect(catalog.question).toHaveCount(0);
  await expect(catalog.list.links).toHaveCount(20);
  expect(await standin.requests(LIST)).toEqual([]);
  await expect(page.getByRole('progressbar')).toHaveCount(0);
});

test('reads all 10,000 tokens, a few requests at a time, and misses none', async ({ catalog, standin, authentik }) => {
  const all = await everything(authentik);
  await catalog.list.open();
  await standin.forgetRequests();
  await standin.faults({ ...SLOW, ms: 30 });
  await catalog.readAll.click();
  await catalog.question.getByRole('button', { name: 'Start loading' }).click();
  await expect(catalog.progress).toHaveAttribute('aria-valuemax', '10000');
  await expect(catalog.progress).toHaveAttribute('aria-valuetext', /^[\d,]+ of 10,000 loaded so far/);
  // The rows that are there can be worked with.
  await expect(catalog.list.links.first()).toBeVisible();
  await catalog.isRead();
  await expect(catalog.state).toContainText('All 10,000 access tokens loaded at');
  await expect(catalog.progress).toHaveCount(0);

  const asked = readingRequests(await standin.requests(LIST));
  for (const { query } of asked) {
    const parameters = Object.fromEntries(new URLSearchParams(query));
    expect(parameters).toMatchObject({ ordering: 'pk', page_size: '100', include_groups: 'false', include_roles: 'false' });
  }
  expect(asked.length).toBeGreaterThanOrEqual(100);
  expect(asked.length, 'and hardly one twice').toBeLessThan(105);
  expect(mostAtOnce(asked)).toBeGreaterThan(1);
  expect(mostAtOnce(asked)).toBeLessThanOrEqual(4);
  await catalog.list.showsRange('1–20 of 10,000');
  expect(await catalog.pks()).toEqual(all.map(({ pk }) => pk).reverse());
});

test('can be paused, resumed and given up; the rows can be used meanwhile', async ({ page, catalog, standin }) => {
  await page.clock.install();
  await catalog.list.open();
  await standin.faults(SLOW);
  await standin.forgetRequests();
  await catalog.readAll.click();
  await catalog.question.getByRole('button', { name: 'Start loading' }).click();
  await expect(catalog.progress).toHaveAttribute('aria-valuetext', /^[1-9]\d\d of 10,000 loaded so far/);
  await catalog.tool('Pause').click();
  await expect(catalog.progress).toHaveAttribute('aria-valuetext', /paused$/);
  const asked = async () => readingRequests(await standin.requests(LIST));
  await expect.poll(async () => (await asked()).every(({ took_ms }) => took_ms !== null), 'what was under way').toBe(true);
  const before = (await asked()).length;
  await expect.poll(async () => Number(await catalog.progress.getAttribute('aria-valuenow'))).toBe(before * 100);

  // A minute passes, and a person works with what is there.
  await page.clock.runFor(60_000);
  await catalog.list.step('Next').click();
  await catalog.list.showsRange(`21–40 of ${(before * 100).toLocaleString('en-US')}`);
  await catalog.list.headerButton('User').click();
  await expect(catalog.list.header('User')).toHaveAttribute('aria-sort', 'ascending');
  await expect(catalog.list.links).toHaveCount(20);
  expect(await asked(), 'none after those under way').toHaveLength(before);

  await catalog.tool('Resume').click();
  await expect.poll(async () => (await asked()).length).toBeGreaterThan(before + 1);
  await expect(catalog.progress).toHaveAttribute('aria-valuetext', /loaded so far/);
  await catalog.tool('Cancel').click();
  await expect(catalog.progress).toHaveCount(0);
  await expect.poll(async () => (await asked()).every(({ took_ms, abandoned }) => took_ms !== null || abandoned)).toBe(true);
  const after = (await asked()).length;
  await page.clock.runFor(60_000);
  expect(await asked(), 'given up').toHaveLength(after);
  await expect(catalog.readAll).toBeVisible();
});

test('an address that only the whole set can answer asks first, where that is much', async ({ page, catalog, standin }) => {
  await page.goto('/access-tokens?status=expired');
  await expect(catalog.question).toContainText('10,000');
  await expect(catalog.list.links).toHaveCount(0);
  expect(readingRequests(await standin.requests(LIST))).toEqual([]);
  await catalog.question.getByRole('button', { name: 'Start loading' }).click();
  await catalog.isRead();
  expect(catalog.list.params()).toEqual({ status: 'expired' });
  await expect(catalog.list.links).toHaveCount(20);
  for (const cell of await catalog.list.table.getByRole('row').filter({ has: catalog.list.links }).all()) {
    await expect(cell.getByText('Expired', { exact: true })).toBeVisible();
  }
});

test('an address that only the whole set can answer is answered, where that is little', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?status=expired,revoked&page_size=100');
  await expect(catalog.question).toHaveCount(0);
  const wanted = all.filter((token) => ['Expired', 'Revoked'].includes(status(token)));
  await catalog.matches(wanted.length);
  expect(await catalog.list.pks()).toEqual(wanted.map(({ pk }) => pk).reverse().slice(0, 100));
});

test('what makes no sense in the address is named, and the rest counts', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 200 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?status=active,sleepy&finding=boredom&expires=soon&active=perhaps');
  const notice = page.getByRole('status').filter({ hasText: 'was not understood and ignored' });
  await expect(notice).toHaveText(/status=sleepy, finding=boredom, expires=soon, active=perhaps$/);
  await catalog.matches(all.filter((token) => status(token) === 'Active').length);
});

test('a row that authentik cannot render is found and named, and all others are there', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await everything(authentik);
  await catalog.list.open();
  await standin.faults({ kind: 'broken-row', pk: 437 });
  await catalog.readAll.click();
  await catalog.isRead();
  await expect(page.getByRole('status').filter({ hasText: '1 token cannot be read and is not counted below.' })).toBeVisible();
  await page.getByText('Which', { exact: true }).click();
  const named = page.getByRole('listitem').filter({ hasText: 'authentik cannot read this token' });
  await expect(named).toHaveCount(1);
  await expect(named).toContainText(/it is between tokens 436 and 438\. Request ID [0-9a-f]{32}$/);
  expect(await catalog.pks()).toEqual(all.map(({ pk }) => pk).filter((pk) => pk !== 437).reverse());
});

test('a user whose attributes no reader of JSON takes is read with all others', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await everything(authentik);
  await standin.faults({ kind: 'odd-attribute', user: 2, levels: 254 });
  await catalog.open();
  await expect(page.getByRole('status').filter({ hasText: 'cannot be read' })).toHaveCount(0);
  expect(await catalog.pks()).toEqual(all.map(({ pk }) => pk).reverse());
});

for (const [name, fault] of [
  ['a pause that authentik asks for', { kind: 'too-many', retry_after: 1 }],
  ['a restart of authentik', { kind: 'starting', retry_after: 1 }],
  ['a connection that breaks', { kind: 'drop-midway' }],
  ['an answer that breaks off', { kind: 'truncated' }],
] as const) {
  test(`${name} in the middle is waited for, and nothing is lost`, async ({ catalog, standin, authentik }) => {
    await standin.reset({ tokens: 1_000 });
    const all = await everything(authentik);
    await catalog.list.open();
    await standin.faults({ ...fault, path: LIST, after: 4, times: 2 });
    await standin.forgetRequests();
    await catalog.readAll.click();
    await catalog.isRead();
    expect((await standin.requests(LIST)).filter(({ faults }) => faults.length > 0).length, 'it happened').toBeGreaterThan(0);
    await expect(catalog.list.alerts).toHaveCount(0);
    expect(await catalog.pks()).toEqual(all.map(({ pk }) => pk).reverse());
  });
}

test('of two that fail at once, the longer wait counts', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  await page.clock.install();
  await catalog.list.open();
  await page.clock.pauseAt(Date.now() + 60_000);
  // The first request is made alone.
  let asked = 0;
  const held: Route[] = [];
  await page.route(/ordering=pk&/, async (route) => {
    asked += 1;
    if (asked === 2 || asked === 3) held.push(route);
    else await route.continue();
  });
  await catalog.readAll.click();
  await expect.poll(() => held.length).toBe(2);
  await held[0]?.fulfill({ status: 429, headers: { 'retry-after': '30' }, json: { detail: 'Too many.' } });
  await expect(async () => {
    await page.clock.runFor(250);
    await expect(catalog.state).toContainText('waiting to retry', { timeout: 500 });
  }).toPass();
  await standin.forgetRequests();
  const failed = page.waitForEvent('requestfailed');
  await held[1]?.abort();
  await failed;
  await page.clock.runFor(20_000);
  expect(readingRequests(await standin.requests(LIST))).toEqual([]);
  await page.clock.runFor(11_000);
  await page.clock.resume();
  await catalog.isRead();
});

test('while it is stopped, reading promises no time and no speed', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  await page.clock.install();
  await catalog.list.open();
  // First it is told to wait for so long that this cannot be missed; then there is no answer any more.
  const waits = { kind: 'starting', retry_after: 30, path: LIST, after: 8, times: 4 };
  await standin.faults({ kind: 'delay', ms: 150, path: LIST }, waits, { kind: 'router-502', path: LIST, after: 8 });
  await catalog.readAll.click();
  await expect(catalog.state).toContainText('waiting to retry');
  await expect(catalog.state).not.toContainText(/a second|left/);
  await expect(async () => {
    await page.clock.fastForward(31_000);
    await expect(catalog.list.alerts.getByRole('heading')).toHaveText('authentik cannot be reached at the moment', { timeout: 500 });
  }).toPass();
  await expect(catalog.state).toContainText('stopped');
  await expect(catalog.state).not.toContainText(/a second|left|waiting/);
  await standin.faults();
  await catalog.list.alerts.getByRole('button', { name: 'Try again' }).click();
  await catalog.isRead();
});

test('a session that ends in the middle stops the reading, which goes on once one is signed in', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await everything(authentik);
  await catalog.list.open();
  await standin.faults({ kind: 'session-ended', path: LIST, after: 4 });
  await catalog.readAll.click();
  await expect(catalog.list.alerts).toContainText(/session|signed in/i);
  await expect(catalog.list.alerts.getByRole('link', { name: 'Sign in' })).toBeVisible();
  await expect(catalog.list.links.first(), 'what was read stays').toBeVisible();
  await standin.signIn('superuser');
  await standin.forgetRequests();
  await catalog.list.alerts.getByRole('button', { name: 'Try again' }).click();
  await catalog.isRead();
  await expect(catalog.list.alerts).toHaveCount(0);
  expect(readingRequests(await standin.requests(LIST)).length, 'it goes on, and does not begin again').toBeLessThan(10);
  expect(await catalog.pks()).toEqual(all.map(({ pk }) => pk).reverse());
});

test('a refresh reads what changed and not everything, and says what that was', LONG, async ({ catalog, standin, authentik }) => {
  test.slow();
  const before = await everything(authentik);
  await catalog.list.open();
  await catalog.readAll.click();
  await catalog.question.getByRole('button', { name: 'Start loading' }).click();
  await catalog.isRead();

  // Those whose end is longest ago, as authentik cleans up.
  const gone = before.filter(({ is_expired }) => is_expired);
  gone.sort((one, other) => Date.parse(one.expires ?? '') - Date.parse(other.expires ?? '')).splice(30);
  const live = before.filter(({ pk, is_expired, revoked }) => pk > 5_000 && !is_expired && !revoked).slice(0, 5);
  await standin.change(
    { action: 'add', user: 2, provider: 1, count: 50 },
    { action: 'delete', pks: gone.map(({ pk }) => pk) },
    { action: 'revoke', pks: live.map(({ pk }) => pk) },
  );
  const after = await everything(authentik);
  await standin.forgetRequests();
  await catalog.list.refresh.click();
  await expect(catalog.state).toContainText(/^All 10,020 access tokens loaded at .* · 50 new, 30 removed, 5 revoked, in (\d|10) requests$/);
  expect((await standin.requests(LIST)).length, 'less than a tenth of the first reading').toBeLessThan(10);
  await catalog.list.showsRange('1–20 of 10,020');
  expect(await catalog.list.pks()).toEqual(after.map(({ pk }) => pk).reverse().slice(0, 20));
  await catalog.search('status:revoked');
  await catalog.matches(after.filter(({ revoked }) => revoked).length);
  await catalog.search('');
  expect(await catalog.pks()).toEqual(after.map(({ pk }) => pk).reverse());

  await catalog.list.refresh.click();
  await expect(catalog.state).toContainText('no token changed');
});

test('a refresh sees who was deactivated and what was renamed, though their tokens stayed as they were', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  await catalog.list.open();
  await catalog.readAll.click();
  await catalog.isRead();
  const theirs = (await everything(authentik)).filter(({ user }) => user.is_active);
  const { user, provider } = theirs.at(-1) ?? theirs[0]!;
  await catalog.search(`user:${user.username} finding:deactivated-user`);
  await catalog.matches(0);
  await standin.change(
    { action: 'deactivate-user', user: user.pk },
    { action: 'rename-provider', provider: provider.pk, name: 'Renamed since' },
  );
  await catalog.list.refresh.click();
  await expect(catalog.state).toContainText('no token changed');
  const after = await everything(authentik);
  const live = (token: (typeof after)[number]) => !['Expired', 'Revoked'].includes(status(token));
  await catalog.matches(after.filter((token) => token.user.pk === user.pk && live(token)).length);
  await catalog.search('provider:"renamed since"');
  await catalog.matches(after.filter((token) => token.provider.pk === provider.pk).length);
});

test('what somebody else is not shown is not called gone', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 1_000 });
  await catalog.open();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await standin.signIn('member');
  await catalog.list.refresh.click();
  await expect(page.getByText('You are now signed in as member. Everything loaded as akadmin was discarded.')).toBeVisible();
  await expect(catalog.readAll).toBeVisible();
  await expect(catalog.state).toHaveCount(0);
  await expect(page.getByText(/\d removed/)).toHaveCount(0);
  await expect(page.getByRole('banner')).toContainText('Signed in as member');
  await catalog.list.settled();
  await catalog.readAll.click();
  await catalog.isRead();
});

const manyPages = {
  pagination: { next: 2, previous: 0, count: 600, current: 1, total_pages: 6, start_index: 1, end_index: 100 },
  results: [],
};
for (const fault of [{ kind: 'html-500' }, { kind: 'forbidden' }, { kind: 'drop' }, { kind: 'answer', body: manyPages }]) {
  test(`that a refresh could not ask who was deactivated is said until one can (${fault.kind})`, async ({ page, catalog, standin }) => {
    await standin.reset({ tokens: 1_000 });
    await catalog.open();
    await standin.faults({ ...fault, path: '/api/v3/core/users/', query: 'is_active=false' });
    await catalog.list.refresh.click();
    await expect(catalog.state).toContainText('no token changed');
    const notice = page.getByRole('status').filter({ hasText: 'authentik did not say who was deactivated' });
    await expect(notice).toBeVisible();
    await standin.faults();
    await catalog.list.refresh.click();
    await expect(notice).toHaveCount(0);
    await expect(catalog.state).toContainText('no token changed');
  });
}

test('where all rows stand below each other, those in sight are on the page, and no others', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 2_000 });
  const all = await everything(authentik);
  await catalog.open('/access-tokens?ordering=pk');
  await catalog.list.rowsPerPage.selectOption('All');
  await catalog.list.showsRange('1–2,000 of 2,000');
  expect(catalog.list.params()).toMatchObject({ rows: 'all' });
  const pks = all.map(({ pk }) => pk);
  const shown = async () => {
    const shown = await catalog.list.pks();
    expect(shown.length).toBeLessThan(80);
    const from = pks.indexOf(shown[0] ?? 0);
    expect(shown, 'without gaps').toEqual(pks.slice(from, from + shown.length));
    return shown;
  };
  expect((await shown())[0]).toBe(pks[0]);
  await catalog.scroll(20_000);
  await expect(catalog.list.link(pks[0] ?? 0)).toHaveCount(0);
  await expect.poll(async () => (await catalog.list.pks())[0] ?? 0).toBeGreaterThan(pks[100] ?? 0);
  await shown();
  // Another question begins at its top.
  await catalog.list.headerButton('Token').click();
  await expect(catalog.list.link(pks.at(-1) ?? 0)).toBeInViewport();
  expect((await catalog.list.pks())[0]).toBe(pks.at(-1));
});

test('where all rows stand below each other, the last is reached and the page stays as high as it was', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  await catalog.open('/access-tokens?ordering=pk&rows=all');
  await catalog.list.showsRange('1–2,000 of 2,000');
  const height = () => page.evaluate(() => document.documentElement.scrollHeight);
  const before = await height();
  await catalog.scroll(20_000);
  await expect(catalog.list.link(1)).toHaveCount(0);
  await catalog.scroll(1_000_000);
  await expect(catalog.list.link(2_000)).toBeInViewport();
  expect(await height()).toBe(before);
});

test('where all rows stand below each other, one leap leads from the first to the last', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 2_000 });
  await catalog.open('/access-tokens?ordering=pk');
  await catalog.list.rowsPerPage.selectOption('All');
  await catalog.list.showsRange('1–2,000 of 2,000');
  await expect(catalog.list.link(1)).toBeInViewport();
  await catalog.list.table.locator('..').evaluate((frame) => frame.scrollTo(0, frame.scrollHeight));
  await expect(catalog.list.link(2_000)).toBeInViewport();
});
