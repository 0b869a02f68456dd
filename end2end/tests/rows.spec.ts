import { DeletionPage } from '../pages/deletion';
import { CatalogPage, SelectionPage, axe, expect, test } from '../pages/selection';

test('the rows are one Tab stop, and arrow keys lead through them', async ({ page, selection }) => {
  await selection.open();
  const { list } = selection;
  const [first = 0, second = 0, third = 0] = await list.pks();
  const last = (await list.pks()).at(-1) ?? 0;
  await page.getByRole('separator', { name: 'Width of Issued' }).focus();
  await page.keyboard.press('Tab');
  await expect(selection.box(first)).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(list.link(first)).toBeFocused();
  // The number of the scopes without room is there where there are any.
  const inRow = await selection.row(first).getByRole('button').count();
  for (let control = 0; control <= inRow; control += 1) await page.keyboard.press('Tab');
  await expect(list.table.locator(':focus'), 'behind the controls of one row the table is at its end').toHaveCount(0);
  for (let control = 0; control <= inRow; control += 1) await page.keyboard.press('Shift+Tab');
  await expect(list.link(first)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await page.keyboard.press('j');
  await expect(list.link(third)).toBeFocused();
  await page.keyboard.press('k');
  await expect(list.link(second)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await expect(selection.box(second)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(selection.box(first)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await page.keyboard.press('End');
  await expect(list.link(last)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(list.link(last), 'it is the last on the page').toBeFocused();
  await page.keyboard.press('Home');
  await expect(list.link(first)).toBeFocused();
  // Tab leads back to where one was.
  await page.keyboard.press('ArrowDown');
  await list.search.focus();
  await page.getByRole('separator', { name: 'Width of Issued' }).focus();
  await page.keyboard.press('Tab');
  await expect(selection.box(second)).toBeFocused();
});

test('a row is opened, selected and deleted by keys', async ({ page, selection }) => {
  await selection.open();
  const { list } = selection;
  const pks = await list.pks();
  await expect(page.locator('body')).toBeFocused();
  await page.keyboard.press('j');
  await expect(list.link(pks[0] ?? 0), 'from nowhere it leads to the rows').toBeFocused();
  await page.keyboard.press('Enter');
  await expect(list.drawer.of(pks[0] ?? 0)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(list.link(pks[0] ?? 0)).toBeFocused();
  await page.keyboard.press('x');
  expect(await selection.ticked()).toEqual([pks[0]]);
  await page.keyboard.press('x');
  await expect(selection.bar).toHaveCount(0);
  await page.keyboard.press('j');
  await page.keyboard.press(' ');
  expect(await selection.ticked()).toEqual([pks[1]]);
  await page.keyboard.press('Shift+J');
  await page.keyboard.press('Shift+ArrowDown');
  await expect(list.link(pks[3] ?? 0)).toBeFocused();
  expect(await selection.ticked()).toEqual(pks.slice(1, 4));
  await page.keyboard.press('Shift+ArrowUp');
  expect(await selection.ticked(), 'back again').toEqual(pks.slice(1, 3));
  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
  await page.keyboard.press('Shift+X');
  expect(await selection.ticked()).toEqual(pks.slice(1, 7));
  await page.keyboard.press('Delete');
  const deletion = new DeletionPage(page);
  await expect(deletion.named('Delete access token')).toContainText(String(pks[6]));
  await deletion.button('Cancel').click();
  await expect(list.link(pks[6] ?? 0)).toBeFocused();
  await page.keyboard.press('#');
  await expect(deletion.named('Delete access token')).toContainText(String(pks[6]));
});

test('keys with Shift select from a row that nothing was selected from', async ({ page, selection }) => {
  await selection.open();
  const pks = await selection.list.pks();
  await selection.list.link(pks[4] ?? 0).focus();
  await page.keyboard.press('Shift+ArrowDown');
  expect(await selection.ticked()).toEqual(pks.slice(4, 6));
});

test('the focus stays at its place where rows are other rows', async ({ page, selection, standin }) => {
  await standin.reset({ tokens: 45 });
  await selection.open('/access-tokens?page=3');
  const { list } = selection;
  await list.step('Previous').click();
  await list.showsRange('21–40 of 45');
  await list.link(6).focus();
  // Another page, which is shorter.
  await page.goBack();
  await list.showsRange('41–45 of 45');
  await expect(list.link(1)).toBeFocused();
  await page.keyboard.press('ArrowUp');
  await expect(list.link(2)).toBeFocused();
  // Its token is gone.
  await standin.change({ action: 'delete', pks: [2] });
  await list.refresh.evaluate((button: HTMLElement) => button.click());
  await list.showsRange('41–44 of 44');
  await expect(list.link(1)).toBeFocused();
  // All of them are, and authentik leads to the page before.
  await standin.change({ action: 'delete', pks: [1, 3, 4, 5] });
  await list.refresh.evaluate((button: HTMLElement) => button.click());
  await list.showsRange('21–40 of 40');
  await expect(list.table.locator(':focus')).toHaveCount(1);
});

test('where all rows stand below each other, keys lead beyond what is drawn', async ({ page, standin }) => {
  await standin.reset({ tokens: 300 });
  const catalog = new CatalogPage(page);
  await catalog.open('/access-tokens?rows=all');
  const { list } = catalog;
  await new SelectionPage(page).isReady();
  await list.link(300).focus();
  for (let step = 0; step < 60; step += 1) await page.keyboard.press('ArrowDown');
  await expect(list.link(240)).toBeFocused();
  await expect(list.link(240)).toBeInViewport();
  await page.keyboard.press('End');
  await expect(list.link(1)).toBeFocused();
  await expect(list.link(1)).toBeInViewport();
  await page.keyboard.press('k');
  await expect(list.link(2)).toBeFocused();
  await page.keyboard.press('Home');
  await expect(list.link(300)).toBeFocused();
});

test('where all rows stand below each other, the focus is not lost to the wheel', async ({ page, standin }) => {
  await standin.reset({ tokens: 300 });
  const catalog = new CatalogPage(page);
  await catalog.open('/access-tokens?rows=all');
  const { list } = catalog;
  await new SelectionPage(page).isReady();
  await list.link(299).focus();
  await list.table.hover();
  await page.mouse.wheel(0, 100_000);
  await expect(list.link(1)).toBeVisible();
  await expect(list.table.locator(':focus')).toHaveCount(1);
  await page.keyboard.press('End');
  await expect(list.link(1)).toBeFocused();
});

test('the menu of a row narrows the list, and says where', async ({ selection, authentik }) => {
  await selection.open();
  const { list } = selection;
  const token = await authentik.token(9997);
  await list.row(9997).hover();
  await selection.choose(9997, 'Only this user');
  await expect(list.chip('User', token.user.username)).toBeVisible();
  await list.hasRows();
  const [first = 0] = await list.pks();
  await selection.more(first).click();
  await expect(selection.action('Only this provider')).toBeVisible();
  await expect(selection.action('Only this user'), 'others are left out already').toHaveCount(0);
  const { provider } = await authentik.token(first);
  await selection.action('Only this provider').click();
  await expect(list.chip('Provider', provider.name)).toBeVisible();
  expect(list.params()).toEqual({ user: String(token.user.pk), provider: String(provider.pk) });
});

test('the menu of a row narrows to a powerful scope, and leaves it out', async ({ page, standin }) => {
  await standin.reset({ tokens: 200 });
  const catalog = new CatalogPage(page);
  await catalog.open('/access-tokens?page_size=50');
  const selection = new SelectionPage(page);
  const row = catalog.list.table.getByRole('row').filter({ hasText: 'offline_access' }).first();
  const more = row.getByRole('button', { name: /^More for / });
  await more.click();
  await selection.action('Only this scope offline_access').click();
  await expect.poll(() => catalog.list.params().scope).toBe('offline_access');
  await page.goBack();
  await more.click();
  await selection.action('Not this scope offline_access').click();
  await expect(catalog.list.search).toHaveValue('-scope:offline_access');
  await expect(catalog.list.table.getByText('offline_access').filter({ visible: true })).toHaveCount(0);
});

test('the menu of a row copies, opens and deletes', async ({ page, context, selection }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await selection.open('/access-tokens?page=2');
  const { list } = selection;
  const clipboard = () => page.evaluate(() => navigator.clipboard.readText());
  await selection.choose(9977, 'Copy ID');
  await expect.poll(clipboard).toBe('9977');
  await expect(selection.more(9977)).toBeFocused();
  await selection.choose(9977, 'Copy link');
  await expect.poll(clipboard).toBe(new URL('/access-tokens/9977?page=2', page.url()).href);
  await selection.choose(9977, 'Open');
  await expect(list.drawer.of(9977)).toBeVisible();
  await list.drawer.close.click();
  await selection.choose(9977, 'Delete…');
  const deletion = new DeletionPage(page);
  await expect(deletion.named('Delete access token')).toContainText('9977');
  await deletion.button('Cancel').click();
  await expect(selection.more(9977)).toBeFocused();
});

test('the menu of a row has the keys that menus have, and closes', async ({ page, selection }) => {
  await selection.open();
  const { list } = selection;
  const menu = page.getByRole('menu');
  await selection.more(9997).focus();
  await page.keyboard.press('Enter');
  await expect(selection.action('Open')).toBeFocused();
  await expect(selection.more(9997)).toHaveAttribute('aria-expanded', 'true');
  await axe(page);
  await page.keyboard.press('ArrowUp');
  await expect(selection.action('Keyboard shortcuts')).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(selection.action('Open')).toBeFocused();
  await page.keyboard.press('c');
  await expect(selection.action('Copy ID')).toBeFocused();
  await page.keyboard.press('c');
  await expect(selection.action('Copy link')).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(menu).toHaveCount(0);
  await expect(selection.more(9997)).toBeFocused();
  await page.keyboard.press('ArrowDown');
  await expect(selection.more(9996)).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(menu).toHaveAccessibleName('More for access token 9996');
  await page.keyboard.press('Shift+Tab');
  await expect(menu).toHaveCount(0);
  await expect(list.link(9996)).toBeFocused();
  // The button closes what it opened, another row's opens its own, and so does a press anywhere else.
  await selection.more(9990).click();
  await expect(menu).toBeVisible();
  await selection.more(9990).click();
  await expect(menu).toHaveCount(0);
  await selection.more(9990).click();
  await list.row(9984).hover();
  await selection.more(9984).click();
  await expect(menu).toHaveAccessibleName('More for access token 9984');
  await page.getByRole('heading', { level: 1 }).click();
  await expect(menu).toHaveCount(0);
});

for (const [width, rows] of [
  [1440, ''],
  [390, ''],
  [1440, '?rows=all'],
] as const) {
  test(`the menu of any row is on the screen whole: ${width} pixels ${rows}`, async ({ page, standin }) => {
    await standin.reset({ tokens: 60 });
    await page.setViewportSize({ width, height: 800 });
    const catalog = new CatalogPage(page);
    await catalog.open(`/access-tokens${rows}`);
    const selection = new SelectionPage(page);
    for (const pk of (await catalog.list.pks()).slice(0, 20)) {
      await selection.more(pk).focus();
      await page.keyboard.press('Enter');
      await expect(page.getByRole('menu')).toBeInViewport({ ratio: 1 });
      await page.keyboard.press('Escape');
    }
  });
}

test('all scopes of a token open from their number, by pointer, touch and keys', async ({ page, selection, authentik }) => {
  await selection.open('/access-tokens?page_size=50');
  const { list } = selection;
  const { results } = await authentik.tokens('ordering=-pk&page_size=50');
  const number = (pk: number) => selection.row(pk).getByRole('button', { name: /^\+\d+ more scopes$/ });
  const counted: number[] = [];
  for (const { pk } of results) if ((await number(pk).count()) === 1) counted.push(pk);
  const [one = 0, other = 0] = counted;
  const all = (pk: number) => page.getByRole('dialog', { name: `Scopes of access token ${pk}`, exact: true });
  const scopesOf = (pk: number) => [...(results.find((token) => token.pk === pk)?.scope ?? [])].sort();
  await number(one).click();
  await expect(all(one)).toBeFocused();
  expect((await all(one).getByRole('listitem').allTextContents()).sort()).toEqual(scopesOf(one));
  await expect(list.drawer.of(one), 'the row is not opened').toHaveCount(0);
  await axe(page);
  await number(one).click();
  await expect(all(one)).toHaveCount(0);
  await number(one).click();
  await number(other).click();
  await expect(all(other)).toBeFocused();
  await expect(all(one)).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(number(other)).toBeFocused();
  await expect(all(other)).toHaveCount(0);
  await page.keyboard.press('Enter');
  await expect(all(other)).toBeFocused();
  await page.keyboard.press('Escape');
  await page.keyboard.press('ArrowRight');
  await expect(selection.more(other)).toBeFocused();
  await page.keyboard.press('ArrowLeft');
  await page.keyboard.press('ArrowLeft');
  await expect(list.link(other)).toBeFocused();
});

test('arrow keys lead on from the number of scopes, also to rows that have none', async ({ page, selection }) => {
  await selection.open('/access-tokens?page_size=50');
  const { list } = selection;
  const pks = await list.pks();
  const has = async (pk: number) => (await selection.row(pk).getByRole('button', { name: /more scopes$/ }).count()) === 1;
  const having = await Promise.all(pks.map(has));
  const at = having.findIndex((is, place) => is && having[place + 1] === false);
  await selection.row(pks[at] ?? 0).getByRole('button', { name: /more scopes$/ }).focus();
  await page.keyboard.press('ArrowDown');
  await expect(list.link(pks[at + 1] ?? 0)).toBeFocused();
  await page.keyboard.press('ArrowRight');
  await expect(selection.more(pks[at + 1] ?? 0)).toBeFocused();
});
