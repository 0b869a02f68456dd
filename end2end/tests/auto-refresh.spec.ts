import type { Page } from '@playwright/test';
import { LIST, type CatalogPage, axe, expect, test } from '../pages/catalog';

/** The menu beside how old the rows are. */
async function choose(page: Page, choice: 'Off' | 'Every 30 seconds' | 'Every minute'): Promise<void> {
  await page.locator('summary', { hasText: 'Auto refresh' }).click();
  await page.getByRole('radio', { name: choice }).check();
  await page.keyboard.press('Escape');
}

/** The list, with a clock that stands still but for what a test lets pass. */
async function open(page: Page, catalog: CatalogPage): Promise<void> {
  await page.clock.install();
  await catalog.list.open();
  await expect(page.locator('summary', { hasText: 'Auto refresh' })).toBeVisible({ timeout: 15_000 });
  await page.clock.pauseAt(Date.now() + 60_000);
}

/** Has the page believe that it is seen, or that it is not. */
async function setHidden(page: Page, hidden: boolean): Promise<void> {
  await page.evaluate((hidden) => Object.defineProperty(document, 'hidden', { configurable: true, get: () => hidden }), hidden);
}

const FOUND = /^\d.*, (show|refresh)$/;

test('rows stay where they are; what came is told once and shown when asked for', async ({ page, catalog, standin }) => {
  await open(page, catalog);
  const { list } = catalog;
  const heard = await page.evaluateHandle(() => {
    const heard: string[] = [];
    new MutationObserver((changes) => {
      for (const { target } of changes) {
        const text = (target instanceof Element ? target : target.parentElement)?.closest('[role="status"]')?.textContent ?? '';
        if (/new access/.test(text)) heard.push(text);
      }
    }).observe(document.body, { subtree: true, childList: true, characterData: true });
    return heard;
  });
  await choose(page, 'Every 30 seconds');
  await list.settled();
  const before = await list.pks();
  await list.link(before[2] ?? 0).focus();
  const place = await list.row(before[2] ?? 0).boundingBox();
  await standin.change({ action: 'add', user: 2, count: 12 });
  await standin.forgetRequests();
  await page.clock.runFor(31_000);
  const found = page.getByRole('button', { name: '12 new, show' });
  await expect(found).toBeVisible();
  expect(await list.pks()).toEqual(before);
  expect(await list.row(before[2] ?? 0).boundingBox(), 'nothing moved').toEqual(place);
  await expect(list.link(before[2] ?? 0)).toBeFocused();
  expect(await standin.requests(LIST)).toHaveLength(1);

  await standin.change({ action: 'delete', pks: [before[0] ?? 0] });
  await page.clock.runFor(31_000);
  await expect(page.getByRole('button', { name: '12 new, 1 gone, show' })).toBeVisible();
  expect(await heard.jsonValue()).toEqual(['12 new access tokens']);
  expect(await list.pks()).toEqual(before);
  // What looks for faults waits for frames.
  await page.clock.resume();
  await axe(page);

  await standin.forgetRequests();
  await page.getByRole('button', { name: FOUND }).focus();
  await page.keyboard.press('Enter');
  await expect(list.link(before[1] ?? 0)).toBeVisible();
  await expect(list.link(before[0] ?? 0)).toHaveCount(0);
  const after = await list.pks();
  expect(after.slice(12)).toEqual(before.slice(1, 9));
  await expect(list.table).toBeFocused();
  await expect(page.getByRole('button', { name: FOUND })).toHaveCount(0);
  expect(await standin.requests(LIST), 'it was there already').toEqual([]);
});

test('where nothing changed only the time does; off is off, and the choice is remembered', async ({ page, catalog, standin }) => {
  await open(page, catalog);
  await choose(page, 'Every minute');
  await page.clock.runFor(59_000);
  await standin.forgetRequests();
  await page.clock.runFor(2_000);
  await expect.poll(async () => (await standin.requests(LIST)).length).toBe(1);
  await expect(page.getByText('Updated just now')).toBeVisible();
  await expect(page.getByRole('button', { name: FOUND })).toHaveCount(0);

  await page.clock.resume();
  await page.reload();
  await catalog.list.hasRows();
  const handle = page.locator('summary', { hasText: 'Auto refresh' });
  await expect(handle).toContainText('1 min', { timeout: 15_000 });
  await choose(page, 'Off');
  await expect(handle).not.toContainText('1 min');
  await standin.forgetRequests();
  await page.clock.runFor(300_000);
  expect(await standin.requests(LIST)).toEqual([]);
});

test('nobody is asked while the page is hidden or a question is open, and once when that is over', async ({ page, catalog, standin }) => {
  await open(page, catalog);
  await choose(page, 'Every 30 seconds');
  await setHidden(page, true);
  await standin.forgetRequests();
  await page.clock.runFor(200_000);
  expect(await standin.requests(LIST)).toEqual([]);
  await setHidden(page, false);
  await page.clock.runFor(1_500);
  await expect.poll(async () => (await standin.requests(LIST)).length).toBe(1);

  await page.locator('body').press('?');
  await expect(page.getByRole('dialog')).toBeVisible();
  await standin.forgetRequests();
  await page.clock.runFor(100_000);
  expect(await standin.requests(LIST)).toEqual([]);
  await page.keyboard.press('Escape');
  await expect(page.getByRole('dialog')).toHaveCount(0);
  await page.clock.runFor(1_500);
  await expect.poll(async () => (await standin.requests(LIST)).length).toBe(1);
});

test('a failure is told once, and asked about less and less often', async ({ page, catalog, standin }) => {
  await open(page, catalog);
  const { list } = catalog;
  await choose(page, 'Every 30 seconds');
  await standin.faults({ kind: 'html-500', path: LIST });
  await standin.forgetRequests();
  await page.clock.runFor(31_000);
  await expect(list.alerts).toHaveCount(1);
  await list.alerts.evaluate((alert) => alert.setAttribute('data-first', ''));
  expect(await list.pks()).toHaveLength(20);
  for (const [pause, asked] of [[50_000, 1], [11_000, 2], [115_000, 2], [10_000, 3]] as const) {
    await page.clock.runFor(pause);
    await expect.poll(async () => (await standin.requests(LIST)).length, `${pause}`).toBe(asked);
    await expect(list.table).toHaveAttribute('aria-busy', 'false');
  }
  await expect(list.alerts).toHaveAttribute('data-first', '');
  await standin.faults();
  await page.clock.runFor(241_000);
  await expect(list.alerts).toHaveCount(0);
});

test('with all tokens loaded one request tells what is new, and a press loads it', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await page.clock.install();
  await catalog.open();
  await choose(page, 'Every 30 seconds');
  await page.clock.pauseAt(Date.now() + 5_000);
  await standin.change({ action: 'add', user: 2, count: 3 });
  await standin.forgetRequests();
  await page.clock.runFor(40_000);
  const found = page.getByRole('button', { name: '3 new, refresh' });
  await expect(found).toBeVisible();
  expect(await standin.requests(LIST)).toHaveLength(1);
  await page.clock.resume();
  await found.click();
  await catalog.matches(303);
  await expect(found).toHaveCount(0);
});
