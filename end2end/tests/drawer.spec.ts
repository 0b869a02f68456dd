import { type Locator, TokenListPage, expect, holdBack, test } from '../pages/test';

test('opens by link, row and address, under the name of its token', async ({ page, list, standin }) => {
  await list.open();
  const [first = 0, second = 0, third = 0] = await list.pks();
  await standin.forgetRequests();
  await list.link(first).click();
  await expect(list.drawer.of(first)).toBeVisible();
  for (const section of ['Token', 'Provider', 'User', 'Claims'] as const) await expect(list.drawer.section(section)).toBeVisible();
  await list.cell(second, 'Scopes').click();
  await expect(list.drawer.of(second)).toBeVisible();
  await expect(list.drawer.any).toHaveCount(1);
  await list.drawer.close.click();
  await expect(list.drawer.any).toHaveCount(0);
  await page.goto(`/access-tokens/${third}?ordering=expires`);
  await expect(list.drawer.of(third)).toBeVisible();
  await expect(page).toHaveTitle(`Access token ${third} · Tokenscope`);

  const single = async () => {
    const asked = await standin.requests('/api/v3/oauth2/access_tokens/');
    return asked.filter(({ path }) => /\d+\/$/.test(path)).map(({ path, query }) => path + query);
  };
  await expect
    .poll(single, 'each afresh, with groups and roles')
    .toEqual([first, second, third].map((pk) => `/api/v3/oauth2/access_tokens/${pk}/`));
});

test('J, K and the arrows step through the rows, Escape closes, and the focus returns', async ({ page, list }) => {
  await list.open();
  const pks = await list.pks();
  const at = (index: number) => list.drawer.of(pks[index] ?? 0);
  await list.link(pks[0] ?? 0).press('Enter');
  await expect(at(0).getByRole('heading', { level: 2 })).toBeFocused();
  await expect(list.drawer.previous).toHaveAttribute('aria-disabled', 'true');
  await page.keyboard.press('k');
  await expect(at(0), 'nothing is above the first').toBeVisible();
  for (const [key, index] of [['j', 1], ['ArrowRight', 2], ['J', 3], ['ArrowLeft', 2], ['K', 1]] as const) {
    await page.keyboard.press(key);
    await expect(at(index), key).toBeVisible();
    await expect(at(index).getByRole('heading', { level: 2 })).toBeFocused();
  }
  await list.drawer.next.click();
  await expect(at(2)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.drawer.any).toHaveCount(0);
  await expect(list.link(pks[2] ?? 0)).toBeFocused();
  await expect(page).toHaveURL('/access-tokens');

  await list.link(pks[19] ?? 0).press('Enter');
  await expect(at(19)).toBeVisible();
  await expect(list.drawer.next).toHaveAttribute('aria-disabled', 'true');
  await page.goBack();
  await expect(list.drawer.any).toHaveCount(0);
  await expect(list.link(pks[19] ?? 0)).toBeFocused();
});

test('J and K stay letters where one types', async ({ page, list }) => {
  const pk = 9996;
  await list.open(`/access-tokens/${pk}`);
  await list.search.fill('');
  await list.search.pressSequentially('jk');
  await expect(list.search).toHaveValue('jk');
  await expect(list.drawer.of(pk)).toBeVisible();
  await expect(list.suggestions).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.drawer.of(pk), 'that was for the suggestions').toBeVisible();
});

test('who types before the drawer is there goes on typing', async ({ page, list }) => {
  const release = await holdBack(page, 'drawer');
  await list.open('/access-tokens/9996');
  await list.search.pressSequentially('gra');
  release();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(list.search).toBeFocused();
  await page.keyboard.type('fana');
  await expect(list.search).toHaveValue('grafana');
});

/** What is said in words of ours, or not at all; everything else has to stand there as authentik sent it. */
const IN_WORDS = new Set([
  'client_secret', 'client_type', 'grant_types', 'sub_mode', 'issuer_mode', 'access_code_validity', 'access_token_validity', 'refresh_token_validity',
  'refresh_token_threshold', 'logout_method', 'matching_mode', 'redirect_uri_type', 'type', 'avatar', 'id_token', 'expires', 'last_login',
  'date_joined', 'last_updated', 'password_change_date',
]);

function leaves(value: unknown, name = ''): string[] {
  if (IN_WORDS.has(name) || value === null || value === '' || typeof value === 'boolean') return [];
  if (Array.isArray(value)) {
    // Ids stand beside the objects that they name.
    return name === 'groups' || name === 'roles' ? [] : value.flatMap((item) => leaves(item, name));
  }
  if (typeof value === 'object') return Object.entries(value).flatMap(([name, inner]) => leaves(inner, name));
  return [String(value)];
}

