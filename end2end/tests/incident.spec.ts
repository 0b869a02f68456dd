import { type Locator, SelectionPage, TokenListPage, axe, axeInBothThemes, expect, test } from '../pages/selection';
import type { Authentik } from '../pages/authentik';
import { DeletionPage } from '../pages/deletion';

/** What deleting somebody's OAuth2 tokens leaves them. */
const LIVES_ON = 'The browser sessions, API tokens, app passwords and password of viewer keep working';

const KINDS = ['access_tokens', 'refresh_tokens', 'authorization_codes'] as const;

async function counts(authentik: Authentik, filter: string): Promise<number[]> {
  const pages = KINDS.map((kind) => authentik.get<{ pagination: { count: number } }>(`/api/v3/oauth2/${kind}/?page_size=1&${filter}`));
  return (await Promise.all(pages)).map(({ pagination }) => pagination.count);
}

function words([access = 0, refresh = 0, codes = 0]: number[]): string[] {
  const said = (count: number, one: string) => `${count.toLocaleString('en-US')} ${one}${count === 1 ? '' : 's'}`;
  return [said(access, 'access token'), said(refresh, 'refresh token'), said(codes, 'authorization code')];
}

/** The plan says what there is of each kind, and how much in all. */
async function isPlan(plan: Locator, counted: number[]): Promise<void> {
  const total = counted.reduce((sum, count) => sum + count, 0);
  await expect(plan).toContainText(`${total.toLocaleString('en-US')} tokens will be deleted. Nothing has been deleted yet.`, { timeout: 20_000 });
  const kinds = plan.getByRole('listitem');
  for (const [at, said] of words(counted).entries()) await expect(kinds.nth(at)).toContainText(new RegExp(`^${said}`));
  await expect(plan.getByRole('button', { name: `Delete ${total.toLocaleString('en-US')} tokens…` })).toBeVisible();
}

