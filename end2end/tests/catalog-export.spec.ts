import { LIST, type CatalogPage, type Token, expect, holdBack, settled, status, test } from '../pages/catalog';

/** The records of a CSV file as RFC 4180 has them. */
function records(text: string): string[][] {
  const all: string[][] = [];
  let record: string[] = [];
  for (const [, quoted, plain, end] of text.matchAll(/(?:"((?:[^"]|"")*)"|([^",\r\n]*))(,|\r\n)/gy)) {
    record.push(quoted?.replaceAll('""', '"') ?? plain ?? '');
    if (end !== ',') {
      all.push(record);
      record = [];
    }
  }
  return all;
}

/** A text without the apostrophes that keep a spreadsheet from taking it for a formula. */
function unguarded(text: string): string {
  return text.replace(/^'/, '').replaceAll(/([;\t\r\n])'/g, '$1');
}

/** The rows of a CSV file by the names of the columns, which stand at its top. */
function plain(text: string) {
  expect(text.startsWith('\uFEFF'), 'the byte order mark').toBe(true);
  const [names = [], ...all] = records(text.slice(1));
  for (const record of all) expect(record).toHaveLength(names.length);
  return { names, rows: all.map((record) => Object.fromEntries(record.map((field, at) => [names[at] ?? '', field]))) };
}

