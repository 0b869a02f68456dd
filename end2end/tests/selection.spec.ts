import { CatalogPage, type Locator, axeInBothThemes, everything, expect, holdBack, test } from '../pages/selection';

test('Shift selects a range in the order on screen, and another takes its place', async ({ page, selection }) => {
  await selection.open();
  await selection.box(9997).check();
  await selection.box(9993).click({ modifiers: ['Shift'] });
  await selection.has('5');
  expect(await selection.ticked()).toEqual([9997, 9996, 9995, 9994, 9993]);
  await selection.box(9999).click({ modifiers: ['Shift'] });
  await expect.poll(() => selection.ticked()).toEqual([9999, 9998, 9997]);
  expect(await page.evaluate(() => getSelection()?.toString() ?? ''), 'no text is selected along with it').toBe('');
  // A range from a box that was emptied empties.
  await selection.box(9999).uncheck();
  await selection.box(9998).click({ modifiers: ['Shift'] });
  await expect.poll(() => selection.ticked()).toEqual([9997]);
  await expect(page.getByRole('status').filter({ hasText: '1 selected' })).toHaveCount(1);
});

test('a range that is selected before that part of the program is there is selected once it is', async ({ page, selection }) => {
  const release = await holdBack(page, 'selection');
  await selection.list.open();
  const [first = 0, second = 0, third = 0] = await selection.list.pks();
  await selection.box(first).check();
  await selection.box(third).click({ modifiers: ['Shift'] });
  release();
  await selection.has('3');
  expect(await selection.ticked()).toEqual([first, second, third]);
});

test('Shift and the space bar do the same from the keyboard', async ({ page, selection }) => {
  await selection.open();
  await selection.box(9998).focus();
  await page.keyboard.press('Space');
  await selection.box(9995).focus();
  await page.keyboard.press('Shift+Space');
  await expect.poll(() => selection.ticked()).toEqual([9998, 9997, 9996, 9995]);
  await selection.box(9997).focus();
  await page.keyboard.press('Shift+Space');
  await expect.poll(() => selection.ticked()).toEqual([9998, 9997]);
  await expect(selection.box(9997)).toBeFocused();
});

test('a row that comes back is as selected as its token is, and leads where one is', async ({ selection, standin }) => {
  await standin.reset({ tokens: 35 });
  await selection.open();
  const pks = await selection.list.pks();
  for (const pk of pks.slice(15)) await selection.box(pk).check();
  // Five rows fewer.
  await selection.list.step('Next').click();
  await selection.list.showsRange('21–35 of 35');
  await selection.clear.click();
  await selection.list.step('Previous').click();
  await selection.list.showsRange('1–20 of 35');
  await selection.list.hasRows();
  expect(await selection.list.pks()).toEqual(pks);
  expect(await selection.ticked()).toEqual([]);
  for (const pk of pks.slice(15)) await expect(selection.list.link(pk)).toHaveAttribute('href', `/access-tokens/${pk}`);
});

test('where the range would begin is not on screen, Shift selects one', async ({ selection }) => {
  await selection.open();
  await selection.box(9999).check();
  await selection.list.step('Next').click();
  await selection.list.showsRange('21–40 of 10,000');
  await selection.box(9975).click({ modifiers: ['Shift'] });
  await selection.has('2');
  expect(await selection.ticked()).toEqual([9975]);
  await selection.box(9973).click({ modifiers: ['Shift'] });
  await selection.has('4');
  await expect(selection.bar).toContainText('1 not on this page');
});

