import { expect, test } from '../fixtures';
import { Console } from '../pages/console';

const path = '/api/v3/oauth2/';

test.describe('what does not pass by itself', () => {
  const cases: [string, Record<string, unknown>, string][] = [
    ['sign-in-page', {}, 'A web page came back instead of data'],
    ['not-json', {}, 'The answer is not data that authentik would send'],
    ['conflict', {}, 'Something changed in the meantime'],
    ['bad-request', { body: { non_field_errors: ['Not like this.'], page_size: ['Too many.'], odd: { deep: [7] }, code: 'invalid' } }, 'authentik does not accept this request'],
  ];
  for (const [kind, more, title] of cases) {
    test(`${kind} has a sentence, once, and no empty table`, async ({ page, standin }) => {
      await standin.faults({ kind, path, ...more });
      const console = new Console(page);
      await page.goto('/');
      await expect(console.alert.getByRole('heading')).toHaveText(title);
      await expect(page.getByText(title)).toHaveCount(1);
      await expect(console.table).toBeHidden();
      if (kind === 'bad-request') {
        for (const text of ['Not like this.', 'page_size: Too many.', 'odd.deep: 7']) await expect(console.alert).toContainText(text);
      }
      await standin.faults();
      await page.getByRole('button', { name: 'Try again' }).click();
      await expect(console.table.getByRole('row')).toHaveCount(21);
      await expect(console.alert).toHaveCount(0);
    });
  }

  test('rows that answered the question stay when a refresh fails', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await standin.faults({ kind: 'conflict', path });
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await expect(console.alert).toBeVisible();
    await expect(console.table.getByRole('row')).toHaveCount(21);
    await console.header('Expires').getByRole('button').click();
    await expect(console.table).toBeHidden();
  });

  test('the details can be copied, and hold no secret', async ({ page, standin, context }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await standin.faults({ kind: 'conflict', path });
    await page.goto('/');
    await expect(page.getByText('authentik 2026.5')).toBeVisible();
    await page.getByRole('button', { name: 'Copy details' }).click();
    const details = await page.evaluate(() => navigator.clipboard.readText());
    for (const text of ['409', '/api/v3/oauth2/access_tokens/', '2026.5', 'The row was changed by somebody else.']) expect(details).toContain(text);
    expect(details).toMatch(/[0-9a-f]{32}/);
    expect(details).not.toContain('canary-');
  });
});

test.describe('what passes', () => {
  const passing: [string, Record<string, unknown>, string][] = [
    ['drop', { times: 2 }, 'There was no answer'],
    ['truncated', { times: 2 }, 'The answer broke off'],
    ['html-502', { times: 2 }, 'authentik cannot be reached at the moment'],
    ['starting', { times: 1, retry_after: 2 }, 'authentik is not ready yet'],
    ['too-many', { times: 1, retry_after: 2 }, ''],
  ];
  for (const [kind, more, title] of passing) {
    test(`${kind} is tried again, visibly`, async ({ page, standin }) => {
      await standin.faults({ kind, path, ...more });
      const console = new Console(page);
      await page.goto('/');
      await expect(page.getByText(/Trying again (now|in \d+ seconds?) \(try \d of 5\)/)).toBeVisible();
      if (title) await expect(page.getByText(title)).toHaveCount(1);
      await expect(console.table.getByRole('row')).toHaveCount(21, { timeout: 10_000 });
      await expect(page.getByText('Trying again')).toHaveCount(0);
    });
  }

  test('a long wait can be cut short', async ({ page, standin }) => {
    await standin.faults({ kind: 'too-many', path, times: 1, retry_after: 60 });
    const console = new Console(page);
    await page.goto('/');
    await page.getByRole('button', { name: 'Try now' }).click();
    await expect(console.table.getByRole('row')).toHaveCount(21);
  });

  test('patience ends after a minute', async ({ page, standin }) => {
    const console = new Console(page);
    await page.clock.install();
    await console.open();
    await standin.faults({ kind: 'delay', ms: 25_000, path });
    await page.getByRole('button', { name: 'Refresh', exact: true }).click();
    await page.clock.fastForward(10_000);
    await expect(page.getByText(/Waiting for authentik, \d+ s/)).toBeVisible();
    await page.clock.fastForward(55_000);
    await expect(page.getByText(/Trying again/)).toBeVisible();
  });
});

test.describe('rows', () => {
  test('one that cannot be decoded is one row', async ({ page, standin }) => {
    await standin.faults({ kind: 'undecodable-row', pk: 9998 });
    const console = new Console(page);
    await console.open();
    await expect(console.table.getByText('Token 9998 cannot be read.')).toBeVisible();
    await expect(console.table.getByRole('row')).toHaveCount(21);
  });

  test('one that authentik cannot render fails its page, and the sentence says so', async ({ page, standin }) => {
    await standin.faults({ kind: 'broken-row', pk: 9998 });
    const console = new Console(page);
    await page.goto('/');
    await expect(console.alert).toContainText('One token whose stored data is broken is enough', { timeout: 15_000 });
    await console.open('/access-tokens?page=2');
    await expect(console.table.getByRole('row')).toHaveCount(21);
  });

  test('of every release’s shape', async ({ page, standin }) => {
    const console = new Console(page);
    for (const authentik_version of ['2023.10', '2024.8', '2025.8', '2025.12']) {
      await standin.reset({ tokens: 50, authentik_version });
      await console.open('/access-tokens/50');
      await expect(console.table.getByRole('row')).toHaveCount(21);
      await expect(console.section('User')).toBeVisible();
      await expect(console.table.getByText('cannot be read')).toHaveCount(0);
    }
  });
});

test.describe('the program itself', () => {
  test.use({ allowedProblems: [/tokenscope_bg\.wasm|Failed to load resource/] });

  test('says so when it cannot start', async ({ page }) => {
    await page.route('**/tokenscope_bg.wasm', (route) => route.abort());
    await page.goto('/');
    await expect(new Console(page).alert).toContainText('Tokenscope could not start');
    await page.unroute('**/tokenscope_bg.wasm');
    await page.getByRole('button', { name: 'Reload' }).click();
    await expect(new Console(page).table.getByRole('row')).toHaveCount(21);
  });

  test('says so when it stops', async ({ page }) => {
    const console = new Console(page);
    await console.open();
    await page.evaluate(() => dispatchEvent(new ErrorEvent('error', { error: new WebAssembly.RuntimeError('unreachable') })));
    await expect(console.alert).toContainText('Tokenscope has stopped');
  });
});
