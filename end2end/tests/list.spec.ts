import { expect, test } from '../fixtures';
import { Console } from '../pages/console';

const LIST = '/api/v3/oauth2/access_tokens/';

test.describe('the table', () => {
  test('shows the newest tokens, and asked for them while the wasm was on its way', async ({ page, standin }) => {
    const console = new Console(page);
    await page.goto('/');
    await expect(page).toHaveURL('/access-tokens');
    await expect(console.table).toHaveAccessibleName('Access tokens');
    await expect(console.table.getByRole('row')).toHaveCount(21);
    expect((await console.pks())[0]).toBe(10000);
    await expect(page).toHaveTitle('Access tokens · Tokenscope');
    const asked = await standin.requests(LIST);
    expect(asked.map(({ query }) => query)).toEqual(['ordering=-pk&page=1&page_size=20&include_groups=false&include_roles=false']);
  });

  test('sorts by what authentik can sort by, every request ending in pk', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await standin.forgetRequests();
    for (const name of ['Provider', 'User', 'Expires', 'Status']) {
      await console.sort(name);
      await expect(console.header(name)).toHaveAttribute('aria-sort', 'ascending');
      await console.sort(name);
      await expect(console.header(name)).toHaveAttribute('aria-sort', 'descending');
      await expect(console.table.locator('[aria-sort]')).toHaveCount(1);
    }
    await console.sort('Token');
    expect((await console.pks()).slice(0, 3)).toEqual([1, 2, 3]);
    const orderings = (await standin.requests(LIST)).map(({ query }) => new URLSearchParams(query).get('ordering'));
    const terms = ['provider', 'user', 'expires', 'revoked'].flatMap((term) => [`${term},pk`, `-${term},pk`]);
    expect(orderings).toEqual([...terms, 'pk']);
  });

  test('says what an order really is, and why a column has none', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open('/access-tokens?ordering=user');
    await expect(console.header('User')).toContainText('by id');
    await standin.forgetRequests();
    await console.header('Scopes').getByRole('button').click();
    await expect(page.getByRole('status').filter({ hasText: 'authentik cannot order tokens by scope' })).toBeVisible();
    await console.header('Issued').getByRole('button').click();
    await expect(page.getByRole('status').filter({ hasText: 'authentik keeps no issue date' })).toBeVisible();
    expect(await standin.requests(LIST)).toEqual([]);
  });

  test('derives every status', async ({ page, standin }) => {
    const add = (more: object) => standin.change({ action: 'add', user: 2, provider: 1, count: 1, ...more }).then(([pk]) => pk ?? 0);
    const statuses: [number, string][] = [
      [await add({ expires_in: 90_000 }), 'Active'],
      [await add({ expires_in: 3_600 }), 'Expires soon'],
      [await add({ expires_in: -60 }), 'Expired'],
      [await add({ expires_in: 90_000, revoked: true }), 'Revoked'],
      [await add({ expires_in: null }), 'Never expires'],
    ];
    const console = new Console(page);
    await console.open();
    for (const [pk, status] of statuses) await expect(console.row(pk)).toContainText(status);
  });

  test('hides columns, and remembers which', async ({ page }) => {
    const console = new Console(page);
    await console.open();
    await page.getByText('Columns', { exact: true }).click();
    await page.getByRole('checkbox', { name: 'Issued' }).uncheck();
    await expect(console.header('Issued')).toHaveCount(0);
    await page.keyboard.press('Escape');
    await expect(page.getByRole('checkbox', { name: 'Issued' })).toBeHidden();
    await page.reload();
    await console.settled();
    await expect(console.header('Expires')).toBeVisible();
    await expect(console.header('Issued')).toHaveCount(0);
  });

  test('keeps a selection by number across pages', async ({ page }) => {
    const console = new Console(page);
    await console.open();
    await page.getByRole('checkbox', { name: 'Select token 9999' }).check();
    await console.turn('Next page');
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await expect(page.getByRole('group', { name: 'Selection' })).toContainText('21 selected');
    await console.turn('Previous page');
    await expect(page.getByRole('checkbox', { name: 'Select token 9999' })).toBeChecked();
    await page.getByRole('button', { name: 'Clear selection' }).click();
    await expect(page.getByRole('checkbox', { name: 'Select token 9999' })).not.toBeChecked();
  });
});

test.describe('paging', () => {
  test('leads everywhere, and says where one is', async ({ page }) => {
    const console = new Console(page);
    await console.open();
    await expect(console.pages).toContainText('1–20 of 10,000');
    await console.turn('Last page');
    await expect(console.pages).toContainText('9,981–10,000 of 10,000');
    await console.turn('Previous page');
    await expect(page).toHaveURL(/page=499/);
    await console.turn('First page');
    await console.turn('Next page');
    await expect(console.pages).toContainText('21–40 of 10,000');
    const field = console.pages.getByRole('textbox', { name: 'Page' });
    await field.fill('3');
    await field.press('Enter');
    await expect(console.pages).toContainText('41–60 of 10,000');
    await field.fill('501');
    await field.press('Enter');
    await expect(console.pages).toContainText('Pages go from 1 to 500.');
    await expect(field).toHaveValue('501');
    await expect(page).toHaveURL(/page=3/);
  });

  test('remembers the rows per page, and writes them into the address', async ({ page }) => {
    const console = new Console(page);
    await console.open('/access-tokens?page=4');
    await console.pages.getByRole('combobox', { name: 'Rows per page' }).selectOption('50');
    await expect(console.pages).toContainText('1–50 of 10,000');
    await expect(page).toHaveURL(/\?page_size=50$/);
    await console.open('/access-tokens');
    await expect(console.pages).toContainText('1–50 of 10,000');
    await expect(page).toHaveURL(/\?page_size=50$/);
  });

  test('shows every token exactly once', async ({ page, standin }) => {
    await standin.reset({ tokens: 730 });
    const console = new Console(page);
    await console.open('/access-tokens?ordering=provider&page_size=100');
    const seen = await console.pks();
    for (let number = 2; number <= 8; number += 1) {
      await console.turn('Next page');
      await expect(console.pages.getByRole('textbox', { name: 'Page' })).toHaveValue(`${number}`);
      seen.push(...(await console.pks()));
    }
    expect(seen.length).toBe(730);
    expect(new Set(seen).size).toBe(730);
  });

  test('leads from a page that is gone to the last one, with a word about it', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open('/access-tokens?user=2&page=9');
    await expect(page.getByRole('status').filter({ hasText: 'There is no page 9 any more. This is the last one, page 3.' })).toBeVisible();
    await expect(page).toHaveURL(/page=3/);
    await expect(console.table.getByRole('row')).toHaveCount(9);
    expect((await standin.requests(LIST)).map(({ status }) => status)).toEqual([404, 200]);
  });
});