test('a selection outlives pages, orders and filters, and can be looked at by itself', async ({ page, selection }) => {
  await selection.open();
  await selection.box(9999).check();
  await selection.box(9996).check();
  await selection.list.step('Next').click();
  await selection.list.showsRange('21–40 of 10,000');
  await selection.box(9975).check();
  await selection.has('3');
  await expect(selection.bar).toContainText('2 not on this page');
  await expect(page.getByRole('status').filter({ hasText: '3 selected, 2 of them not on this page' })).toHaveCount(1);
  await selection.list.headerButton('Expires').click();
  await expect(selection.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
  await selection.list.hasRows();
  await selection.has('3');
  expect((await selection.numbers()).sort()).toEqual([9975, 9996, 9999]);

  const address = page.url();
  await selection.show.click();
  await expect(page.getByText('Showing selected tokens only; search and filters are ignored.')).toBeVisible();
  await expect(selection.list.links).toHaveCount(3);
  await expect(selection.list.pagination).toContainText('1–3 of 3');
  await expect(selection.bar).not.toContainText('not on this page');
  expect(page.url(), 'a selection is no part of the address').toBe(address);
  // A box that is emptied keeps its row.
  await selection.box(9996).uncheck();
  await selection.has('2');
  await expect(selection.list.links).toHaveCount(3);
  await selection.box(9996).check();
  await page.getByRole('button', { name: 'Back to the list' }).click();
  await expect(selection.list.links).toHaveCount(20);
  await selection.has('3');

  // Another question is another list.
  await selection.show.click();
  await expect(selection.list.links).toHaveCount(3);
  await page.getByRole('link', { name: 'Refresh tokens' }).click();
  await expect(page.getByRole('table', { name: 'Refresh tokens' }).getByRole('link').first()).toBeVisible();
  await expect(selection.bar, 'refresh tokens have numbers of their own').toHaveCount(0);
  await expect(page.getByText('Showing selected tokens only; search and filters are ignored.')).toHaveCount(0);
});

test('everything that matches can be selected, once it is known', async ({ page, selection, standin, authentik }) => {
  await standin.reset({ tokens: 400 });
  const all = await everything(authentik);
  await selection.open();
  await selection.all.check();
  await selection.has('20');
  const catalog = new CatalogPage(page);
  await selection.bar.getByRole('button', { name: 'Load all to select all matches' }).click();
  await catalog.isRead();
  await catalog.search('grafana');
  const matching = await catalog.pks();
  expect(matching.length).toBeGreaterThan(20);
  await selection.clear.click();
  await selection.bar.waitFor({ state: 'detached' });
  await selection.box(matching[0] ?? 0).check();
  await selection.bar.getByRole('button', { name: `Select all ${matching.length} that match` }).click();
  await selection.has(String(matching.length));
  const byNumber = (one: number, other: number) => one - other;
  expect(await selection.numbers()).toEqual([...matching].sort(byNumber));
  await catalog.search('');
  await selection.bar.getByRole('button', { name: `Select all ${all.length} that match` }).click();
  await selection.has(String(all.length));
  await selection.show.click();
  await expect(selection.list.pagination).toContainText(`1–20 of ${all.length}`);
});

test('what is gone is deselected when everything is read again', async ({ page, selection, standin }) => {
  await standin.reset({ tokens: 300 });
  const catalog = new CatalogPage(page);
  await catalog.open();
  const [first = 0, second = 0, third = 0] = await selection.list.pks();
  for (const pk of [first, second, third]) await selection.box(pk).check();
  await selection.has('3');
  await standin.change({ action: 'delete', pks: [second] });
  await selection.list.refresh.click();
  await selection.has('2');
  await expect(selection.box(second)).toHaveCount(0);
});

for (const [size, viewport] of [['wide', { width: 1280, height: 720 }], ['a phone', { width: 390, height: 844 }]] as const) {
  test.describe(`on ${size}`, () => {
    test.use({ viewport });
    test('the bar is in sight, and hides nothing that has the focus', async ({ page, selection }) => {
      await selection.open();
      const pks = await selection.list.pks();
      // The last row that is in sight: the bar comes where it is.
      const last = await selection.list.links.evaluateAll((links) => links.filter((link) => link.getBoundingClientRect().bottom < innerHeight - 20).length);
      await selection.box(pks[last - 1] ?? 0).press('Space');
      await expect(selection.bar).toBeInViewport({ ratio: 1 });
      const isFree = async (control: Locator) => {
        await expect(control).toBeFocused();
        await expect(control).toBeInViewport({ ratio: 1 });
        await expect
          .poll(async () => {
            const [one, bar] = await Promise.all([control.boundingBox(), selection.bar.boundingBox()]);
            return one !== null && bar !== null && (one.y + one.height <= bar.y || one.y >= bar.y + bar.height);
          }, 'it is not below the bar')
          .toBe(true);
      };
      await isFree(selection.box(pks[last - 1] ?? 0));
      for (const pk of pks) {
        await selection.list.link(pk).focus();
        await isFree(selection.list.link(pk));
      }
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(viewport.width);
    });
  });
}

for (const width of [1280, 390]) {
  test.describe(`axe finds nothing, ${width} wide`, () => {
    test.use({ viewport: { width, height: 844 } });
    test('in the selection and what it shows', async ({ page, selection }) => {
      await selection.open();
      await selection.box(9999).check();
      await selection.box(9998).check();
      await selection.has('2');
      await axeInBothThemes(page);
      await selection.show.click();
      await expect(selection.list.links).toHaveCount(2);
      await axeInBothThemes(page);
    });
  });
}
