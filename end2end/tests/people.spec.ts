import { expect, test } from '../fixtures';
import { Console } from '../pages/console';

test('the superuser sees everything, without a word about it', async ({ page }) => {
  const console = new Console(page);
  await console.open();
  await expect(page.getByRole('banner')).toContainText('akadmin');
  await expect(page.getByText('who is not a superuser')).toHaveCount(0);
});

test('others see their own tokens, and are told', async ({ page, standin }) => {
  const console = new Console(page);
  for (const [person, count] of [['member', '48'], ['viewer', '28']] as const) {
    await standin.signIn(person);
    await console.open();
    await expect(console.pages).toContainText(`of ${count}`);
    await expect(page.getByText(`You are signed in as ${person}, who is not a superuser`)).toBeVisible();
  }
});

test('an empty list is called one', async ({ page, standin }) => {
  await standin.signIn('empty');
  const console = new Console(page);
  await console.open();
  await expect(page.getByRole('heading', { name: 'There are no access tokens' })).toBeVisible();
  await expect(console.pages).toContainText('0 of 0');
});

test('nobody is led to sign in, and back', async ({ page, standin }) => {
  await standin.signOut();
  const console = new Console(page);
  await page.goto('/access-tokens?page=3');
  await expect(console.alert.getByRole('heading')).toHaveText('You are not signed in');
  await console.alert.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /superuser/i }).first().click();
  await expect(page).toHaveURL(/access-tokens\?page=3$/);
  await expect(console.table.getByRole('row')).toHaveCount(21);
});

test('a session that ends is told from one that never was', async ({ page, standin }) => {
  const console = new Console(page);
  await console.open();
  await standin.faults({ kind: 'session-ended' });
  await console.header('Expires').getByRole('button').click();
  await expect(console.alert.getByRole('heading')).toHaveText('Your session has ended');
  await expect(console.alert.getByRole('link', { name: 'Sign in' })).toHaveAttribute('href', /next=%2Faccess-tokens%3Fordering%3Dexpires/);
});

test('a missing right is told from both', async ({ page, standin }) => {
  await standin.signIn('member');
  await standin.faults({ kind: 'forbidden', path: '/api/v3/oauth2/' });
  const console = new Console(page);
  await page.goto('/');
  await expect(console.alert.getByRole('heading')).toHaveText('You may not see this');
  await expect(console.alert).toContainText('You do not have permission to perform this action.');
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });
  test('authentik’s own words are shown as they come', async ({ page }) => {
    const console = new Console(page);
    await page.goto('/access-tokens?provider=999999');
    await expect(page.getByText('Bitte eine gültige Auswahl treffen')).toBeVisible();
    await expect(console.alert).toContainText('authentik does not accept this request');
  });
});
