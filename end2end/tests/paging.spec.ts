import { LONG } from '../fixtures';
import { LIST, expect, question, test } from '../pages/test';

test('first, previous, next, last and a typed page lead there, and say where one is', async ({ list }) => {
  await list.open();
  await list.showsRange('1–20 of 10,000');
  await expect(list.step('First')).toHaveAttribute('aria-disabled', 'true');
  await expect(list.step('Previous')).toHaveAttribute('aria-disabled', 'true');
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  await expect(list.step('Next'), 'the focus stays').toBeFocused();
  await list.step('Next').click();
  await list.showsRange('41–60 of 10,000');
  expect(list.params()).toEqual({ page: '3' });
  await list.step('Previous').click();
  await list.showsRange('21–40 of 10,000');
  await list.step('Last').click();
  await list.showsRange('9,981–10,000 of 10,000');
  await expect(list.step('Last')).toHaveAttribute('aria-disabled', 'true');
  await expect(list.step('Next')).toHaveAttribute('aria-disabled', 'true');
  await expect(list.pageField).toHaveValue('500');
  await list.step('First').click();
  await list.showsRange('1–20 of 10,000');
  await list.goToPage('250');
  await list.showsRange('4,981–5,000 of 10,000');
  expect(await list.pks()).toEqual(Array.from({ length: 20 }, (_, at) => 5020 - at));
});

test('a page that cannot be is answered with a sentence, and asks nothing', async ({ list, standin }) => {
  await list.open('/access-tokens?page=2');
  await standin.forgetRequests();
  for (const nonsense of ['0', '501', '-1', 'abc', '1e3', '']) {
    await list.goToPage(nonsense);
    await expect(list.pageField).toHaveAttribute('aria-invalid', 'true');
    await expect(list.pageField).toHaveAccessibleDescription('Pages go from 1 to 500.');
    await expect(list.pagination.getByRole('status').filter({ hasText: 'Pages go from 1 to 500.' })).toBeVisible();
  }
  await list.pageField.press('Escape');
  await expect(list.pageField).toHaveValue('2');
  await expect(list.pageField).not.toHaveAttribute('aria-invalid');
  await list.showsRange('21–40 of 10,000');
  expect(await standin.requests(LIST)).toEqual([]);
});

test('rows per page are remembered, over a reload and for addresses that say none', async ({ page, list }) => {
  await list.open('/access-tokens?page=3');
  await list.rowsPerPage.selectOption('50');
  await list.showsRange('1–50 of 10,000');
  expect(list.params(), 'from the first page').toEqual({ page_size: '50' });
  await page.reload();
  await list.showsRange('1–50 of 10,000');
  await list.open('/access-tokens?ordering=expires');
  await list.showsRange('1–50 of 10,000');
  expect(list.params(), 'written out, so that a link says it').toEqual({ ordering: 'expires', page_size: '50' });
  await list.rowsPerPage.selectOption('10');
  await list.showsRange('1–10 of 10,000');
  await page.goto('/refresh-tokens');
  await expect(list.rowsPerPage).toHaveValue('10');
});

test('an address that names its rows per page keeps them, whatever is remembered', async ({ page, list }) => {
  await list.open();
  await list.rowsPerPage.selectOption('50');
  await list.showsRange('1–50 of 10,000');
  await page.goto('/access-tokens?page_size=20');
  await list.showsRange('1–20 of 10,000');
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  await page.reload();
  await list.showsRange('21–40 of 10,000');
});

test('a walk through all pages at 100 rows sees each token exactly once', LONG, async ({ list, standin }) => {
  test.slow();
  await standin.reset({ tokens: 1950 });
  // Ties everywhere: without pk in the ordering, such a walk misses rows.
  await list.open('/access-tokens?page_size=100&ordering=provider');
  const seen: number[] = [];
  for (let page = 1; page <= 20; page += 1) {
    const last = Math.min(page * 100, 1950).toLocaleString('en');
    await list.showsRange(`${((page - 1) * 100 + 1).toLocaleString('en')}–${last} of 1,950`);
    seen.push(...(await list.pks()));
    if (page < 20) await list.step('Next').click();
  }
  await expect(list.step('Next')).toHaveAttribute('aria-disabled', 'true');
  expect(seen).toHaveLength(1950);
  expect(new Set(seen).size).toBe(1950);
});

test('a page that is gone leads to the last that exists, with a word about it', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 45 });
  await list.open('/access-tokens?page=2&ordering=pk');
  await list.showsRange('21–40 of 45');
  await standin.change({ action: 'delete', count: 10 });
  await standin.forgetRequests();
  await list.step('Next').click();
  await list.showsRange('21–35 of 35');
  await expect(page.getByText('Page 3 no longer exists. This is the last one, page 2.')).toBeVisible();
  await expect(list.alerts).toHaveCount(0);
  expect(list.params()).toEqual({ ordering: 'pk', page: '2' });
  const asked = await standin.requests(LIST);
  expect(asked.map(({ query, status }) => [question(query).page, status])).toEqual([['3', 404], ['last', 200]]);
  await list.step('First').click();
  await list.showsRange('1–20 of 35');
  await expect(page.getByText('Page 3 no longer exists')).toHaveCount(0);

  await page.goto('/access-tokens?page=99');
  await list.showsRange('21–35 of 35');
  await expect(page.getByText('Page 99 no longer exists. This is the last one, page 2.')).toBeVisible();
});

test('rows that vanish between two pages are no failure', async ({ list, standin }) => {
  await standin.reset({ tokens: 25 });
  await standin.faults({ kind: 'vanish', rows: 5, path: LIST, times: 1 });
  await list.open();
  await list.showsRange('1–20 of 25');
  await list.step('Next').click();
  await list.showsRange('1–20 of 20');
  await expect(list.alerts).toHaveCount(0);
});

test('an installation that gives fewer rows than asked for is named as such', async ({ page, list, authentik, standin }) => {
  const body = await authentik.tokens('ordering=-pk&page_size=20');
  await standin.faults({ kind: 'answer', body, path: LIST, query: 'page_size=50' });
  await list.open('/access-tokens?page_size=50');
  await expect(page.getByText('This authentik allows at most 20 rows per page, not the 50 asked for.')).toBeVisible();
  await list.rowsPerPage.selectOption('20');
  await list.showsRange('1–20 of 10,000');
  await expect(page.getByText('This authentik allows at most')).toHaveCount(0);
});

test('page numbers that come as 1.0 are page numbers', async ({ list, standin }) => {
  await standin.faults({ kind: 'float-numbers' });
  await list.open('/access-tokens?page=2');
  await list.showsRange('21–40 of 10,000');
  await list.step('Next').click();
  await list.showsRange('41–60 of 10,000');
});

test('another order, filter, search or size begins at the first page', async ({ page, list }) => {
  await list.open('/access-tokens?page=3');
  await list.headerButton('Expires').click();
  await list.showsRange('1–20 of 10,000');
  expect(list.params()).toEqual({ ordering: 'expires' });
  await list.step('Next').click();
  await list.showsRange('21–40 of 10,000');
  await list.search.fill('grafana');
  await list.search.press('Enter');
  await list.showsRange('1–20 of 10,000');
  expect(list.params()).toEqual({ ordering: 'expires', search: 'grafana' });

  await page.goto('/access-tokens?user=2&page=2');
  await list.showsRange('21–40 of 48');
  await list.chip('User', 'member').click();
  await list.showsRange('1–20 of 10,000');
  expect(list.params()).toEqual({});
});