test('from a user: a plan of all three kinds, and nothing before it', async ({ page, selection, standin, authentik }) => {
  await selection.open('/access-tokens?user=3');
  const counted = await counts(authentik, 'user=3');
  await standin.forgetRequests();
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of viewer' });
  await expect(plan.getByRole('heading', { level: 2 })).toBeFocused();
  await isPlan(plan, counted);
  await expect(plan).toContainText(/\d+ providers: /);
  await expect(plan).toContainText(`Only OAuth2 tokens are deleted. ${LIVES_ON}`);
  await expect(plan).toContainText('End the sessions first, in authentik');
  await expect(plan.getByRole('link', { name: 'viewer' })).toHaveAttribute('href', '/if/admin/#/identity/users/3');
  await axe(page);
  const asked = await standin.requests('/api/v3/oauth2/');
  expect(asked.every(({ method }) => method === 'GET')).toBe(true);
  expect(asked.filter(({ query }) => !query.includes('user=3')), 'of nobody else').toEqual([]);
  await page.keyboard.press('Escape');
  await expect(plan).toHaveCount(0);
  await expect(page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' })).toBeFocused();

  // All of it goes to the one place where tokens are ended.
  await page.keyboard.press('Enter');
  const total = counted.reduce((sum, count) => sum + count, 0);
  await plan.getByRole('button', { name: `Delete ${total} tokens…` }).click();
  const question = page.getByRole('dialog', { name: `Delete ${total} tokens` });
  await expect(question).toContainText(`Only OAuth2 tokens are deleted. ${LIVES_ON}`);
  await expect(plan).toHaveCount(0);
});

test('the plan for a user with attributes that no reader of JSON takes is as any other', async ({ page, selection, standin, authentik }) => {
  await standin.faults({ kind: 'odd-attribute', user: 3, how: 'digits' });
  await selection.open('/access-tokens?user=3');
  const counted = await counts(authentik, 'user=3');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  await isPlan(page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of viewer' }), counted);
});

test('a plan is carried out in one run, with one receipt, and the list follows', async ({
  page,
  selection,
  authentik,
}) => {
  await selection.open('/access-tokens?user=3');
  const counted = await counts(authentik, 'user=3');
  const total = counted.reduce((sum, count) => sum + count, 0);
  const others = await counts(authentik, 'user=2');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of viewer' });
  await plan.getByRole('button', { name: `Delete ${total} tokens…` }).click();
  const deletion = new DeletionPage(page);
  await deletion.go(total);
  await deletion.finished();
  expect(await deletion.counts()).toMatchObject({ Deleted: total });
  await expect(deletion.dialog).toContainText(`Only OAuth2 tokens were deleted. ${LIVES_ON}`);
  expect(await counts(authentik, 'user=3')).toEqual([0, 0, 0]);
  expect(await counts(authentik, 'user=2'), 'nobody else’s').toEqual(others);
  await deletion.button('Done').click();
  await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
});

test('from a client: the users concerned are named', async ({ page, selection, authentik }) => {
  await selection.open('/access-tokens?provider=4');
  const counted = await counts(authentik, 'provider=4');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this provider…' }).click();
  const plan = page.getByRole('dialog', { name: /^Delete all OAuth2 tokens of / });
  await isPlan(plan, counted);
  await expect(plan).toContainText(/\d+ users: .* and \d+ more/);
  await expect(plan).toContainText('The client’s secret and the sessions of its users keep working');
});

test('who may not see somebody’s tokens is told that, and not that there are none', async ({ page, selection, standin }) => {
  await standin.signIn('member');
  await page.goto('/access-tokens?user=3');
  await expect(page.getByRole('heading', { name: 'You are not allowed to see tokens of #3' })).toBeVisible();
  await expect(page.getByText(/No access tokens match|There are no/)).toHaveCount(0);
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of #3' });
  await expect(plan).toContainText('You are not allowed to see tokens of #3; only superusers are.');
  await expect(plan).toContainText('end their sessions, or deactivate the user');
  await expect(plan).not.toContainText(/nothing to|0 access tokens/);
  await axe(page);
  await plan.getByRole('button', { name: 'Cancel' }).click();
  await selection.open('/access-tokens?user=2');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  await expect(page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of member' })).toContainText('will be deleted. Nothing has been deleted yet.');
});

test('a plan is not for whoever signs in meanwhile', async ({ page, selection, standin }) => {
  await selection.open('/access-tokens?user=3');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of viewer' });
  await expect(plan).toContainText('will be deleted. Nothing has been deleted yet.');
  await standin.signIn('member');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(plan).toHaveCount(0);
  await expect(page.getByText('You are now signed in as member.')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'You are not allowed to see tokens of #3' })).toBeVisible();
});

test('a page that breaks is taken apart, and what cannot be read is counted', async ({ page, selection, standin, authentik }) => {
  await selection.open('/access-tokens?user=2');
  const counted = await counts(authentik, 'user=2');
  const { results } = await authentik.tokens('user=2&page_size=1&ordering=pk');
  await standin.faults({ kind: 'broken-row', pk: results[0]?.pk });
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of member' });
  await isPlan(plan, [(counted[0] ?? 0) - 1, ...counted.slice(1)]);
  await expect(plan).toContainText('1 token cannot be read and is not part of this plan');
});

test('what fails says so and can be tried again, and closing calls it off', async ({ page, selection, standin, authentik }) => {
  await selection.open('/access-tokens?user=3');
  const counted = await counts(authentik, 'user=3');
  await standin.faults({ kind: 'conflict', path: '/api/v3/oauth2/refresh_tokens/' });
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  const plan = page.getByRole('dialog', { name: 'Delete all OAuth2 tokens of viewer' });
  await expect(plan.getByRole('alert')).toContainText('Something changed in the meantime');
  await expect(plan.getByRole('button', { name: /^Delete [0-9,]+ tokens?…/ })).toHaveCount(0);
  await standin.faults();
  await plan.getByRole('button', { name: 'Try again' }).click();
  await isPlan(plan, counted);
  await plan.getByRole('button', { name: 'Cancel' }).click();
  await expect(plan).toHaveCount(0);

  await standin.faults({ kind: 'delay', ms: 20_000, path: '/api/v3/oauth2/access_tokens/' });
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  await expect(plan.getByRole('progressbar', { name: 'Loading tokens' })).toBeVisible();
  await axe(page);
  await plan.getByRole('button', { name: 'Cancel' }).click();
  await expect(plan).toHaveCount(0);
  await expect.poll(async () => (await standin.requests('/api/v3/oauth2/')).at(-1)?.abandoned).toBe(true);
});

test('the drawer tells of the other tokens of the same user and provider, and leads there', async ({ page, list, standin, authentik }) => {
  await standin.reset({ tokens: 0 });
  const [pk = 0] = await standin.change({ action: 'add', user: 7, provider: 1 });
  await list.open(`/access-tokens/${pk}`);
  const section = list.drawer.any.getByRole('region', { name: 'Same user and provider' });
  await expect(section).toContainText('This is the user’s only token');
  await standin.change({ action: 'add', user: 7, provider: 1, kind: 'refresh_tokens', count: 2 }, { action: 'add', user: 7, provider: 1 });
  const { user, provider } = await authentik.token(pk);
  await page.reload();
  await expect(section).toContainText(
    `This user also holds 2 refresh tokens for ${provider.name}: deleting only the access token lets the client get a new one.`,
  );
  await expect(section.getByRole('link', { name: '1 access token' })).toBeVisible();
  await list.drawer.delete('Delete all OAuth2 tokens of this user for this provider…');
  await isPlan(page.getByRole('dialog', { name: `Delete all OAuth2 tokens of ${user.username} for ${provider.name}` }), [2, 2, 0]);
  await page.keyboard.press('Escape');
  await section.getByRole('link', { name: '2 refresh tokens' }).click();
  await expect(page).toHaveURL('/refresh-tokens?user=7&provider=1');
  await expect(new TokenListPage(page, 'Refresh tokens').links).toHaveCount(2);
});

test('refresh tokens that were used up are not said to renew anything', async ({ list, standin }) => {
  await standin.reset({ tokens: 0 });
  const refresh = { action: 'add', user: 7, provider: 1, kind: 'refresh_tokens' } as const;
  const [pk = 0] = await standin.change({ action: 'add', user: 7, provider: 1 });
  await standin.change({ ...refresh, revoked: true, count: 3 }, { ...refresh, expires_in: -3_600 });
  await list.open(`/access-tokens/${pk}`);
  const section = list.drawer.any.getByRole('region', { name: 'Same user and provider' });
  await expect(section).toContainText('so the client gets no new access token with them');
  await expect(section).not.toContainText('also holds');
  await expect(section.getByRole('link', { name: '4 refresh tokens' })).toBeVisible();
  await standin.change(refresh);
  await list.page.reload();
  await expect(section).toContainText('This user also holds 1 refresh token that works for');
});

test('that they could not be counted is said, and can be tried again', async ({ list, standin }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await standin.faults({ kind: 'conflict', query: 'page_size=1&' });
  await list.link(pk).click();
  const section = list.drawer.any.getByRole('region', { name: 'Same user and provider' });
  await expect(section.getByRole('alert')).toContainText('Other tokens could not be loaded');
  // With the whole token the section comes anew, and counts once more.
  await expect(list.drawer.any).toHaveAttribute('aria-busy', 'false');
  await expect(section.getByRole('alert')).toContainText('Other tokens could not be loaded');
  await standin.faults();
  await section.getByRole('button', { name: 'Try again' }).click();
  await expect(section.getByRole('alert')).toHaveCount(0);
  await expect(section).toContainText(/None: |\d+ (access|refresh) token|authorization code/);
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('axe finds nothing in the plan, nor in the drawer', async ({ page }) => {
    const selection = new SelectionPage(page);
    await selection.open();
    await selection.list.link(9999).click();
    const { drawer } = selection.list;
    await drawer.deleteMenu.click();
    await expect(drawer.any.getByRole('button', { name: 'Delete all OAuth2 tokens of this user for this provider…' })).toBeVisible();
    await axeInBothThemes(page);
    await drawer.deleteMenu.click();
    await drawer.delete('Delete all OAuth2 tokens of this user for this provider…');
    await expect(page.getByRole('dialog', { name: /^Delete all OAuth2 tokens/ })).toContainText('Nothing has been deleted yet.');
    await axeInBothThemes(page);
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
  });
});