for (const authentik_version of ['2024.8.6', '2026.5', '2026.8.3']) {
  test(`everything that authentik ${authentik_version} tells has its place`, async ({ page, list, authentik, standin }) => {
    await standin.reset({ tokens: 0, authentik_version });
    // The fullest: federated, with a logout address; groups in groups, attributes in attributes.
    const rows = [[4, 2], [21, 24], [13, 16], [19, 7]].map(([provider, user]) => ({ action: 'add' as const, provider, user }));
    for (const pk of await standin.change(...rows)) {
      const token = await authentik.token(pk);
      await page.goto(`/access-tokens/${pk}`);
      await expect(list.drawer.section('Claims')).toBeVisible();
      await expect(list.drawer.any).toHaveAttribute('aria-busy', 'false');
      await list.drawer.unfold();
      const shown = ((await list.drawer.any.textContent()) ?? '').replace(/\s+/g, ' ');
      const missing = leaves(token).filter((leaf) => !shown.includes(leaf.replace(/\s+/g, ' ')));
      expect(missing, 'of what authentik sent').toEqual([]);
      const claims = JSON.parse(token.id_token ?? '{}') as Record<string, unknown>;
      for (const name of Object.keys(claims)) await expect(list.drawer.section('Claims')).toContainText(name);
      await expect(list.drawer.any.getByText(/^More \(/), 'no field of this release is unknown').toHaveCount(0);
    }
  });
}

test('what a row does not tell of its provider is asked for, and is not called none', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 0, authentik_version: '2026.8.3' });
  const [pk = 0] = await standin.change({ action: 'add', provider: 3, user: 2 });
  const fact = (name: string) => list.drawer.fact('Provider', name);
  await list.open(`/access-tokens/${pk}`);
  await expect(fact('Client type')).toContainText('Confidential');
  await expect(fact('Client secret')).toContainText('Set (never shown)');
  await expect(fact('Redirect URIs')).toContainText('https://');
  // Who may not look at providers is told nothing of them.
  await standin.faults({ kind: 'forbidden', path: '/api/v3/providers/oauth2/' });
  await page.reload();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(list.drawer.any).toHaveAttribute('aria-busy', 'false');
  for (const name of ['Client secret', 'Redirect URIs', 'Client type']) await expect(fact(name)).toHaveText(/Unknown/);
  await expect(list.alerts).toHaveCount(0);
});

test('modes, validities and times are said in words', async ({ list, standin }) => {
  await standin.reset({ tokens: 0 });
  const claims = { iss: 'https://auth.example.com/', sub: 'f00d', iat: 1_790_000_000, tenant: { deep: ['<b>x</b>'] } };
  const scope = ['openid', 'goauthentik.io/api', 'house:own'];
  const [pk = 0] = await standin.change({ action: 'add', provider: 3, user: 1, expires_in: null, scope, claims });
  await list.open(`/access-tokens/${pk}`);
  const said = (section: 'Token' | 'Provider' | 'User' | 'Claims', name: string): Locator => list.drawer.fact(section, name);
  await expect(said('Token', 'Status')).toHaveText(/Never expires.*until somebody deletes it/);
  await expect(said('Token', 'Scopes')).toContainText('Signs the user in');
  await expect(said('Token', 'Scopes')).toContainText('authentik’s own API as this user');
  await expect(said('Token', 'Scopes')).toContainText('Custom scope');
  await expect(said('Provider', 'Client type')).toContainText('Confidential');
  await expect(said('Provider', 'Client secret')).toContainText('Set (never shown)');
  await expect(said('Provider', 'Access token lifetime')).toHaveText('7 days');
  await expect(said('Provider', 'Code lifetime')).toHaveText('5 minutes');
  await expect(said('Provider', 'Redirect URIs')).toContainText('Regular expression');
  await expect(said('Provider', 'Subject')).toContainText('email address');
  // The method is there by default; without an address authentik tells nobody.
  await expect(said('Provider', 'Logout URI')).toHaveText('None');
  await expect(said('Provider', 'Logout notification')).toHaveText('Not notified: no logout URI is set');
  const application = said('Provider', 'Application').getByRole('link');
  await expect(application).toHaveAttribute('href', '/if/admin/#/core/applications/wiki');
  await expect(said('User', 'Type')).toHaveText('Internal');
  await expect(said('User', 'Groups').getByText('Superusers').first()).toBeVisible();
  await expect(said('Claims', 'Issued at')).toContainText('Sep 21, 2026');
  await expect(said('Claims', 'Other claims')).toContainText('<b>x</b>');
  await expect(said('Claims', 'Subject')).toContainText('f00d');
});

