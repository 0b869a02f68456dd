import type { Page } from '@playwright/test';
import { LIST, TokenListPage, expect, test } from '../pages/test';

const OWN_ONLY = 'and see only your own tokens. Only superusers see everyone’s.';

const ME = '/api/v3/core/users/me/';

/** Comes back to the tab, as after signing in in another one. */
async function comeBack(page: Page): Promise<void> {
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
}

/** Comes back to the page by Back, as it was left. Chromium without a window has no back/forward cache to do it with. */
async function goBack(page: Page): Promise<void> {
  await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
}

test('the superuser sees every token, without a word about it', async ({ page, list }) => {
  await list.open();
  await list.showsRange('1–20 of 10,000');
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await expect(page.getByRole('banner')).toContainText('Superuser');
  await expect(page.getByRole('banner')).toContainText('authentik 2026.5');
  await expect(page.getByText('see only your own tokens')).toHaveCount(0);
});

for (const [person, counts] of [['member', ['48', '12', '2']], ['viewer', ['28', '8', '1']]] as const) {
  test(`the ${person} sees their own tokens of each kind, and is told so`, async ({ page, standin, authentik }) => {
    await standin.signIn(person);
    for (const [at, kind] of (['Access tokens', 'Refresh tokens', 'Authorization codes'] as const).entries()) {
      const list = new TokenListPage(page, kind);
      await list.open(`/${kind.toLowerCase().replace(' ', '-')}`);
      await expect(list.pagination).toContainText(new RegExp(`^1–\\d+ of ${counts[at]}\\D`));
      await expect(page.getByText(`You are signed in as ${person} ${OWN_ONLY}`)).toBeVisible();
      await expect(list.alerts).toHaveCount(0);
    }
    await expect(page.getByRole('banner')).toContainText(`Signed in as ${person}`);
    await expect(page.getByRole('banner')).not.toContainText('Superuser');
    // Somebody else's: authentik does not say whether it is there.
    const { results } = await authentik.tokens('user=1&page_size=1');
    await page.goto(`/access-tokens/${results[0]?.pk}`);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('or belongs to someone else');
  });
}

test('who owns none is told that there are none, and that it is their own that are missing', async ({ page, list, standin }) => {
  await standin.signIn('empty');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'You have no access tokens' })).toBeVisible();
  await expect(page.getByText(`You are signed in as empty ${OWN_ONLY}`)).toBeVisible();
  await expect(list.pagination).toContainText('0 of 0');
  await expect(list.links).toHaveCount(0);
  await expect(list.alerts).toHaveCount(0);
  for (const step of ['First', 'Previous', 'Next', 'Last'] as const) {
    await expect(list.step(step)).toHaveAttribute('aria-disabled', 'true');
  }
});

test('nobody is led to sign in, and back to where they were', async ({ page, list, standin }) => {
  await standin.signOut();
  await page.goto('/access-tokens/4711?page=3&search=a%26b');
  const panel = list.alerts.filter({ hasText: 'You are not signed in' }).first();
  await expect(panel.getByRole('heading')).toHaveText('You are not signed in');
  await expect(panel).toContainText('Authentication credentials were not provided.');
  await expect(page.getByRole('banner').getByRole('link', { name: 'Not signed in' })).toBeVisible();
  await panel.getByRole('link', { name: 'Sign in' }).click();
  await expect(page).toHaveURL(/\/standin\/\?next=/);
  await page.getByRole('button', { name: /superuser/i }).first().click();
  await expect(page).toHaveURL('/access-tokens/4711?page=3&search=a%26b');
  await expect(list.drawer.of(4711)).toBeVisible();
  await expect(page.getByText('No user or provider matches “a&b”')).toBeVisible();
});

test('a session that ends is told from one that never was', async ({ page, list, standin }) => {
  await list.open();
  await standin.faults({ kind: 'session-ended' });
  await list.headerButton('Expires').click();
  await expect(list.alerts.getByRole('heading')).toHaveText('Your session has ended');
  const signIn = list.alerts.getByRole('link', { name: 'Sign in' });
  await expect(signIn).toHaveAttribute('href', `/flows/-/default/authentication/?next=${encodeURIComponent('/access-tokens?ordering=expires')}`);
  await signIn.click();
  await page.getByRole('button', { name: /superuser/i }).first().click();
  await list.hasRows();
  await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
});

test('a missing right is told from both, and needs no signing in', async ({ page, list, standin }) => {
  await standin.signIn('member');
  await standin.faults({ kind: 'forbidden', path: LIST });
  await page.goto('/');
  await expect(list.alerts.getByRole('heading')).toHaveText('You are not allowed to see this');
  await expect(list.alerts).toContainText('You do not have permission to perform this action.');
  await expect(list.alerts.getByRole('link', { name: 'Sign in' })).toHaveCount(0);
});

