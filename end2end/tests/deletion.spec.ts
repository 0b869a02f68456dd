import { DeletionPage, LIST, type Token, deletes, expect, test } from '../pages/deletion';
import { deleteIn } from '../pages/drawer';

test('one token is named with all that deleting it does and does not do, and is gone afterwards', async ({
  page,
  list,
  deletion,
  authentik,
  standin,
}) => {
  const [token] = (await authentik.tokens('ordering=-pk&page_size=1')).results;
  if (!token) throw new Error('there is no token');
  await list.open(`/access-tokens/${token.pk}`);
  await list.drawer.delete();
  const dialog = deletion.named('Delete access token');
  await expect(dialog).toBeVisible();
  // It is the name that is read first, not the button that deletes.
  await expect(dialog.getByRole('heading', { name: 'Delete access token' })).toBeFocused();
  await expect(dialog).toContainText(`Access token ${token.pk}`);
  await expect(dialog).toContainText(token.user.username);
  await expect(dialog).toContainText(token.provider.name);
  for (const scope of token.scope) await expect(dialog.getByText(scope, { exact: true })).toBeVisible();
  await expect(dialog).toContainText('Nothing depends on it');
  await expect(dialog).toContainText('stops working at authentik immediately: at introspection, at userinfo');
  await expect(dialog).toContainText('accept it until it expires:');
  expect((await standin.requests(`${LIST}${token.pk}/used_by/`)).map(({ status }) => status)).toEqual([200]);
  expect((await deletes(standin)).size).toBe(0);

  await deletion.button('Delete access token').click();
  await expect(deletion.named('Receipt: 1 access token')).toBeVisible();
  await expect(deletion.line(`Access token ${token.pk}`)).toContainText('Deleted');
  const [sent] = (await deletes(standin)).get(token.pk) ?? [];
  expect(sent).toMatchObject({ status: 204, who: 'superuser' });
  await deletion.button('Done').click();
  await expect(list.link(token.pk)).toBeHidden();
  // The drawer of what is gone is closed, and the focus is not lost with it.
  await expect(page).toHaveURL(/\/access-tokens(\?.*)?$/);
  await expect(list.table).toBeFocused();
});

test('Escape, Cancel and Close delete nothing, and lead back to where one was', async ({ page, list, deletion, standin }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await list.link(pk).click();
  const { deleteMenu } = list.drawer;
  for (const leave of [() => page.keyboard.press('Escape'), () => deletion.button('Cancel').click()]) {
    await list.drawer.delete();
    await expect(deletion.named('Delete access token')).toBeVisible();
    await leave();
    await expect(deletion.dialog).toBeHidden();
    await expect(deleteMenu).toBeFocused();
    // Escape meant the dialog, not the drawer behind it.
    await expect(list.drawer.of(pk)).toBeVisible();
  }
  expect((await deletes(standin)).size).toBe(0);
});

test('the other tokens of the same grant are offered, and are taken along when that is wanted', async ({
  list,
  deletion,
  standin,
  authentik,
}) => {
  await standin.reset({ tokens: 200 });
  const [token] = (await authentik.tokens('ordering=-pk&page_size=1')).results;
  if (!token) throw new Error('there is no token');
  const of = { user: token.user.pk, provider: token.provider.pk };
  await standin.change({ action: 'add', kind: 'refresh_tokens', count: 2, expires_in: 86_400, ...of });
  const refresh = '/api/v3/oauth2/refresh_tokens/';
  const query = `?user=${of.user}&provider=${of.provider}`;
  // Used up long ago: neither gets its client anything.
  const spent = [{ revoked: true }, { expires_in: -3_600 }] as const;
  await standin.change(...spent.map((how) => ({ action: 'add' as const, kind: 'refresh_tokens' as const, expires_in: 86_400, ...how, ...of })));
  const held = (await authentik.get<{ results: Token[] }>(`${refresh}${query}&page_size=100`)).results;
  const before = held.filter(({ revoked, is_expired }) => !revoked && !is_expired);
  expect(before.length).toBeGreaterThanOrEqual(2);
  await list.open(`/access-tokens/${token.pk}`);
  await list.drawer.delete();
  const words = `Also delete the ${before.length} refresh tokens of ${token.user.username} for ${token.provider.name}`;
  const also = deletion.dialog.getByRole('checkbox', { name: words });
  await expect(also).not.toBeChecked();
  await also.check();
  await expect(deletion.named(`Delete ${before.length + 1} tokens`)).toBeVisible();
  await deletion.button(`Delete ${before.length + 1} tokens`).click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: before.length + 1 });
  // A refresh token left for a moment longer could make another access token: it goes first.
  const sent = (await standin.requests('/api/v3/oauth2/')).filter(({ method }) => method === 'DELETE');
  const kinds = sent.map(({ path }) => path.split('/')[4]);
  expect(kinds).toEqual([...before.map(() => 'refresh_tokens'), 'access_tokens']);
  const left = (await authentik.get<{ results: Token[] }>(`${refresh}${query}&page_size=100`)).results;
  expect(left.length).toBe(held.length - before.length);
});

