import { LIST, type CatalogPage, type Token, expect, settled, status, test } from '../pages/catalog';

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

async function format(catalog: CatalogPage, rows: 'all' | 'screen', name: 'CSV, for a spreadsheet' | 'JSON, for a script') {
  const { page } = catalog;
  await catalog.openExport();
  await page.getByRole('radio', { name: rows === 'all' ? /^All [\d,]+ that match$/ : 'The rows on screen' }).check();
  await page.getByRole('radio', { name }).check();
  return catalog.save();
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
  const { name, text } = await format(catalog, 'all', 'CSV, for a spreadsheet');
  expect(name).toMatch(/^tokenscope-access[-_]tokens-\d{4}-\d\d-\d\dT\d{4}Z\.csv$/);
  await expect(page.getByRole('status').filter({ hasText: `${wanted.length} tokens saved as ${name}` })).toBeVisible();
  holdsNoSecret(text);
  const { about, rows } = parse(text);
  expect(about).toMatchObject({
    tokenscope_export: '1',
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
      status: status(wanted[at] as Token),
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
  const { name, text } = await format(catalog, 'all', 'JSON, for a script');
  expect(name).toMatch(/\.json$/);
  holdsNoSecret(text);
  const { about, tokens } = JSON.parse(text) as { about: Record<string, unknown>; tokens: Record<string, unknown>[] };
  expect(about).toMatchObject({ asked: 'search=grafana&ordering=-expires', rows: tokens.length, tokens_read: all.length, tokens_in_set: all.length });
  expect(tokens.length).toBeGreaterThan(20);
  expect(tokens.slice(0, 20).map(({ pk }) => pk)).toEqual(await catalog.list.pks());
  for (const token of tokens) {
    const { user, scope, expires } = all.find(({ pk }) => pk === token['pk']) as Token;
    expect(token).toMatchObject({ user_username: user.username, user_name: user.name, scopes: scope });
    expect(token['expires'] === null).toBe(expires === null);
  }
});

test('the rows on screen are saved before everything was read, and the file says how little that is', async ({ page, catalog, standin }) => {
  await catalog.list.open('/access-tokens?page=3');
  await catalog.openExport();
  await expect(page.getByRole('radio', { name: /that match$/ }), 'all are not at hand').toBeHidden();
  await page.getByRole('radio', { name: 'CSV, for a spreadsheet' }).check();
  const { text } = await catalog.save();
  holdsNoSecret(text);
  const { about, rows } = parse(text);
  expect(about).toMatchObject({ asked: 'page=3', rows: '20', rows_matching: '10000', tokens_read: '20', tokens_in_set: '10000', read_at: '' });
  expect(rows.map(({ pk }) => Number(pk))).toEqual(await catalog.list.pks());
  expect((await standin.requests(LIST)).length).toBe(1);
});

test('of a set that is read, the rows on screen alone can be saved too', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open('/access-tokens?page=2');
  const { text } = await format(catalog, 'screen', 'JSON, for a script');
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
  const { text } = await format(catalog, 'screen', 'JSON, for a script');
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