test('the ways to get tokens are named beside the client type', async ({ page, list, standin }) => {
  const grants = ['authorization_code', 'urn:ietf:params:oauth:grant-type:device_code', 'urn:openid:params:grant-type:ciba'];
  await standin.faults({ kind: 'fields', of: 'provider', fields: { grant_types: grants } });
  await list.open('/access-tokens/9996');
  const said = list.drawer.fact('Provider', 'Grant types');
  await expect(said.getByRole('listitem')).toHaveText([/^Authorization code: /, /^Device authorization: /, /^urn:openid:params:grant-type:ciba$/]);
  await expect(list.drawer.any.getByText(/^More \(/), 'nothing of it is unknown').toHaveCount(0);
  await standin.faults({ kind: 'fields', of: 'provider', fields: { grant_types: [] } });
  await page.reload();
  await expect(said).toHaveText('None');
});

test('fields that nobody knew show under “More”, and what is called a secret is hidden', async ({ page, list, standin }) => {
  await standin.faults({ kind: 'unknown-field' });
  await list.open('/access-tokens/9996');
  for (const [section, of] of [['Token', 'row'], ['Provider', 'provider'], ['User', 'user']] as const) {
    const region = list.drawer.section(section);
    await region.getByText(/^More \(\d+\)$/).click();
    for (const field of ['note', 'count', 'tree', 'secret']) await expect(region.getByText(`future_${of}_${field}`)).toBeVisible();
    await expect(region).toContainText('nobody knew this field');
    await expect(region).toContainText('<b>d</b>');
    await expect(region).toContainText('(hidden)');
  }
  expect(await page.content()).not.toContain('canary-');
});

test('claims as Python writes them are shown, what is odd as it was sent, and secrets hidden', async ({ page, list, standin }) => {
  const claims =
    '{"iss": "https://a.example/", "sub": "u-1", "iat": 1793796920, "score": NaN, "nextcloud_secret": "canary-a", ' +
    `"many": ${'7'.repeat(400)}, "ak_proxy": {"user_attributes": {"basic_password": "canary-b", "basic_username": "ada"}}}`;
  const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, claims });
  await list.open(`/access-tokens/${pk}`);
  const shown = list.drawer.section('Claims');
  await list.drawer.unfold();
  for (const text of ['https://a.example/', 'u-1', 'NaN (shown as sent)', `${'7'.repeat(400)} (shown as sent)`, 'ada', '(hidden)']) {
    await expect(shown).toContainText(text);
  }
  await expect(list.cell(pk, 'Issued')).not.toHaveText('Unknown');
  expect(await page.content()).not.toContain('canary-');
});

test('a token that cannot be shown is not offered for deletion, and the reason is the true one', async ({ list, standin }) => {
  await standin.faults({ kind: 'undecodable-row', pk: 9996 });
  await list.open('/access-tokens/9996');
  await expect(list.drawer.of(9996).getByRole('alert')).toContainText('The answer lacks something');
  await list.drawer.deleteMenu.click();
  const button = list.drawer.any.getByRole('button', { name: 'Delete this token…' });
  await expect(button).toHaveAttribute('aria-disabled', 'true');
  await expect(button).toHaveAccessibleDescription(/^This token could not be loaded, so you would not see what you delete\./);
  await standin.faults();
  await list.drawer.any.getByRole('button', { name: 'Try again' }).click();
  await list.drawer.deleteMenu.click();
  await expect(button).not.toHaveAttribute('aria-disabled');
});

test('a token that is not there is said to be missing', async ({ page, list }) => {
  await page.goto('/access-tokens/999999?page=2');
  const drawer = list.drawer.of(999999);
  await expect(drawer.getByRole('alert')).toContainText('Access token 999999 not found');
  await expect(list.alerts).toHaveCount(1);
  await list.showsRange('21–40 of 10,000');
  await drawer.getByRole('button', { name: 'Back to the list' }).click();
  await expect(list.drawer.any).toHaveCount(0);
  await expect(page).toHaveURL('/access-tokens?page=2');
});

test('a failure of one token stands in its drawer, beside the list', async ({ list, standin }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await standin.faults({ kind: 'conflict', path: `/api/v3/oauth2/access_tokens/${pk}/` });
  await list.link(pk).click();
  await expect(list.drawer.of(pk).getByRole('alert')).toContainText('Something changed in the meantime');
  await expect(list.alerts).toHaveCount(1);
  await expect(list.links).toHaveCount(20);
  await standin.faults();
  await list.drawer.any.getByRole('button', { name: 'Try again' }).click();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(list.alerts).toHaveCount(0);
});

