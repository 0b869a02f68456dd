import type { Page } from '@playwright/test';
import { LIST, expect, test } from '../pages/catalog';

interface Heard {
  text: string;
  /** In milliseconds, from when it was listened. */
  at: number;
}

/** What those hear who do not see the page: each text that changes in a live region. */
async function listen(page: Page): Promise<() => Promise<Heard[]>> {
  await page.evaluate(() => {
    const heard: Heard[] = [];
    const began = performance.now();
    Object.assign(window, { heard });
    const hear = (node: Node) => {
      const region = (node instanceof Element ? node : node.parentElement)?.closest('[role="status"], [role="alert"]');
      const text = region?.textContent?.trim() ?? '';
      if (region && region.getAttribute('aria-live') !== 'off' && text !== '' && heard.at(-1)?.text !== text) {
        heard.push({ text, at: performance.now() - began });
      }
    };
    const observer = new MutationObserver((changes) => changes.forEach(({ target }) => hear(target)));
    observer.observe(document.body, { subtree: true, childList: true, characterData: true });
  });
  return () => page.evaluate(() => (window as unknown as { heard: Heard[] }).heard);
}

test('while all is read, it is said every five seconds at most how far it is, and then the end', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 3_500 });
  await catalog.list.open();
  await standin.faults({ kind: 'delay', ms: 800, path: LIST, query: 'ordering=pk' });
  await catalog.readAll.click();
  const heard = await listen(page);
  await catalog.question.getByRole('button', { name: 'Start loading' }).click();
  const isOver = async () => (await heard()).some(({ text }) => text === 'All 3,500 access tokens loaded');
  await expect.poll(isOver, { timeout: 25_000 }).toBe(true);
  const all = await heard();
  const texts = all.map(({ text }) => text);
  expect(texts.filter((text) => text.includes('so far')), 'not of each page that comes').toEqual([]);
  const howFar = all.filter(({ text }) => / of 3,500 access tokens /.test(text));
  expect(howFar.length, texts.join('\n')).toBeGreaterThan(0);
  // It began a moment after it was listened.
  for (const [at, one] of howFar.entries()) expect(one.at - (howFar[at - 1]?.at ?? 0)).toBeGreaterThan(4_900);
  expect(texts.length, texts.join('\n')).toBeLessThan(6);
});

test('that nobody matches is said when authentik has said so', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  await expect(catalog.readAll).toBeVisible();
  await standin.faults({ kind: 'delay', ms: 700, path: '/api/v3/core/users/' });
  const heard = await listen(page);
  await catalog.list.search.pressSequentially('mira');
  await expect(catalog.list.option(/Mira/)).toBeVisible();
  expect((await heard()).map(({ text }) => text)).toEqual([expect.stringMatching(/^\d+ suggestions?\. Use the arrow keys to choose\.$/)]);
  await catalog.list.search.fill('nobody-is-called-that');
  await expect.poll(async () => (await heard()).map(({ text }) => text)).toContainEqual('No user or provider matches. Enter searches the text.');
});

test('the focus stays with whoever has all read, waits, goes on and gives up', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  await standin.faults({ kind: 'delay', ms: 150, path: LIST, query: 'ordering=pk' });
  await catalog.readAll.press('Enter');
  await catalog.question.getByRole('button', { name: 'Not now' }).press('Enter');
  await expect(catalog.readAll).toBeFocused();
  await catalog.list.headerButton('Scopes').press('Enter');
  await catalog.question.getByRole('button', { name: 'Not now' }).press('Enter');
  await expect(catalog.list.headerButton('Scopes')).toBeFocused();
  await catalog.readAll.press('Enter');
  await catalog.question.getByRole('button', { name: 'Start loading' }).press('Enter');
  await expect(catalog.tool('Pause')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(catalog.tool('Resume')).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(catalog.tool('Pause')).toBeFocused();
  await catalog.tool('Cancel').press('Enter');
  await expect(catalog.readAll).toBeFocused();
  await standin.faults();
  await page.keyboard.press('Enter');
  await catalog.question.getByRole('button', { name: 'Start loading' }).press('Enter');
  await catalog.isRead();
  await expect(catalog.list.table).toBeFocused();
});

test('the focus goes to the table where few tokens are read without a question', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 200 });
  await catalog.list.open();
  await catalog.readAll.press('Enter');
  await catalog.isRead();
  await expect(catalog.list.table).toBeFocused();
});

test('where all rows stand below each other, one steps through all of them', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 200 });
  await catalog.open('/access-tokens?rows=all');
  const { list } = catalog;
  await list.link(200).press('Enter');
  await expect(list.drawer.of(200).getByRole('heading', { level: 2 })).toBeFocused();
  for (let step = 1; step <= 60; step += 1) await page.keyboard.press('j');
  await expect(list.drawer.of(140)).toBeVisible();
  await expect(list.drawer.next).not.toHaveAttribute('aria-disabled');
  await expect(list.link(140), 'it is scrolled to').toBeInViewport();
  await page.keyboard.press('Escape');
  await expect(list.link(140)).toBeFocused();
});

test('the table says how many rows it has, and each row which one it is', async ({ page, catalog, standin }) => {
  const { list } = catalog;
  const places = () => list.table.getByRole('row').evaluateAll((rows) => rows.map((row) => row.getAttribute('aria-rowindex')));
  const from = (first: number, count: number) => Array.from({ length: count }, (_, at) => String(first + at));
  await list.open('/access-tokens?page=3');
  await expect(list.table).toHaveAttribute('aria-rowcount', '10001');
  expect(await places()).toEqual(['1', ...from(42, 20)]);
  // Of a text that authentik ignores, nobody knows how many rows match.
  await list.open('/access-tokens?search=user');
  await expect(list.table).not.toHaveAttribute('aria-rowcount');
  expect((await places()).filter(Boolean)).toEqual([]);

  await standin.reset({ tokens: 300 });
  await catalog.open('/access-tokens?rows=all');
  await expect(list.table).toHaveAttribute('aria-rowcount', '301');
  const drawn = (await list.pks()).length;
  expect(drawn).toBeLessThan(60);
  expect(await places()).toEqual(['1', ...from(2, drawn)]);
  await list.table.hover();
  await page.mouse.wheel(0, 100_000);
  await expect(list.link(1)).toBeVisible();
  expect((await places()).at(-1)).toBe('301');
});

test('how many match is said of what was asked for', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  // Many users are called something with “user”; few of them something with “017”.
  await catalog.list.search.fill('017 user');
  await catalog.list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'These are all tokens that match “017 user”' });
  await expect(notice).toBeVisible();
  await expect(page.getByText('too many to look up')).toHaveCount(0);
  await standin.forgetRequests();
  await catalog.list.search.fill('user ser');
  await catalog.list.search.press('Enter');
  await expect(page.getByRole('status').filter({ hasText: 'too many to look up one by one' })).toContainText(/^\d+ users( and .*)? match “user” alone/);
});