test.describe('the address', () => {
  test('holds the view: back, forward, reload, and a pasted one', async ({ page, context }) => {
    const console = new Console(page);
    await console.open();
    await console.sort('Expires');
    await console.turn('Next page');
    await console.table.getByRole('link').first().click();
    await expect(console.drawer).toBeVisible();
    const address = page.url();
    expect(address).toMatch(/\/access-tokens\/\d+\?ordering=expires&page=2$/);
    const pks = await console.pks();
    const other = new Console(await context.newPage());
    await other.open(address);
    expect(await other.pks()).toEqual(pks);
    await expect(other.drawer).toBeVisible();
    await page.goBack();
    await expect(console.drawer).toHaveCount(0);
    await page.goBack();
    await expect(page).toHaveURL(/\?ordering=expires$/);
    await page.goBack();
    await expect(page).toHaveURL(/access-tokens$/);
    await page.goForward();
    await expect(console.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
  });

  test('is forgiven its nonsense, which is named', async ({ page }) => {
    const console = new Console(page);
    await console.open('/access-tokens?page=abc&ordering=scope&foo=1&user=2');
    await expect(page.getByRole('status').filter({ hasText: 'was ignored: page=abc, ordering=scope, foo=1' })).toBeVisible();
    await expect(console.pages).toContainText('1–20 of 48');
    await console.open('/nowhere');
    await expect(page.getByRole('status').filter({ hasText: 'There is no such page here' })).toBeVisible();
  });
});

test.describe('waiting', () => {
  test('keeps the old rows, marked; a newer question calls the older off', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await standin.forgetRequests();
    await standin.faults({ kind: 'delay', ms: 2_000, query: 'ordering=expires' });
    await console.header('Expires').getByRole('button').click();
    await expect(console.table).toHaveAttribute('aria-busy', 'true');
    expect((await console.pks())[0]).toBe(10000);
    await console.sort('Token');
    expect((await console.pks())[0]).toBe(1);
    await expect.poll(async () => (await standin.requests(LIST)).find(({ query }) => query.includes('expires'))?.abandoned).toBe(true);
    await expect(console.header('Token')).toHaveAttribute('aria-sort', 'ascending');
    expect((await console.pks())[0]).toBe(1);
  });

  test('is not taken for an empty list', async ({ page, standin }) => {
    await standin.faults({ kind: 'delay', ms: 1_500, path: LIST });
    const console = new Console(page);
    await page.goto('/');
    await expect(console.table).toHaveAttribute('aria-busy', 'true');
    await expect(page.getByText('There are no access tokens')).toHaveCount(0);
    await console.settled();
    await expect(console.table.getByRole('row')).toHaveCount(21);
  });

  test('moves nothing', async ({ page }) => {
    await page.addInitScript(() => {
      const shifts: number[] = [];
      Object.assign(window, { shifts });
      new PerformanceObserver((list) => {
        for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[]) {
          if (!entry.hadRecentInput) shifts.push(entry.value);
        }
      }).observe({ type: 'layout-shift', buffered: true });
    });
    const console = new Console(page);
    await console.open();
    await expect(page.getByText('akadmin')).toBeVisible();
    await console.sort('Provider');
    await console.turn('Next page');
    const shifts = await page.evaluate(() => (window as unknown as { shifts: number[] }).shifts);
    expect(shifts.reduce((sum, shift) => sum + shift, 0)).toBeLessThan(0.001);
  });

  test('ends with a refresh that keeps row and focus', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await console.token(9990).focus();
    await standin.forgetRequests();
    await standin.change({ action: 'add', user: 2, provider: 1, count: 1 });
    await page.getByRole('button', { name: 'Refresh', exact: true }).evaluate((button: HTMLElement) => button.click());
    await expect(console.token(10001)).toBeVisible();
    await expect(console.token(9990)).toBeFocused();
    expect(await standin.requests(LIST)).toHaveLength(1);
  });
});

test('an address that names its rows per page keeps them, whatever is remembered', async ({ page }) => {
  const console = new Console(page);
  await console.open();
  await console.pages.getByRole('combobox', { name: 'Rows per page' }).selectOption('50');
  await expect(console.pages).toContainText('1–50 of');
  await console.open('/access-tokens?page_size=20');
  await console.turn('Next page');
  await expect(console.pages).toContainText('21–40 of');
});

test('the first question is asked once, whatever is searched for', async ({ page, standin }) => {
  const console = new Console(page);
  await console.open(`/access-tokens?search=${encodeURIComponent("it's (a) *test*!")}`);
  expect(await standin.requests(LIST)).toHaveLength(1);
});