test('markup in names is text, and no address but a picture’s is loaded as one', async ({ page, list, standin }) => {
  page.on('dialog', (dialog) => expect(dialog.message(), 'a script of theirs ran').toBe(''));
  await standin.reset({ tokens: 0 });
  const hostile = ['<img src=x onerror=alert(1)>', '<script>alert(2)</script>', '"><svg onload=alert(3)>'];
  await standin.change({ action: 'rename-provider', provider: 2, name: hostile[2] });
  // 9 and 15 are sent a javascript: and a data:text/html address, 12 a path to a picture, 18 none, 21 a picture that is none, 6 initials;
  // the others pictures.
  const users = [6, 9, 10, 12, 15, 17, 18, 21, 24];
  await standin.change(...users.map((user) => ({ action: 'add' as const, user, provider: 2, scope: hostile.slice(0, 1) })));
  await list.open();
  const sources = async () => page.getByRole('img', { includeHidden: true }).or(page.locator('img')).evaluateAll((all) => all.map((one) => one.getAttribute('src')));
  for (const pk of await list.pks()) {
    await page.goto(`/access-tokens/${pk}`);
    await expect(list.drawer.section('Claims')).toBeVisible();
    await expect(list.drawer.section('Provider')).toContainText('"><svg onload=alert(3)>');
    await expect(list.drawer.section('Token')).toContainText('<img src=x onerror=alert(1)>');
    for (const source of await sources()) if (source !== null) expect(source).toMatch(/^(data:image\/|https?:\/\/|\/standin\/avatar\/)/);
    const made = await page.evaluate(() => document.querySelectorAll('script:not([src]), [onerror], [onload], iframe, object').length);
    expect(made).toBe(0);
  }
  expect((await sources()).filter(Boolean).length, 'some are pictures').toBeGreaterThan(2);
});

test('time passes: what is left ticks, and the status follows', async ({ page, list, standin }) => {
  const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, expires_in: 90 });
  await page.clock.install();
  // Only the page's time is made to pass; the server's would contradict it.
  await standin.faults({ kind: 'date' });
  await list.open(`/access-tokens/${pk}`);
  await expect(list.drawer.fact('Token', 'Status')).toContainText('Active');
  await expect(list.drawer.fact('Token', 'Expires')).toContainText('in 1 minute');
  await expect(list.cell(pk, 'Status')).toHaveText('Active');
  await page.clock.runFor(50_000);
  await expect(list.drawer.fact('Token', 'Expires')).toContainText(/in [1-4]?\d seconds/);
  await page.clock.runFor(50_000);
  await expect(list.drawer.fact('Token', 'Status')).toContainText('Expired');
  await expect(list.drawer.fact('Token', 'Expires')).toContainText(/\d+ seconds ago/);
  await expect(list.cell(pk, 'Status')).toHaveText('Expired');
});

test('copies what one would otherwise have to type', async ({ page, context, list, authentik }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  const token = await authentik.token(9996);
  await list.open('/access-tokens/9996');
  for (const [name, value] of [['Copy client ID', token.provider.client_id], ['Copy username', token.user.username], ['Copy ID', '9996']] as const) {
    await list.drawer.any.getByRole('button', { name, exact: true }).click();
    await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(value);
  }
  await expect(page.getByRole('status').filter({ hasText: 'Copied.' })).toHaveCount(1);
});

for (const [kind, count] of [['Refresh tokens', '2,000'], ['Authorization codes', '100']] as const) {
  test(`${kind} open as well, with the sections they have`, async ({ page }) => {
    const list = new TokenListPage(page, kind);
    await list.open(`/${kind.toLowerCase().replace(' ', '-')}`);
    await list.showsRange(`1–20 of ${count}`);
    const [pk = 0] = await list.pks();
    await list.link(pk).click();
    await expect(list.drawer.of(pk)).toBeVisible();
    await expect(list.drawer.any).toHaveAttribute('aria-busy', 'false');
    const isCode = kind === 'Authorization codes';
    await expect(list.drawer.section('Claims')).toHaveCount(isCode ? 0 : 1);
    await expect(list.drawer.fact('Token', 'Revoked')).toHaveCount(isCode ? 0 : 1);
    // Beside the drawer there is no room for it, so it is there and not seen.
    const issued = list.table.getByRole('columnheader', { name: 'Issued', includeHidden: true });
    await expect(issued).toHaveCount(isCode ? 0 : 1);
    await expect(list.drawer.section('User')).toBeVisible();
  });
}