test('a refresh token leaves the access tokens, and says so', async ({ page, deletion }) => {
  await page.goto('/refresh-tokens');
  const link = page.getByRole('link', { name: /^Refresh token \d+$/ }).first();
  await link.click();
  await deleteIn(page.getByRole('dialog'));
  await expect(deletion.named('Delete refresh token')).toContainText('the client can get no new access tokens with it');
  await expect(deletion.dialog).toContainText('Access tokens that the client already has are not affected.');
});

test('several are counted by kind, user and provider, and fifty and more ask for their number', async ({
  page,
  list,
  deletion,
  standin,
  authentik,
}) => {
  await standin.reset({ tokens: 80 });
  await list.open('/access-tokens?page_size=50');
  const pks = await list.pks();
  const before = (await authentik.tokens('ordering=-pk&page_size=100')).results.map(({ pk }) => pk);
  await deletion.choose(pks.slice(0, 12));
  await expect(deletion.named('Delete 12 access tokens')).toContainText('Access tokens12');
  await expect(deletion.dialog.getByRole('textbox')).toBeHidden();
  await deletion.button('Cancel').click();

  await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
  await deletion.choose([]);
  await expect(deletion.named('Delete 50 access tokens')).toBeVisible();
  await expect(deletion.confirm).toHaveAttribute('aria-disabled', 'true');
  const number = deletion.dialog.getByRole('textbox', { name: 'To confirm, type the number of tokens: 50' });
  await number.fill('5');
  await deletion.confirm.click({ force: true });
  await number.fill('49');
  await number.press('Enter');
  expect((await deletes(standin)).size).toBe(0);
  await number.fill('50');
  await deletion.confirm.click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 50 });
  const left = (await authentik.tokens('ordering=-pk&page_size=100')).results.map(({ pk }) => pk);
  expect(left).toEqual(before.filter((pk) => !pks.includes(pk)));
});

test('rows, counts and page follow without a reload, and a page that is gone leads to the one before', async ({
  page,
  list,
  deletion,
  standin,
}) => {
  await standin.reset({ tokens: 45 });
  await list.open('/access-tokens?page_size=20&page=3');
  await list.showsRange('41–45 of 45');
  const pks = await list.pks();
  await standin.forgetRequests();
  await deletion.choose(pks);
  await deletion.go();
  await deletion.finished();
  await deletion.button('Done').click();
  await list.showsRange('21–40 of 40');
  await expect(page).toHaveURL(/page=2/);
  await expect(page.getByRole('group', { name: 'Selection' })).toBeHidden();
  // However many were ended, the table asked a few times.
  const lists = (await standin.requests(LIST)).filter((request) => request.path === LIST);
  expect(lists.length).toBeLessThanOrEqual(4);
});

test('where all tokens are in memory, they are dropped without reading anything again', async ({
  page,
  list,
  deletion,
  standin,
}) => {
  await standin.reset({ tokens: 150 });
  await list.open();
  await page.getByRole('button', { name: 'Load all tokens' }).click();
  await expect(page.getByText(/^All 150 access tokens loaded at/)).toBeVisible();
  const gone = (await list.pks()).slice(0, 3);
  await standin.forgetRequests();
  await deletion.choose(gone);
  await deletion.go();
  await deletion.finished();
  await deletion.button('Done').click();
  await list.showsRange('1–20 of 147');
  for (const pk of gone) await expect(list.link(pk)).toBeHidden();
  expect((await standin.requests(LIST)).filter(({ path }) => path === LIST)).toEqual([]);
});

test('the receipt stays within reach until it is dismissed, and leaves as CSV and JSON', async ({
  page,
  list,
  deletion,
  standin,
}) => {
  await list.open();
  const [first = 0, second = 0] = await list.pks();
  await standin.change({ action: 'delete', pks: [second] });
  await deletion.choose([first, second]);
  await deletion.go();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 1, 'Already gone': 1 });
  const csv = await deletion.save('CSV');
  expect(csv.name).toMatch(/^tokenscope-receipt-\d{4}-\d\d-\d\dT\d{4}Z\.csv$/);
  const records = csv.text.slice(1).trimEnd().split('\r\n');
  expect(records).toHaveLength(14 + 2);
  expect(records[0]).toMatch(/^# tokenscope_receipt,1,/);
  expect(records[13]).toMatch(/^kind,pk,result,reason,http_status,request_id,at,user_pk,/);
  expect(records.slice(14).map((record) => record.split(',').slice(0, 3).join(' ')).sort()).toEqual(
    [`access-tokens ${first} deleted`, `access-tokens ${second} already_gone`].sort(),
  );
  const json = JSON.parse((await deletion.save('JSON')).text) as {
    about: Record<string, unknown>;
    tokens: Record<string, unknown>[];
  };
  expect(json.about).toMatchObject({ tokenscope_receipt: 1, by: 'akadmin', tokens: 2, deleted: 1, already_gone: 1 });
  const line = json.tokens.find(({ pk }) => pk === first);
  expect(line).toMatchObject({ kind: 'access-tokens', result: 'deleted', reason: null });
  expect(line?.request_id).toMatch(/^[0-9a-f]{32}$/);
  expect(JSON.stringify(json)).not.toMatch(/canary|secret/i);

  await page.keyboard.press('Escape');
  await expect(deletion.band).toContainText('Finished: 1 deleted, 1 already gone');
  await deletion.band.getByRole('button', { name: 'Last receipt' }).click();
  await expect(deletion.line(`Access token ${first}`)).toBeVisible();
  await page.keyboard.press('Escape');
  await deletion.band.getByRole('button', { name: 'Dismiss' }).click();
  await expect(deletion.band).toBeHidden();
});