test('who signs in in another tab is noticed on coming back, and sees nothing of who was here before', async ({ page, list, standin }) => {
  await list.open('/access-tokens/9990');
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await page.getByRole('checkbox', { name: 'Select token 9999', exact: true }).check();
  await expect(page.getByRole('group', { name: 'Selection' })).toContainText('1 selected');
  await standin.signIn('member');
  await comeBack(page);
  const notice = page.getByRole('status').filter({ hasText: 'You are now signed in as member. Everything loaded as akadmin was discarded.' });
  await expect(notice).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Signed in as member');
  await expect(page.getByRole('banner')).not.toContainText('Superuser');
  await list.showsRange('1–20 of 48');
  await expect(page.getByRole('group', { name: 'Selection' })).toHaveCount(0);
  await expect(list.link(9999)).toHaveCount(0);
  await expect(list.drawer.any.getByRole('alert')).toContainText('Access token 9990 not found');
  await expect(list.drawer.section('Claims')).toHaveCount(0);
  await notice.getByRole('button', { name: 'Dismiss' }).click();
  await expect(notice).toHaveCount(0);

  // The other way round.
  await standin.signIn('superuser');
  await comeBack(page);
  await expect(page.getByText('You are now signed in as akadmin. Everything loaded as member was discarded.')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Superuser');
  await expect(page.getByText('see only your own tokens')).toHaveCount(0);
  await list.showsRange('1–20 of 10,000');
  await expect(list.drawer.section('Claims')).toBeVisible();
});

test('a list that is suddenly somebody else’s is not shown under the name of who was here before', async ({ page, list, standin }) => {
  await list.open();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await standin.signIn('member');
  await list.refresh.click();
  await expect(page.getByText('You are now signed in as member. Everything loaded as akadmin was discarded.')).toBeVisible();
  await expect(page.getByRole('banner')).toContainText('Signed in as member');
  await list.showsRange('1–20 of 48');
});

test('who comes back as they left keeps what they had, and it is asked once', async ({ page, list, standin }) => {
  await list.open();
  await page.getByRole('checkbox', { name: 'Select token 9999', exact: true }).check();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await standin.forgetRequests();
  await page.evaluate(() => {
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: false }));
    window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }));
    document.dispatchEvent(new Event('visibilitychange'));
  });
  await expect.poll(async () => (await standin.requests(ME)).map(({ status }) => status)).toEqual([200]);
  await expect(page.getByRole('group', { name: 'Selection' })).toContainText('1 selected');
  await list.refresh.click();
  await list.settled();
  expect(await standin.requests(ME)).toHaveLength(1);
  expect(await standin.requests(LIST), 'nothing was loaded anew but by the button').toHaveLength(1);
  await expect(page.getByText('was discarded')).toHaveCount(0);
});

test('a page that Back brings up again shows nothing to nobody', async ({ page, list, standin }) => {
  await list.open();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await standin.signOut();
  await goBack(page);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Not signed in' })).toBeVisible();
  await expect(list.alerts.getByRole('heading')).toHaveText('Your session has ended');
  await expect(list.links).toHaveCount(0);
});

test('a tab of a session that ended keeps what it knows for whoever signs in again', async ({ page, list, standin }) => {
  await list.open();
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await page.getByRole('checkbox', { name: 'Select token 9999', exact: true }).check();
  await standin.signOut();
  await comeBack(page);
  await expect(page.getByRole('banner').getByRole('link', { name: 'Not signed in' })).toBeVisible();
  await expect(list.link(9999)).toBeVisible();
  await standin.signIn('superuser');
  await comeBack(page);
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await expect(page.getByRole('group', { name: 'Selection' })).toContainText('1 selected');
  await expect(page.getByText('was discarded')).toHaveCount(0);
});

const member = { user: { pk: 2, username: 'member', name: 'Member', is_superuser: false } };
for (const [what, fault] of [
  ['a web page', { kind: 'sign-in-page', path: ME }],
  ['an answer that authentik did not number', { kind: 'answer', path: ME, body: member, headers: { 'x-authentik-id': '' } }],
  ['a failure', { kind: 'html-500', path: ME }],
] as const) {
  test(`${what} does not make somebody else of who is here`, async ({ page, list, standin }) => {
    await list.open();
    await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
    await page.getByRole('checkbox', { name: 'Select token 9999', exact: true }).check();
    await standin.forgetRequests();
    await standin.faults(fault);
    await comeBack(page);
    await expect.poll(async () => (await standin.requests(ME)).map(({ faults }) => faults)).toEqual([[fault.kind]]);
    await list.refresh.click();
    await list.settled();
    await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
    await expect(page.getByRole('group', { name: 'Selection' })).toContainText('1 selected');
    await expect(page.getByText('was discarded')).toHaveCount(0);
  });
}

test('who acts as somebody is named beside whom they act as', async ({ page, list, standin }) => {
  await standin.signIn('member');
  await standin.faults({ kind: 'impersonated' });
  await list.open();
  await expect(page.getByRole('banner')).toContainText(/as member\s*\(signed in as akadmin\)/);
  await expect(page.getByText(`You are signed in as member ${OWN_ONLY}`)).toBeVisible();
  // On a phone as well, and beside what can be pressed there.
  await page.setViewportSize({ width: 390, height: 800 });
  const banner = page.getByRole('banner');
  const boxes = [banner.getByText('member', { exact: true }), banner.getByText('(signed in as'), list.menu('Theme')];
  const [name, by, theme] = await Promise.all(boxes.map((one) => one.boundingBox()));
  if (!name || !by || !theme) throw new Error('somebody is not named');
  expect(name.width).toBeGreaterThan(30);
  for (const box of [name, by]) expect(box.x + box.width).toBeLessThanOrEqual(theme.x);
});

test('answers that something in front lets the browser keep are asked for all the same', async ({ page, list, standin }) => {
  await standin.faults({ kind: 'cacheable', path: '/api/' });
  await list.open();
  const [first = 0, second = 0] = await list.pks();
  await standin.change({ action: 'delete', pks: [first] });
  await list.refresh.click();
  await expect(list.link(first)).toHaveCount(0);
  await list.showsRange('1–20 of 9,999');
  await standin.change({ action: 'delete', pks: [second] });
  // The first questions are asked before the program is there.
  await page.reload();
  await list.showsRange('1–20 of 9,998');
  await expect(list.link(second)).toHaveCount(0);
  await standin.signOut();
  await page.reload();
  await expect(page.getByRole('banner').getByRole('link', { name: 'Not signed in' })).toBeVisible();
});
