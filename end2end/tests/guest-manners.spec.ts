import { Authentik, LIST } from '../pages/authentik';
import { DeletionPage } from '../pages/deletion';
import { expect, test } from '../pages/host';

/** What a guest tells, takes and leaves alone. */

test('the host is told what was deleted', async ({ host, page, standin, request }) => {
  const authentik = new Authentik(standin, request);
  const [token] = (await authentik.tokens('ordering=-pk&page_size=1')).results;
  if (!token) throw new Error('there is no token');
  await host.open();
  await host.mount({ location: `access-tokens/${token.pk}` });
  await host.list.drawer.delete();
  const deletion = new DeletionPage(page);
  expect(await host.told('ended')).toEqual([]);
  await deletion.go();
  await deletion.finished();
  const { user, provider } = token;
  expect(await host.isTold('ended')).toEqual({
    event: 'ended',
    tokens: [
      {
        kind: 'access-tokens',
        pk: token.pk,
        user: { pk: user.pk, username: user.username },
        provider: { pk: provider.pk, name: provider.name },
      },
    ],
    counts: { deleted: 1, alreadyGone: 0, refused: 0, failed: 0, notTried: 0 },
  });
  expect((await request.get(`${standin.url}${LIST}${token.pk}/`)).status()).toBe(404);
});

test('what was not tried after a stop is told apart from what was deleted', async ({ host, page, standin }) => {
  await host.open();
  await host.mount();
  await host.list.hasRows();
  const chosen = (await host.list.pks()).slice(0, 3);
  await standin.faults({ kind: 'too-many', method: 'DELETE', path: LIST, after: 2, retry_after: 600 });
  const deletion = new DeletionPage(page);
  await deletion.choose(chosen);
  await deletion.go();
  await expect(deletion.named('Interrupted: 3 access tokens')).toContainText('2 of 3');
  await deletion.button('Stop').click();
  await deletion.finished();
  const { tokens, counts } = await host.isTold('ended');
  const there = async (pk: number) => (await page.request.get(`${standin.url}${LIST}${pk}/`)).ok();
  const left = await Promise.all(chosen.map(there));
  expect((tokens as { pk: number }[]).map(({ pk }) => pk).toSorted()).toEqual(chosen.filter((_, at) => !left[at]).toSorted());
  expect(counts).toEqual({ deleted: 2, alreadyGone: 0, refused: 0, failed: 0, notTried: 1 });
});

test('the focus stays with the host until it is in the console', async ({ host, page }) => {
  await host.open();
  await page.evaluate(() => {
    const field = Object.assign(document.createElement('input'), { ariaLabel: 'Of the host' });
    document.querySelector('main')?.prepend(field);
    field.focus();
  });
  const field = page.getByRole('textbox', { name: 'Of the host' });
  const { list } = host;
  await host.mount({ location: 'access-tokens/9990' });
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(field).toBeFocused();
  await host.navigate('access-tokens/9991');
  await expect(list.drawer.of(9991)).toBeVisible();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await expect(field).toBeFocused();
  await host.navigate('access-tokens');
  await expect(list.drawer.any).toHaveCount(0);
  await expect(field).toBeFocused();

  const [first = 0, second = 0] = await list.pks();
  await list.cell(first, 'User').click({ position: { x: 4, y: 4 } });
  await expect(list.drawer.of(first).getByRole('heading', { level: 2 })).toBeFocused();
  await host.navigate(`access-tokens/${second}`);
  await expect(list.drawer.of(second).getByRole('heading', { level: 2 })).toBeFocused();
  await host.navigate('access-tokens');
  await expect(list.link(second)).toBeFocused();
});

test('a row from which text is copied does not open', async ({ host, page }) => {
  await host.open();
  await host.mount();
  await host.list.hasRows();
  const [first = 0] = await host.list.pks();
  const text = host.list.cell(first, 'Expires');
  const box = await text.boundingBox();
  if (!box) throw new Error('the cell is not there');
  const y = box.y + box.height / 2;
  await page.mouse.move(box.x + 14, y);
  await page.mouse.down();
  await page.mouse.move(box.x + box.width - 20, y, { steps: 5 });
  await page.mouse.up();
  expect(await host.location()).toBe('access-tokens');
  await expect(host.list.drawer.any).toHaveCount(0);
  // The selection goes with the first press elsewhere.
  await host.list.cell(first, 'Issued').click();
  await expect(host.list.drawer.of(first)).toBeVisible();
});