/** What a CSV file says about itself, and its rows by the names of the columns. */
function parse(text: string) {
  expect(text.startsWith('\uFEFF'), 'the byte order mark').toBe(true);
  const all = records(text.slice(1));
  const about = Object.fromEntries(all.slice(0, 12).map(([name = '', value = '']) => [name.replace(/^# /, ''), value]));
  const names = all[12] ?? [];
  for (const record of all) expect(record).toHaveLength(names.length);
  const rows = all.slice(13).map((record) => Object.fromEntries(record.map((field, at) => [names[at] ?? '', field])));
  return { about, rows };
}

async function exported(catalog: CatalogPage, rows: 'On this page' | 'Selected' | 'Matching', format: 'CSV' | 'JSON') {
  await catalog.openExport();
  await catalog.rows(rows).check();
  await catalog.format(format);
  return catalog.save();
}

/** What has a CSV file say about itself what it holds. */
function aboutLines({ page }: CatalogPage) {
  return page.getByRole('checkbox', { name: 'Lines about this export at the top' });
}

/** The words of files for what the page calls otherwise. */
const WORDS: Record<string, string> = { 'Never expires': 'never', 'End unknown': 'unknown' };

function word(token: Token): string {
  const label = status(token);
  return WORDS[label] ?? label.toLowerCase();
}

/** Nothing of what no file may hold. */
function holdsNoSecret(text: string) {
  expect(text).not.toMatch(/canary|secret/i);
}

const isWanted = (token: Token) => ['Expired', 'Revoked'].includes(status(token));

test('all that match are saved as CSV, guarded, with what was asked and how much was read', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 300 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?status=expired,revoked&ordering=pk');
  const wanted = all.filter(isWanted);
  await catalog.matches(wanted.length);
  await standin.forgetRequests();
  await catalog.openExport();
  await aboutLines(catalog).check();
  await page.keyboard.press('Escape');
  const { name, text } = await exported(catalog, 'Matching', 'CSV');
  expect(name).toMatch(/^tokenscope-access-tokens-\d{4}-\d\d-\d\dT\d{4}Z-\d+-of-\d+\.csv$/);
  expect(name).toContain(`-${wanted.length}-of-${all.length}.`);
  await expect(page.getByRole('status').filter({ hasText: `${wanted.length} tokens saved as ${name}` })).toBeVisible();
  holdsNoSecret(text);
  const { about, rows } = parse(text);
  expect(about).toMatchObject({
    tokenscope_export: '2',
    kind: 'access-tokens',
    source: standin.url,
    asked: 'status=expired%2Crevoked&ordering=pk',
    rows: String(wanted.length),
    rows_matching: String(wanted.length),
    tokens_read: String(all.length),
    tokens_in_set: String(all.length),
    tokens_unreadable: '0',
  });
  expect(rows.map(({ pk }) => Number(pk))).toEqual(wanted.map(({ pk }) => pk));
  for (const [at, row] of rows.entries()) {
    const { user, provider, scope, expires } = wanted[at] as Token;
    const told = Object.fromEntries(Object.entries(row).map(([name, field]) => [name, unguarded(field)]));
    expect(told).toMatchObject({
      status: word(wanted[at] as Token),
      scopes: scope.join(' '),
      user_pk: String(user.pk),
      user_username: user.username,
      user_name: user.name,
      provider_name: provider.name,
      application_name: provider.assigned_application_name ?? '',
    });
    expect(Date.parse(row['expires'] ?? '') || null).toBe(expires === null ? null : Date.parse(expires));
    for (const field of Object.values(row)) expect(field, 'no formula').not.toMatch(/^[=+\-@\t\r]/);
  }
  expect(await standin.requests(LIST), 'authentik is not asked').toEqual([]);
});

test('all that match are saved as JSON, in the order on screen', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?search=grafana&ordering=-expires');
  const { name, text } = await exported(catalog, 'Matching', 'JSON');
  expect(name).toMatch(/\.json$/);
  holdsNoSecret(text);
  const { about, tokens } = JSON.parse(text) as { about: Record<string, unknown>; tokens: Record<string, unknown>[] };
  expect(about).toMatchObject({ asked: 'search=grafana&ordering=-expires', rows: tokens.length, tokens_read: all.length, tokens_in_set: all.length });
  expect(tokens.length).toBeGreaterThan(20);
  expect(tokens.slice(0, 20).map(({ pk }) => pk)).toEqual(await catalog.list.pks());
  for (const token of tokens) {
    const known = all.find(({ pk }) => pk === token['pk']) as Token;
    const { user, scope, expires } = known;
    expect(token).toMatchObject({ status: word(known), user_username: user.username, user_name: user.name, scopes: scope });
    expect(token['expires'] === null).toBe(expires === null);
  }
});

test('the rows of the page are saved before everything was read, and the file says how little that is', async ({ catalog, standin }) => {
  await catalog.list.open('/access-tokens?page=3');
  await catalog.openExport();
  await expect(catalog.rows('Matching'), 'all are not at hand').toBeHidden();
  await expect(catalog.rows('Selected'), 'nothing is selected').toBeHidden();
  await catalog.format('CSV');
  await aboutLines(catalog).check();
  const { name, text } = await catalog.save();
  expect(name).toMatch(/-20-of-10000\.csv$/);
  holdsNoSecret(text);
  const { about, rows } = parse(text);
  expect(about).toMatchObject({ asked: 'page=3', rows: '20', rows_matching: '10000', tokens_read: '20', tokens_in_set: '10000', read_at: '' });
  expect(rows.map(({ pk }) => Number(pk))).toEqual(await catalog.list.pks());
  expect((await standin.requests(LIST)).length).toBe(1);
});

test('of a set that is read, the rows on screen alone can be saved too', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open('/access-tokens?page=2');
  const { text } = await exported(catalog, 'On this page', 'JSON');
  const { about, tokens } = JSON.parse(text) as { about: Record<string, unknown>; tokens: { pk: number }[] };
  expect(about).toMatchObject({ rows: 20, rows_matching: 300, tokens_read: 300 });
  expect(tokens.map(({ pk }) => pk)).toEqual(await catalog.list.pks());
});

test('where all rows stand below each other, those in sight are saved, and no others', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 1_000 });
  await catalog.open('/access-tokens?ordering=pk&rows=all');
  await catalog.list.showsRange('1–1,000 of 1,000');
  await catalog.scroll(10_000);
  await expect(catalog.list.link(1)).toHaveCount(0);
  const { text } = await exported(catalog, 'On this page', 'JSON');
  const { about, tokens } = JSON.parse(text) as { about: Record<string, unknown>; tokens: { pk: number }[] };
  expect(about).toMatchObject({ rows: tokens.length, rows_matching: 1_000 });
  const saved = tokens.map(({ pk }) => pk);
  const [first = 0] = saved;
  expect(saved, 'without gaps').toEqual(saved.map((_, at) => first + at));
  const frame = await catalog.list.table.locator('..').boundingBox();
  for (const pk of [first, saved.at(-1) ?? 0]) {
    const row = await catalog.list.row(pk).boundingBox();
    expect(row && frame && row.y < frame.y + frame.height && row.y + row.height > frame.y, `${pk} is in sight`).toBe(true);
  }
});

