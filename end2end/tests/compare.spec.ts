import { truncate, writeFile } from 'node:fs/promises';
import type { TestInfo } from '@playwright/test';
import { axe, type CatalogPage, expect, test } from '../pages/catalog';

const ADD = { action: 'add', user: 2, provider: 1, claims: {}, scope: ['openid'] } as const;
const DAY = 24 * 3_600;

/** Exports all that there is, to be compared with later. */
async function exported(catalog: CatalogPage): Promise<string> {
  await catalog.openExport();
  await catalog.rows('Matching').check();
  await catalog.format('JSON');
  const { text } = await catalog.save();
  await catalog.page.keyboard.press('Escape');
  return text;
}

function dialog({ page }: CatalogPage) {
  return page.getByRole('dialog', { name: 'Compare with an earlier export' });
}

async function openDialog(catalog: CatalogPage): Promise<void> {
  await catalog.openExport();
  await catalog.page.getByRole('button', { name: 'Compare with an earlier export…' }).click();
  await expect(dialog(catalog)).toBeVisible();
}

async function choose(catalog: CatalogPage, text: string, name = 'earlier.json'): Promise<void> {
  const file = { name, mimeType: 'application/json', buffer: Buffer.from(text) };
  await dialog(catalog).getByLabel('Earlier export (JSON)').setInputFiles(file);
}

/** A row of the table: the number of then, that of now, the difference. */
function counts(catalog: CatalogPage, name: string) {
  return dialog(catalog).getByRole('row', { name: new RegExp(`^${name} `) }).getByRole('cell');
}

test('what is new, gone and changed since an earlier export is told, and whether fewer tokens never expire', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const [never = 0, other = 0, changing = 0, same = 0] = await standin.change(
    { ...ADD, expires_in: null },
    { ...ADD, expires_in: null },
    { ...ADD, expires_in: 3 * DAY },
    { ...ADD, expires_in: 4 * DAY },
  );
  await catalog.open();
  const earlier = await exported(catalog);
  const [fresh = 0] = await standin.change(
    { action: 'delete', pks: [never, other] },
    { action: 'revoke', pks: [changing] },
    { ...ADD, expires_in: 5 * DAY },
  ).then((made) => made.slice(-1));
  await catalog.list.refresh.click();
  await catalog.matches(3);
  await standin.forgetRequests();
  await openDialog(catalog);
  await choose(catalog, earlier);
  const shown = dialog(catalog);
  await expect(shown.getByText(/^Never expires: 0, 2 fewer than on /)).toBeVisible();
  await expect(counts(catalog, 'Never expires').first()).toHaveText('2');
  await expect(counts(catalog, 'Revoked')).toHaveText(['0', '1', '+1']);
  await expect(counts(catalog, 'All')).toHaveText(['4', '3', '−1']);
  await shown.getByText('Gone: 2').click();
  for (const pk of [never, other]) await expect(shown.getByRole('listitem').filter({ hasText: new RegExp(`^${pk} `) })).toBeVisible();
  await shown.getByText('Status: 1').click();
  await expect(shown.getByRole('link', { name: `${changing}`, exact: true })).toBeVisible();
  await shown.getByText('New: 1').click();
  expect(await standin.requests('/api/'), 'nothing is sent anywhere').toEqual([]);
  await axe(page);
  await shown.getByRole('link', { name: `${fresh}`, exact: true }).click();
  await expect(shown).toBeHidden();
  await expect(catalog.list.drawer.any).toBeVisible();
  expect(new URL(page.url()).pathname).toBe(`/access-tokens/${fresh}`);
  expect(same).toBeGreaterThan(0);
});

test('the IDs behind a number can be taken along', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  await standin.change({ ...ADD, expires_in: DAY, count: 2 });
  await catalog.open();
  const earlier = await exported(catalog);
  await standin.change({ ...ADD, expires_in: 2 * DAY, count: 450 });
  await catalog.list.refresh.click();
  await catalog.matches(452);
  await openDialog(catalog);
  await choose(catalog, earlier);
  await dialog(catalog).getByText('New: 450').click();
  await expect(dialog(catalog).getByRole('link')).toHaveCount(200);
  await dialog(catalog).getByRole('button', { name: 'Show 200 more' }).click();
  await expect(dialog(catalog).getByRole('link')).toHaveCount(400);
  const coming = page.waitForEvent('download');
  await dialog(catalog).getByRole('button', { name: 'Download IDs' }).click();
  expect((await coming).suggestedFilename()).toBe('tokenscope-access-tokens-new.txt');
});

test('a file that cannot be compared is refused in a sentence', async ({ catalog, standin }, info: TestInfo) => {
  await standin.reset({ tokens: 30 });
  await catalog.open();
  const earlier = await exported(catalog);
  await openDialog(catalog);
  const said = dialog(catalog).getByRole('status').first();
  await choose(catalog, 'pk,status\r\n1,never\r\n', 'export.csv');
  await expect(said).toHaveText('This is no whole JSON export of Tokenscope. CSV files cannot be compared.');
  await choose(catalog, '{"about": {"tokenscope_receipt": 1}, "tokens": []}');
  await expect(said).toHaveText(/no whole JSON export/);
  await choose(catalog, earlier.replace('"access-tokens"', '"refresh-tokens"'));
  await expect(said).toHaveText('This file holds refresh tokens, not access tokens. Open their list to compare them.');
  await choose(catalog, earlier.replace('"tokenscope_export":2', '"tokenscope_export":77'));
  await expect(said).toHaveText(/^A newer Tokenscope made this file/);
  const large = info.outputPath('large.json');
  // Of nothing: it takes no room.
  await writeFile(large, '');
  await truncate(large, 201_000_000);
  await dialog(catalog).getByLabel('Earlier export (JSON)').setInputFiles(large);
  await expect(said).toHaveText('This file is too large to be compared here: at most 200 MB.');
});

test('what is not the same about a file is said, and nothing of it stays for another kind', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 30 });
  await catalog.open();
  const earlier = await exported(catalog);
  await openDialog(catalog);
  await choose(catalog, earlier.replace(/"source":"[^"]*"/, '"source":"https://other.example"').replace('"tokens_in_set":30', '"tokens_in_set":75'));
  await expect(dialog(catalog).getByText('The file left out 45 tokens of then. They count as new here.')).toBeVisible();
  await expect(dialog(catalog).getByText('The file is from https://other.example. The same ID may be another token there.')).toBeVisible();
  await expect(dialog(catalog).getByText('New: 0')).toBeVisible();
  await dialog(catalog).getByRole('button', { name: 'Close' }).click();
  await expect(dialog(catalog)).toBeHidden();
  await catalog.list.tab('Refresh tokens').click();
  await expect(page).toHaveURL(/refresh-tokens/);
  await openDialog(catalog);
  await expect(dialog(catalog).getByText('New: 0'), 'what was compared was of another kind').toHaveCount(0);
});

test('without all tokens it asks to load them', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.list.open('/access-tokens?user=2');
  await openDialog(catalog);
  await expect(dialog(catalog).getByText('To compare, take the filter by user or provider out, and load all tokens.')).toBeVisible();
  await dialog(catalog).getByRole('button', { name: 'Close' }).click();
  await catalog.list.open();
  await openDialog(catalog);
  await expect(dialog(catalog).getByText('To compare, all tokens have to be loaded.')).toBeVisible();
  await dialog(catalog).getByRole('button', { name: /all tokens$/ }).click();
  await catalog.isRead();
  await openDialog(catalog);
  await expect(dialog(catalog).getByLabel('Earlier export (JSON)')).toBeVisible();
});