test('a receipt of many is shown by result and by page', async ({ page, list, deletion, standin }) => {
  await standin.reset({ tokens: 90 });
  // Few rows at a time: finding things by their role costs a page of many rows more than deleting them does.
  await list.open();
  const gone = (await list.pks()).slice(0, 4);
  for (const range of ['1–20 of 90', '21–40 of 90', '41–60 of 90']) {
    await list.showsRange(range);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await list.step('Next').click();
  }
  await list.showsRange('61–80 of 90');
  await standin.change({ action: 'delete', pks: gone });
  await deletion.choose([]);
  await deletion.go(60);
  await deletion.finished();
  await expect(deletion.lines).toHaveCount(50);
  await deletion.button('Next').click();
  await expect(deletion.lines).toHaveCount(10);
  await deletion.button('Already gone 4').click();
  await expect(deletion.lines).toHaveCount(4);
  for (const pk of gone) await expect(deletion.line(`Access token ${pk}`)).toContainText('It no longer existed.');
});

test('the buttons of a run stay where they are while its receipt grows', async ({ list, deletion, standin }) => {
  await list.open();
  const pks = await list.pks();
  await standin.addFaults({ kind: 'delay', ms: 500, method: 'DELETE' });
  await deletion.choose(pks);
  await deletion.go(pks.length);
  const place = async (name: string) => (await deletion.button(name).boundingBox())?.y;
  await expect(deletion.button('Stop')).toBeVisible();
  const [stop, close] = [await place('Stop'), await place('Close')];
  // So many lines that the dialog is much higher than it was.
  await expect.poll(() => deletion.lines.count()).toBeGreaterThanOrEqual(8);
  expect(stop).toBeGreaterThan(0);
  expect(await place('Stop')).toEqual(stop);
  await standin.faults();
  await deletion.finished();
  expect(await place('Close')).toEqual(close);
});

test('leaving the page while tokens are being ended asks first, and not afterwards', async ({ page, list, standin }) => {
  const deletion = new DeletionPage(page);
  await standin.addFaults({ kind: 'delay', ms: 2_000, method: 'DELETE' });
  await list.open();
  await deletion.choose((await list.pks()).slice(0, 3));
  await deletion.go();
  await expect(deletion.progress).toBeVisible();
  const [question] = await Promise.all([
    page.waitForEvent('dialog'),
    page.evaluate(() => void setTimeout(() => location.reload())),
  ]);
  expect(question.type()).toBe('beforeunload');
  await question.dismiss();
  await standin.faults();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 3 });
  page.on('dialog', () => {
    throw new Error('it asks although nothing is under way');
  });
  await page.reload();
  await list.hasRows();
});

test('receipts of earlier runs are kept, and can be gone on with', async ({ page, list, deletion, standin }) => {
  await standin.reset({ tokens: 60 });
  await list.open();
  const [first = 0, second = 0, third = 0] = await list.pks();
  await standin.faults({ kind: 'html-500', path: `${LIST}${first}/`, method: 'DELETE' });
  await deletion.choose([first]);
  await deletion.go();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Failed: 1 });
  await expect(deletion.dialog.getByText(/^Earlier runs/)).toBeHidden();
  await deletion.button('Done').click();
  await deletion.band.getByRole('button', { name: 'Dismiss' }).click();
  await expect(deletion.band).toBeHidden();

  await page.getByRole('checkbox', { name: `Select token ${first}`, exact: true }).uncheck();
  await deletion.choose([second, third]);
  await deletion.go();
  await deletion.finished();
  await expect(deletion.named('Receipt: 2 access tokens')).toBeVisible();
  await deletion.dialog.getByText('Earlier runs (1)').click();
  await deletion.button(/^Started at .*: 1 failed$/).click();
  await expect(deletion.named('Receipt: 1 access token')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'Receipt: 1 access token' })).toBeFocused();
  await expect(deletion.lines).toHaveCount(1);
  await expect(deletion.line(`Access token ${first}`)).toContainText('Failed');
  expect((await deletion.save('JSON')).text).toContain(`"pk":${first},`);

  await standin.faults();
  await deletion.button(/^Retry 1 failed/).click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 1 });
  await deletion.dialog.getByText('Earlier runs (1)').click();
  await deletion.button(/^Started at .*: 2 deleted$/).click();
  await expect(deletion.line(`Access token ${third}`)).toContainText('Deleted');
});
