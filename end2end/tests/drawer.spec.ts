import { expect, test } from '../fixtures';
import { Console } from '../pages/console';

test.describe('the drawer', () => {
  test('opens from link, row and address, steps, and gives the focus back', async ({ page }) => {
    const console = new Console(page);
    await console.open();
    await console.token(9996).click();
    await expect(console.drawer).toHaveAccessibleName('Access token 9996');
    await expect(page.getByRole('heading', { name: 'Access token 9996' })).toBeFocused();
    await page.keyboard.press('j');
    await expect(console.drawer).toHaveAccessibleName('Access token 9995');
    await page.keyboard.press('ArrowLeft');
    await page.keyboard.press('k');
    await expect(console.drawer).toHaveAccessibleName('Access token 9997');
    await page.keyboard.press('Escape');
    await expect(console.drawer).toHaveCount(0);
    await expect(console.token(9997)).toBeFocused();
    await console.row(9999).getByRole('cell').nth(2).click();
    await expect(console.drawer).toHaveAccessibleName('Access token 9999');
    await page.goBack();
    await expect(console.drawer).toHaveCount(0);
  });

  test('asks for its token afresh, and shows all that authentik tells', async ({ page, standin }) => {
    const [pk = 0] = await standin.change({
      action: 'add', user: 2, provider: 1, count: 1, expires_in: 90_000, scope: ['openid', 'goauthentik.io/api'],
      claims: { iss: 'https://auth.example.com/', sub: 'someone', aud: ['a', 'b'], iat: 1_790_000_000, special: { deep: [1] } },
    });
    const console = new Console(page);
    await console.open(`/access-tokens/${pk}`);
    const token = console.section('Token');
    for (const text of ['Active', 'openid', 'Signs the user in', 'goauthentik.io/api', 'Revoked', 'in 1 day']) {
      await expect(token).toContainText(text);
    }
    const provider = console.section('Provider');
    const shown = ['OAuth2/OpenID Provider', 'Client id', 'Client type', 'Client secret', 'Tokenscope drops it unread', 'Access tokens live',
      'Refresh tokens live', 'Codes live', 'Redirect URIs', 'Subject', 'Issuer', 'Flows, keys and mappings'];
    for (const text of shown) await expect(provider).toContainText(text);
    await expect(provider.getByRole('link', { name: /in authentik, new tab/ }).first()).toHaveAttribute('href', '/if/admin/#/core/providers/1');
    const user = console.section('User');
    for (const text of ['Mira Member', 'member', 'Internal', 'Groups', 'Roles', 'Attributes', 'Last login']) await expect(user).toContainText(text);
    const claims = console.section('Claims');
    for (const text of ['Issuer', 'https://auth.example.com/', 'someone', 'Sep 21, 2026', 'special', 'deep']) await expect(claims).toContainText(text);
    expect((await standin.requests(`/api/v3/oauth2/access_tokens/${pk}/`)).length).toBe(1);
  });

  test('shows a field that nobody knew, and never a secret', async ({ page, standin, context }) => {
    await standin.faults({ kind: 'unknown-field' });
    const console = new Console(page);
    await console.open('/access-tokens/9996');
    await expect(console.section('Provider').getByText(/^More \(\d+\)$/)).toBeVisible();
    for (const details of await page.locator('summary').all()) await details.evaluate((summary) => summary.parentElement?.setAttribute('open', ''));
    await expect(console.section('Provider')).toContainText('(hidden)');
    expect(await page.content()).not.toContain('canary-');
    expect(JSON.stringify(await context.storageState())).not.toContain('canary-');
    expect(page.url()).not.toContain('canary-');
  });

  test('takes names as text and only pictures as pictures', async ({ page, standin }) => {
    await standin.change({ action: 'rename-user', user: 2, name: '<img src=x onerror="document.title=1"><b>Bold</b>' });
    const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, count: 1 });
    const console = new Console(page);
    await console.open(`/access-tokens/${pk}`);
    await expect(console.section('User')).toContainText('<img src=x onerror="document.title=1"><b>Bold</b>');
    await console.open('/access-tokens?page_size=100');
    const sources = await page.locator('img').evaluateAll((images) => images.map((image) => image.getAttribute('src') ?? ''));
    expect(sources.length).toBeGreaterThan(0);
    for (const source of sources) expect(source).toMatch(/^(data:image\/|https?:\/\/)/);
  });

  test('says that a token is not there', async ({ page }) => {
    const console = new Console(page);
    await console.open('/access-tokens/999999');
    await expect(console.alert).toContainText('Access token 999999 is not there');
    await page.getByRole('button', { name: 'Back to the list' }).click();
    await expect(console.drawer).toHaveCount(0);
  });

  test('ticks, and tells when the token has expired', async ({ page, standin }) => {
    const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, count: 1, expires_in: 30 });
    await page.clock.install();
    const console = new Console(page);
    await console.open(`/access-tokens/${pk}`);
    await expect(console.section('Token')).toContainText('Expires soon');
    await page.clock.fastForward(40_000);
    await expect(console.section('Token')).toContainText('Expired');
    await expect(console.section('Token')).toContainText(/\d+ seconds ago/);
  });

  test('copies what one would otherwise have to type', async ({ page, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    const console = new Console(page);
    await console.open('/access-tokens/9996');
    await page.getByRole('button', { name: 'Copy client id' }).click();
    const id = await console.section('Provider').locator('dt', { hasText: 'Client id' }).locator('..').locator('code').innerText();
    expect(await page.evaluate(() => navigator.clipboard.readText())).toBe(id);
  });
});

test('refresh tokens and codes are there as well, with what they have', async ({ page }) => {
  const console = new Console(page);
  await console.open();
  await page.getByRole('link', { name: 'Authorization codes' }).click();
  await expect(console.table).toHaveAccessibleName('Authorization codes');
  await expect(console.header('Issued')).toHaveCount(0);
  await console.table.getByRole('link').first().click();
  await expect(console.section('Provider')).toBeVisible();
  await expect(console.section('Claims')).toHaveCount(0);
  await page.getByRole('link', { name: 'Refresh tokens' }).click();
  await expect(console.table).toHaveAccessibleName('Refresh tokens');
  await expect(console.pages).toContainText('of 2,000');
});