test('a host’s style sheet reaches the parts', async ({ host, page }) => {
  await host.open();
  const parts = ['bar', 'list', 'search', 'table', 'pager', 'drawer', 'dialog'];
  await page.evaluate((parts) => {
    const sheet = new CSSStyleSheet();
    sheet.replaceSync(parts.map((part) => `#place::part(${part}) { outline: 3px dotted red }`).join(' '));
    document.adoptedStyleSheets = [sheet];
  }, parts);
  await host.mount({ location: 'access-tokens/9990' });
  await host.list.drawer.delete();
  await expect(new DeletionPage(page).named('Delete access token')).toHaveCSS('outline-style', 'dotted');
  await expect(host.list.table).toHaveCSS('outline-style', 'dotted');
  for (const part of parts) await expect(page.locator(`[part="${part}"]`).first()).toHaveCSS('outline-style', 'dotted');
});

test('names are sorted as the host’s language has it', async ({ host, page, standin, request }) => {
  await standin.reset({ tokens: 200 });
  const { results } = await new Authentik(standin, request).tokens('page_size=100');
  const [one, other] = [...new Set(results.map(({ provider }) => provider.pk))];
  await standin.change(
    { action: 'rename-provider', provider: one, name: 'Qqq Öl' },
    { action: 'rename-provider', provider: other, name: 'Qqq Zander' },
  );
  await host.open();
  await host.mount({ lang: 'de', location: 'access-tokens?search=qqq&ordering=provider_name' });
  const first = page.getByRole('row').filter({ hasText: 'Qqq' }).first();
  await expect(first).toContainText('Qqq Öl');
  await host.update({ lang: 'sv' });
  await expect(first).toContainText('Qqq Zander');
});

test('the host is told of the address a few times while a key is held down, and hears the last', async ({ host, page }) => {
  await host.open();
  await host.mount({ location: 'access-tokens?page_size=100' });
  await host.list.hasRows();
  const pks = await host.list.pks();
  await host.list.link(pks[0] ?? 0).press('Enter');
  await expect(host.list.drawer.of(pks[0] ?? 0).getByRole('heading', { level: 2 })).toBeFocused();
  const before = (await host.told('location')).length;
  await page.evaluate(() => {
    const title = document.activeElement?.shadowRoot?.activeElement;
    for (let time = 0; time < 98; time += 1) {
      title?.dispatchEvent(new KeyboardEvent('keydown', { key: 'j', repeat: time > 0, bubbles: true, cancelable: true, composed: true }));
    }
  });
  await expect.poll(() => host.location()).toBe(`access-tokens/${pks[98]}?page_size=100`);
  const told = (await host.told('location')).slice(before);
  expect(told.length).toBeLessThan(7);
  expect(told.at(-1)).toMatchObject({ address: `access-tokens/${pks[98]}?page_size=100`, replace: true });
});

test('a guest takes no keys while the focus is elsewhere, and keeps those of an input method to itself', async ({ host, page }) => {
  await host.open();
  await host.mount({ location: 'access-tokens/9990' });
  const { list } = host;
  await expect(list.drawer.section('Claims')).toBeVisible();
  const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
  // Whatever there is to show for a key is there.
  await expect(page.getByRole('button', { name: 'Timeline' })).toBeVisible();
  for (const key of ['j', '/', '?', 'Escape']) await page.keyboard.press(key);
  await expect(list.drawer.of(9990)).toBeVisible();
  await expect(list.search).not.toBeFocused();
  await expect(sheet).toBeHidden();
  await list.drawer.close.focus();
  await page.keyboard.press('?');
  await expect(sheet).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(sheet).toBeHidden();
  await expect(list.drawer.close).toBeFocused();
  await page.evaluate(() => {
    const keys: string[] = [];
    Object.assign(window, { keys });
    document.addEventListener('keydown', ({ key }) => keys.push(key));
  });
  await list.search.focus();
  await list.search.evaluate((field) => {
    for (const way of [{ isComposing: true }, { keyCode: 229 }]) {
      for (const key of ['Process', 'Escape', 'Enter']) {
        field.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...way }));
      }
    }
  });
  expect(await page.evaluate(() => (window as unknown as { keys: string[] }).keys)).toEqual([]);
});

test.describe('where the drawer stands over the table', () => {
  test.use({ viewport: { width: 1000, height: 700 } });
  test('opening a token does not scroll the page for the edge of a heading', async ({ host, page }) => {
    await host.open();
    await host.mount();
    await host.list.hasRows();
    // The filters come with a later part of the program, and take room.
    await expect(page.getByRole('button', { name: 'Timeline' })).toBeVisible();
    const pks = await host.list.pks();
    const at = () => page.evaluate(() => scrollY);
    await page.evaluate(() => scrollTo(0, document.documentElement.scrollHeight));
    const link = host.list.link(pks[18] ?? 0);
    await expect(link).toBeInViewport();
    const before = await at();
    await link.click();
    const heading = host.list.drawer.any.getByRole('heading', { level: 2 });
    await expect(heading).toBeFocused();
    expect(await at()).toBe(before);
    await expect(heading).toBeInViewport();
  });
});