test('a CSV file is for importers: the columns come first, and its name says how much of the set it is', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open('/access-tokens?status=never');
  await catalog.openExport();
  await expect(aboutLines(catalog)).not.toBeChecked();
  await catalog.format('JSON');
  await expect(aboutLines(catalog), 'JSON always says it').toBeHidden();
  await catalog.format('CSV');
  const { name, text } = await catalog.save();
  const { names, rows } = plain(text);
  expect(names.slice(0, 3)).toEqual(['pk', 'status', 'expires']);
  expect(new Set(rows.map((row) => row['status']))).toEqual(new Set(['never']));
  expect(name).toContain(`-${rows.length}-of-300.csv`);
  await page.getByRole('button', { name: 'Clear all' }).click();
  await catalog.matches(300);
  expect((await exported(catalog, 'Matching', 'CSV')).name, 'the whole set needs no word').toMatch(/Z\.csv$/);
});

test('whether lines about the export come first is remembered', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 30 });
  await catalog.list.open();
  await catalog.openExport();
  await aboutLines(catalog).check();
  await page.reload();
  await catalog.openExport();
  await expect(aboutLines(catalog)).toBeChecked();
  expect((await catalog.save()).text).toContain('# tokenscope_export,2,');
});

test('what is selected can be saved by itself, also from pages that are not on screen', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 60 });
  await catalog.list.open('/access-tokens?ordering=pk');
  const box = (pk: number) => page.getByRole('checkbox', { name: `Select token ${pk}`, exact: true });
  await box(3).check();
  await box(7).check();
  await catalog.list.step('Next').click();
  await box(25).check();
  const { name, text } = await exported(catalog, 'Selected', 'JSON');
  const { about, tokens } = JSON.parse(text) as { about: Record<string, unknown>; tokens: { pk: number; user_username: string }[] };
  expect(tokens.map(({ pk }) => pk)).toEqual([3, 7, 25]);
  expect(tokens.every(({ user_username }) => user_username !== '')).toBe(true);
  expect(about).toMatchObject({ asked: 'selected', rows: 3 });
  expect(name).toContain('-3-of-60.json');
});

test('what is selected can be saved once the part of the program that knows it is there', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 30 });
  const release = await holdBack(page, 'selection');
  await catalog.list.open();
  await page.getByRole('checkbox', { name: 'Select token 27', exact: true }).check();
  await catalog.openExport();
  await expect(catalog.rows('On this page')).toBeVisible();
  await expect(catalog.rows('Selected')).toBeHidden();
  release();
  await catalog.rows('Selected').check();
  await catalog.format('JSON');
  const { tokens } = JSON.parse((await catalog.save()).text) as { tokens: { pk: number }[] };
  expect(tokens.map(({ pk }) => pk)).toEqual([27]);
});

test('the columns are all there are, or those of the table', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 30 });
  await catalog.list.open();
  await page.getByText('Columns', { exact: true }).first().click();
  await page.getByRole('checkbox', { name: 'Scopes' }).uncheck();
  await page.keyboard.press('Escape');
  await catalog.openExport();
  await page.getByRole('group', { name: 'Columns' }).getByRole('radio', { name: 'Visible' }).check();
  const { names } = plain((await catalog.save()).text);
  expect(names).toEqual([
    ...['pk', 'status', 'expires', 'issued_at', 'user_pk', 'user_username', 'user_name'],
    ...['provider_pk', 'provider_name', 'application_name', 'findings'],
  ]);
  await page.getByRole('group', { name: 'Columns' }).getByRole('radio', { name: 'All' }).check();
  expect(plain((await catalog.save()).text).names).toContain('scopes');
});

test('on a phone the menu is whole', async ({ page, catalog, standin }) => {
  await page.setViewportSize({ width: 390, height: 844 });
  await standin.reset({ tokens: 30 });
  await catalog.open();
  await catalog.openExport();
  const download = page.getByRole('button', { name: 'Download', exact: true });
  for (const control of [catalog.rows('On this page'), catalog.rows('Matching'), download]) {
    const box = await control.boundingBox();
    expect(box && box.x >= 0 && box.x + box.width <= 390).toBe(true);
  }
  expect((await download.boundingBox())?.width, 'as wide as the menu').toBeGreaterThan(200);
});
