import { expect, test } from '../pages/host';
import { limitMemory } from '../pages/small_memory';

/** More than a program may take that has so little memory. */
const TOO_LONG = `access-tokens?search=${'x'.repeat(8_000_000)}`;

test.describe('when the program does not come', () => {
  test.use({ allowedProblems: [/Failed to load resource|tokenscope|Failed to fetch/] });

  for (const file of ['tokenscope_bg.wasm', 'tokenscope-guest.css']) {
    test(`a panel says so in the console’s place, without ${file}`, async ({ host, page }) => {
      await page.route(`**/${file}`, (route) => route.fulfill({ status: 404 }));
      await host.open();
      await host.mount({ kind: 'refresh-tokens' });
      const alert = page.getByRole('alert');
      await expect(alert).toContainText('Tokenscope could not start');
      await expect(alert).toContainText(`${file}: 404`);
      expect(await host.isTold('failure')).toMatchObject({ name: 'not loaded', message: 'Tokenscope could not start' });
      await expect(page.getByText('What the host says.')).toBeVisible();
      await page.unroute(`**/${file}`);
      await alert.getByRole('button', { name: 'Reload' }).click();
      await expect(page.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');
      await host.isTold('ready');
    });
  }

  test('a file that never arrives is told of after a time', async ({ host, page }) => {
    await page.clock.install();
    let arrive = () => {};
    const arrives = new Promise<void>((done) => (arrive = done));
    await page.route('**/tokenscope_bg.wasm', async (route) => {
      await arrives;
      await route.continue();
    });
    await host.open();
    const mounted = host.mount();
    await expect(page.locator('#place').locator('[aria-busy]')).toBeAttached();
    await expect(page.getByText('Tokenscope is taking long to start')).toHaveCount(0);
    await page.clock.runFor(11_000);
    await expect(page.getByText('Tokenscope is taking long to start')).toBeVisible();
    arrive();
    await mounted;
    await host.list.hasRows();
    await expect(page.getByText('Tokenscope is taking long to start')).toHaveCount(0);
  });

  test('it can be ended all the same', async ({ host, page }) => {
    await page.route('**/tokenscope_bg.wasm', (route) => route.abort());
    await host.open();
    await host.mount();
    await expect(page.getByRole('alert')).toBeVisible();
    await host.unmount();
    await expect(page.getByRole('alert')).toHaveCount(0);
    await expect(page.getByText('Nothing here yet.')).toBeVisible();
  });
});

test.describe('when the program traps', () => {
  test.use({ allowedProblems: [/unreachable|RuntimeError|panicked/] });

  test('it says so in its own place, others go on, and it starts again where it was', async ({ host, page }) => {
    await limitMemory(page, 64);
    await host.open();
    const uncaught: string[] = [];
    page.on('pageerror', (error) => uncaught.push(error.message));
    await host.mount({ location: 'access-tokens?page_size=10' });
    await host.list.hasRows();
    await page.evaluate(async () => {
      const { mount } = await import('/tokenscope.js' as string);
      const second = document.createElement('section');
      second.id = 'second';
      document.body.append(second);
      await mount(second, { kind: 'refresh-tokens' });
    });
    const second = page.locator('#second');
    await expect(second.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');

    const search = page.locator('#place').getByRole('combobox', { name: 'Search tokens' });
    await search.fill('x'.repeat(2_000_000));
    const alert = page.locator('#place').getByRole('alert');
    await expect(alert).toContainText('Tokenscope has stopped');
    expect(await host.isTold('failure')).toMatchObject({ name: 'stopped', message: 'Tokenscope has stopped', status: null });
    expect(uncaught, 'nothing reaches the host as an error of its own').toEqual([]);
    await second.getByRole('button', { name: 'Next page' }).click();
    await expect(second.getByRole('navigation', { name: 'Pagination' })).toContainText('21–40 of 2,000');

    await alert.getByRole('button', { name: 'Reload' }).click();
    await host.list.hasRows();
    await expect(host.list.links).toHaveCount(10);
    expect(await host.location()).toBe('access-tokens?page_size=10');
  });

  test('it is no different when the host leads it there', async ({ host, page }) => {
    await limitMemory(page, 64);
    await host.open();
    await host.mount();
    await host.list.hasRows();
    await host.navigate(TOO_LONG);
    await expect(page.getByRole('alert')).toContainText('Tokenscope has stopped');
    await host.unmount();
    await host.mount();
    await host.list.hasRows();
  });
});
