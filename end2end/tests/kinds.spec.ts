import { SelectionPage, TokenListPage, expect, test } from '../pages/selection';

for (const [kind, path, hasClaims] of [
  ['Refresh tokens', '/refresh-tokens', true],
  ['Authorization codes', '/authorization-codes', false],
] as const) {
  const one = kind.slice(0, -1);

  test(`${kind}: the same console, with what differs differing honestly`, async ({ page }) => {
    const list = new TokenListPage(page, kind);
    await list.open(path);
    await expect(page.getByRole('heading', { level: 1, name: kind })).toBeVisible();
    await expect(list.header('Issued'), 'nothing tells when a code was issued').toHaveCount(hasClaims ? 1 : 0);
    const [pk = 0] = await list.pks();
    await expect(page.getByRole('button', { name: `More for ${one.toLowerCase()} ${pk}`, exact: true })).toBeAttached();
    await list.link(pk).click();
    await expect(list.drawer.of(pk)).toBeVisible();
    await expect(list.drawer.section('Provider')).toBeVisible();
    await expect(list.drawer.section('Claims')).toHaveCount(hasClaims ? 1 : 0);
    await expect(list.drawer.section('Token').getByRole('term').filter({ hasText: /^Revoked$/ })).toHaveCount(hasClaims ? 1 : 0);
    await list.drawer.delete();
    await expect(page.getByRole('dialog', { name: `Delete ${one.toLowerCase()}` })).toContainText(String(pk));
  });

  test(`${kind}: several are selected and deleted under their own name`, async ({ page }) => {
    const list = new TokenListPage(page, kind);
    const selection = new SelectionPage(page);
    await list.open(path);
    const [first = 0, , third = 0] = await list.pks();
    await selection.box(first).check();
    await selection.box(third).click({ modifiers: ['Shift'] });
    await selection.has('3');
    await selection.delete.click();
    await expect(page.getByRole('dialog', { name: `Delete 3 ${kind.toLowerCase()}` })).toBeVisible();
  });
}

test('codes cannot be ordered by revoked: authentik would ignore it, so it is not asked, and said', async ({ page, standin }) => {
  const list = new TokenListPage(page, 'Authorization codes');
  await list.open('/authorization-codes?ordering=revoked');
  await expect(page.getByText(/was not understood and ignored: ordering=revoked/)).toBeVisible();
  const asked = await standin.requests('/api/v3/oauth2/authorization_codes/');
  expect(asked.filter(({ query }) => query.includes('revoked'))).toEqual([]);
  await expect(list.headerButton('Status')).toHaveAccessibleDescription(/load all tokens first/);
});
