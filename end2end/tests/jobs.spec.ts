import type { Page } from '@playwright/test';
import { CatalogPage, axe, expect, test } from '../pages/selection';
import { DeletionPage } from '../pages/deletion';
import { GroupsPage } from '../pages/groups';
import { TokenListPage } from '../pages/token_list';
import { ViewsPage } from '../pages/views';

// What people come for, from the start page to the answer, with the clicks that it takes. Typing and keys are not counted.

test.beforeEach(async ({ page }) => {
  await page.addInitScript(() => {
    Object.assign(window, { presses: 0 });
    addEventListener('pointerdown', () => Object.assign(window, { presses: Number(Reflect.get(window, 'presses')) + 1 }), true);
  });
});

/** How often a pointer was pressed since the page was there. */
async function clicks(page: Page): Promise<number> {
  return page.evaluate(() => Number(Reflect.get(window, 'presses')));
}

test('a laptop is stolen: everything of its user is deleted, with a receipt', async ({ page, list }) => {
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type('ada nov');
  // The first suggestion is the person, not the text.
  const person = list.suggestions.getByRole('option').filter({ hasText: 'Ada Novak' }).first();
  await expect(person).toBeVisible();
  await page.keyboard.press('ArrowDown');
  await expect(list.suggestions.getByRole('option', { selected: true })).toContainText('Ada Novak');
  await page.keyboard.press('Enter');
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).click();
  await page.getByRole('dialog').getByRole('button', { name: /^Delete [\d,]+ tokens…$/ }).click();
  const deletion = new DeletionPage(page);
  await deletion.go();
  await deletion.finished();
  await expect(deletion.receipt).toBeVisible();
  expect(await clicks(page)).toBe(3);
});

test('a client leaked its secret: everything that it was issued is deleted', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 300 });
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type('grafana');
  await list.option(/^Grafana/).first().click();
  await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this provider…' }).click();
  const start = page.getByRole('dialog').getByRole('button', { name: /^Delete [\d,]+ tokens…$/ });
  await expect(start).toBeVisible();
  const words = await page.getByRole('dialog').getByText(/tokens will be deleted\./).textContent();
  await start.click();
  const deletion = new DeletionPage(page);
  await deletion.go(Number(words?.match(/[\d,]+/)?.[0].replace(',', '')));
  await deletion.finished();
  expect(await clicks(page)).toBe(4);
});

test('tokens of people who left, that still renew themselves: the number stands above them', async ({ page, list, authentik, standin }) => {
  await standin.reset({ tokens: 300 });
  const { results } = await authentik.tokens('ordering=pk&page_size=100');
  expect(results.length).toBeGreaterThan(0);
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type('scope:offline_access finding:deactivated-user');
  await page.keyboard.press('Enter');
  await new CatalogPage(page).readAll.click();
  await new CatalogPage(page).isRead();
  const answer = page.getByText(/^\d+ of 300$/);
  await expect(answer).toBeInViewport();
  expect(await clicks(page)).toBe(1);
});

test('what expires tonight is a word in the search', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 300 });
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type('expires:tonight status:live');
  await page.keyboard.press('Enter');
  await new CatalogPage(page).readAll.click();
  await new CatalogPage(page).isRead();
  await expect(page.getByText(/^\d+ of 300$/)).toBeInViewport();
  await expect(page.getByText(/is no time|was not understood/)).toHaveCount(0);
  expect(await clicks(page)).toBe(1);
});

test('what never expires, and of which providers, is a view and its groups', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 300 });
  await list.open();
  const views = new ViewsPage(page);
  await views.open();
  await views.link('Never expire').click();
  const groups = new GroupsPage(page);
  await new CatalogPage(page).isRead();
  await groups.by('Provider');
  await expect(groups.rows.first()).toBeVisible();
  await expect(groups.table.getByText('Never', { exact: true }).first()).toBeVisible();
  expect(await clicks(page)).toBe(4);
});

test('the weekly file of what matters is a link and two clicks', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 300 });
  // What was saved as a view is a link.
  await page.goto('/access-tokens?status=never');
  const catalog = new CatalogPage(page);
  await catalog.isRead();
  await list.settled();
  await catalog.openExport();
  await catalog.save();
  expect(await clicks(page)).toBe(2);
});

test('is this ID from a log alive?', async ({ page, list, authentik, standin }) => {
  await standin.reset({ tokens: 300 });
  const { results } = await authentik.tokens('ordering=-pk&page_size=100');
  const jti = (token: { id_token?: string }) => (JSON.parse(token.id_token ?? '{}') as { jti?: string }).jti ?? '';
  const token = results.find((token) => jti(token).length >= 16);
  await list.open();
  await page.keyboard.press('/');
  await page.keyboard.type(jti(token ?? {}));
  await page.keyboard.press('Enter');
  await new CatalogPage(page).readAll.click();
  await expect(list.links).toHaveText([String(token?.pk)]);
  expect(await clicks(page)).toBe(1);
});

test('a link to a token is a click away from it', async ({ page, list, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await list.open();
  const [pk = 0] = await list.pks();
  await list.link(pk).click();
  await list.drawer.of(pk).getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
  expect(await clicks(page)).toBe(2);
});

test('whoever may see only their own tokens is told so at once', async ({ page, list, standin }) => {
  await standin.signIn('member');
  await list.open();
  await expect(page.getByText(/and see only your own tokens/)).toBeInViewport();
  await axe(page);
  expect(await clicks(page)).toBe(0);
});

test.describe('on a phone, in a hurry', () => {
  test.use({ viewport: { width: 390, height: 844 }, hasTouch: true });

  test('everything of a user is deleted', async ({ page, list }) => {
    await list.open();
    await list.search.tap();
    await list.search.pressSequentially('ada nov');
    await list.suggestions.getByRole('option').filter({ hasText: 'Ada Novak' }).first().tap();
    await page.getByRole('button', { name: 'Delete all OAuth2 tokens of this user…' }).tap();
    await page.getByRole('dialog').getByRole('button', { name: /^Delete [\d,]+ tokens…$/ }).tap();
    const deletion = new DeletionPage(page);
    await deletion.confirm.tap();
    await deletion.finished();
    expect(await clicks(page)).toBe(5);
  });
});

test('the keyboard alone finds, opens, selects and deletes', async ({ page, list }) => {
  await list.open();
  await expect(page.getByRole('button', { name: /^More for/ }).first()).toBeAttached();
  await page.keyboard.press('j');
  await page.keyboard.press('x');
  await page.keyboard.press('Shift+J');
  const pks = (await list.pks()).slice(0, 2);
  await page.keyboard.press('Enter');
  await expect(list.drawer.of(pks[1] ?? 0)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.link(pks[1] ?? 0)).toBeFocused();
  await page.keyboard.press('Delete');
  const deletion = new DeletionPage(page);
  await expect(deletion.dialog).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.link(pks[1] ?? 0)).toBeFocused();
  expect(await clicks(page)).toBe(0);
});

test('everything of one person, whatever its kind, is two clicks from a token', async ({ page, list }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await list.link(pk).click();
  await list.drawer.of(pk).getByRole('link', { name: 'This user, all kinds' }).click();
  await expect(new TokenListPage(page, 'Refresh tokens').links.first()).toBeVisible();
  expect(await clicks(page)).toBe(2);
});
