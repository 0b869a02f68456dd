import { LIST, expect, question, test } from '../pages/test';

test('while an answer is awaited the old rows stay, marked busy', async ({ page, list, standin }) => {
  await list.open();
  const old = await list.pks();
  await standin.faults({ kind: 'delay', ms: 2500, path: LIST, query: 'page=2' });
  await list.step('Next').click();
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  expect(await list.pks()).toEqual(old);
  await expect(list.link(old[0] ?? 0)).toBeVisible();
  await expect(page.getByText(/There are no|No access tokens/)).toHaveCount(0);
  await list.showsRange('21–40 of 10,000');
  await expect(list.table).toHaveAttribute('aria-busy', 'false');
  expect(await list.pks()).not.toContain(old[0]);
});

test('a newer question calls the older off, whose answer never shows', async ({ list, authentik, standin }) => {
  await list.open();
  const { results } = await authentik.tokens('ordering=user,pk&page_size=20');
  const unwanted = results[0]?.pk ?? 0;
  await standin.faults({ kind: 'delay', ms: 2000, path: LIST, query: 'ordering=user,pk' });
  await list.page.evaluate((unwanted) => {
    const state = window as unknown as { shown: boolean };
    state.shown = false;
    new MutationObserver(() => {
      state.shown ||= !!document.querySelector(`[aria-label="Access token ${unwanted}"]`);
    }).observe(document.body, { childList: true, subtree: true, attributes: true });
  }, unwanted);
  await standin.forgetRequests();
  await list.headerButton('User').click();
  const older = async () => (await standin.requests(LIST)).find(({ query }) => question(query).ordering === 'user,pk');
  await expect.poll(older).toBeTruthy();
  await list.headerButton('Provider').click();
  await expect(list.header('Provider')).toHaveAttribute('aria-sort', 'ascending');
  await list.hasRows();
  await expect.poll(async () => (await older())?.abandoned).toBe(true);
  const provider = await authentik.tokens('ordering=provider,pk&page_size=20');
  expect(await list.pks()).toEqual(provider.results.map(({ pk }) => pk));
  expect(await list.page.evaluate(() => (window as unknown as { shown: boolean }).shown)).toBe(false);
});

test('nothing jumps: not on the first load, nor by order or page', async ({ page, list, standin }) => {
  await page.addInitScript(() => {
    const shifts: string[] = ((window as unknown as { shifts: string[] }).shifts = []);
    type Shift = PerformanceEntry & { value: number; sources: { node: Node | null }[] };
    new PerformanceObserver((entries) => {
      for (const entry of entries.getEntries() as Shift[]) {
        const what = entry.sources.map(({ node }) => (node instanceof Element ? `${node.tagName}.${node.className}` : node?.nodeName));
        shifts.push(`${entry.value} ${what.join(', ')}`);
      }
    }).observe({ type: 'layout-shift', buffered: true });
  });
  await standin.faults({ kind: 'delay', ms: 500, path: LIST });
  await list.open();
  await list.headerButton('Expires').click();
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  await list.hasRows();
  await list.headerButton('User').click();
  await expect(list.header('User')).toHaveAttribute('aria-sort', 'ascending');
  await list.hasRows();
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  await list.refresh.click();
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  await list.hasRows();
  // Two frames, so that the last shifts were reported.
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
  const shifts = await page.evaluate(() => (window as unknown as { shifts: string[] }).shifts);
  expect(shifts).toEqual([]);
});

test('loading is not empty, and empty is not loading', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 0 });
  await standin.faults({ kind: 'delay', ms: 1500, path: LIST });
  await page.goto('/');
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  await expect(page.getByText('There are no access tokens')).toHaveCount(0);
  await expect(page.getByRole('heading', { name: 'There are no access tokens' })).toBeVisible();
  await expect(list.table).toHaveAttribute('aria-busy', 'false');
  await expect(list.pagination).toContainText('0 of 0');
  await standin.faults();
  await standin.change({ action: 'add' });
  await list.refresh.click();
  await list.hasRows();
  await expect(page.getByText('There are no access tokens')).toHaveCount(0);
});

test('refresh brings what changed, keeps what did not, the focus too, and says when', async ({ page, list, standin }) => {
  await page.clock.install();
  // Only the page's time is made to pass; the server's would contradict it.
  await standin.faults({ kind: 'date' });
  await list.open();
  const [first = 0] = await list.pks();
  await expect(page.getByText('Updated just now')).toBeVisible();
  await list.link(first).evaluate((link) => Object.assign(link, { isTheSame: true }));
  await list.link(first).focus();
  const [added = 0] = await standin.change({ action: 'add', user: 2, provider: 1 });
  await page.clock.fastForward(61_000);
  await expect(page.getByText('Updated 1 minute ago')).toBeVisible();
  // The button is pressed without taking the focus, as another way to refresh would.
  await list.refresh.evaluate((button: HTMLElement) => button.click());
  await expect(list.link(added)).toBeVisible();
  expect((await list.pks()).slice(0, 2)).toEqual([added, first]);
  await expect(list.link(first)).toBeFocused();
  expect(await list.link(first).evaluate((link) => 'isTheSame' in link)).toBe(true);
  await expect(page.getByText('Updated just now')).toBeVisible();
});

test('an answer that takes long is remarked on', async ({ page, list, standin }) => {
  await page.clock.install();
  await list.open();
  await standin.faults({ kind: 'delay', ms: 60_000, path: LIST });
  await list.refresh.click();
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  await page.clock.runFor(7_000);
  await expect(page.getByText(/Waiting for authentik, [789] s/)).toBeVisible();
  await expect(list.links).toHaveCount(20);
});
