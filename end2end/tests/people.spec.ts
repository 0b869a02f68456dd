import { LIST, TokenListPage, expect, test } from '../pages/test';

const OWN_ONLY = 'who is not a superuser: authentik shows you only your own tokens. Others may exist all the same.';

test('the superuser sees every token, without a word about it', async ({ page, list }) => {
  await list.open();
  await list.showsRange('1–20 of 10,000');
  await expect(page.getByRole('banner')).toContainText('Signed in as akadmin');
  await expect(page.getByRole('banner')).toContainText('Superuser');
  await expect(page.getByRole('banner')).toContainText('authentik 2026.5');
  await expect(page.getByText('who is not a superuser')).toHaveCount(0);
});

for (const [person, counts] of [['member', ['48', '12', '2']], ['viewer', ['28', '8', '1']]] as const) {
  test(`the ${person} sees their own tokens of each kind, and is told so`, async ({ page, standin, authentik }) => {
    await standin.signIn(person);
    for (const [at, kind] of (['Access tokens', 'Refresh tokens', 'Authorization codes'] as const).entries()) {
      const list = new TokenListPage(page, kind);
      await list.open(`/${kind.toLowerCase().replace(' ', '-')}`);
      await expect(list.pagination).toContainText(new RegExp(`^1–\\d+ of ${counts[at]}\\D`));
      await expect(page.getByText(`You are signed in as ${person}, ${OWN_ONLY}`)).toBeVisible();
      await expect(list.alerts).toHaveCount(0);
    }
    await expect(page.getByRole('banner')).toContainText(`Signed in as ${person}`);
    await expect(page.getByRole('banner')).not.toContainText('Superuser');
    // Somebody else's: authentik does not say whether it is there.
    const { results } = await authentik.tokens('user=1&page_size=1');
    await page.goto(`/access-tokens/${results[0]?.pk}`);
    await expect(page.getByRole('dialog').getByRole('alert')).toContainText('it belongs to somebody else and you are not a superuser');
  });
}

test('who owns none is told that there are none, and that it is their own that are missing', async ({ page, list, standin }) => {
  await standin.signIn('empty');
  await page.goto('/');
  await expect(page.getByRole('heading', { name: 'There are no access tokens' })).toBeVisible();
  await expect(page.getByText(`You are signed in as empty, ${OWN_ONLY}`)).toBeVisible();
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
  await expect(page.getByText('These are all tokens of no user and no provider that match “a&b”')).toBeVisible();
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
  await expect(list.alerts.getByRole('heading')).toHaveText('You may not see this');
  await expect(list.alerts).toContainText('You do not have permission to perform this action.');
  await expect(list.alerts.getByRole('link', { name: 'Sign in' })).toHaveCount(0);
});
