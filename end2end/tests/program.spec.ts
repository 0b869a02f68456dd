import { limitMemory } from '../pages/small_memory';
import { expect, test } from '../pages/test';

test.describe('the program itself', () => {
  test.use({ allowedProblems: [/tokenscope_bg\.wasm|Failed to load resource/] });

  test('says so when it cannot start, and starts again', async ({ page, list }) => {
    await page.route('**/tokenscope_bg.wasm', (route) => route.abort());
    await page.goto('/');
    await expect(list.alerts).toContainText('Tokenscope could not start');
    await page.unroute('**/tokenscope_bg.wasm');
    await page.getByRole('button', { name: 'Reload' }).click();
    await list.hasRows();
  });

  test('says so when it stops', async ({ page, list }) => {
    await limitMemory(page, 64);
    await list.open();
    await list.search.fill('x'.repeat(2_000_000));
    await expect(list.alerts).toContainText('Tokenscope has stopped');
  });
});

test('reads every release’s shape', async ({ list, standin }) => {
  for (const authentik_version of ['2023.10', '2024.2', '2024.4', '2024.8', '2024.12', '2025.2', '2025.8', '2025.10', '2025.12']) {
    await standin.reset({ tokens: 30, authentik_version });
    await list.open('/access-tokens/30');
    await expect(list.links, authentik_version).toHaveCount(20);
    await expect(list.drawer.section('Claims')).toBeVisible();
    await expect(list.table.getByText('cannot be read')).toHaveCount(0);
    await expect(list.alerts).toHaveCount(0);
  }
});
