import { LONG } from '../fixtures';
import { LIST, deletes, expect, test, wasRepeated } from '../pages/deletion';

const CHOSEN = 1_000;
const OTHERS = 300;

test('of a thousand tokens under faults none is lost, none is ended twice, and no other is touched', LONG, async ({
  page,
  list,
  deletion,
  standin,
  authentik,
}) => {
  test.setTimeout(240_000);
  await standin.reset({ tokens: CHOSEN + OTHERS });
  await list.open('/access-tokens?page_size=100');
  const chosen: number[] = [];
  for (let number = 1; number <= CHOSEN / 100; number += 1) {
    await expect(list.pagination).toContainText(`${(number * 100).toLocaleString('en')} of 1,300`);
    chosen.push(...(await list.pks()));
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await list.step('Next').click();
  }
  expect(new Set(chosen).size).toBe(CHOSEN);
  // Few rows behind the dialog: finding things by their role costs a page of many rows more than deleting them does.
  await list.rowsPerPage.selectOption('10');
  await list.hasRows();
  const before = await pks(authentik);
  const byOthers = chosen.filter((_, at) => at % 50 === 7);
  await standin.change({ action: 'delete', pks: byOthers });
  await standin.forgetRequests();
  const some = (kind: string, start: number, times: number, more: object = {}) =>
    ({ kind, method: 'DELETE' as const, path: `${LIST}${start}`, times, ...more });
  await standin.faults(
    some('html-500', 3, 2, { after: 40 }),
    some('html-500-after', 4, 2, { after: 10 }),
    some('drop', 5, 2, { after: 10 }),
    some('drop-after', 6, 2, { after: 10 }),
    some('too-many', 7, 2, { after: 10, retry_after: 1 }),
    some('router-502', 8, 2, { after: 10 }),
    some('starting', 9, 1, { after: 10, retry_after: 1 }),
    some('html-502', 10, 2, { after: 10 }),
    some('csrf-changed', 11, 1),
    // The session ends among those from 1,200 on.
    some('session-ended', 12, 1, { after: 10 }),
    { kind: 'router-502', method: 'GET', path: `${LIST}4`, times: 1 },
  );

  await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: /^Delete/ }).click();
  await expect(deletion.named('Delete 1,000 access tokens')).toBeVisible();
  await deletion.go(CHOSEN);
  await expect(deletion.named(/^Interrupted/)).toBeVisible({ timeout: 240_000 });
  await expect(deletion.dialog.getByRole('alert')).toContainText('Your session has ended');
  await standin.signIn('superuser');
  await deletion.button('Continue').click();
  await deletion.finished(120_000);

  const sent = await deletes(standin);
  const others = new Set(byOthers);
  const seen = await standin.requests(LIST);
  const about = (pk: number) => seen.filter(({ path }) => path === `${LIST}${pk}/`);
  // What others have deleted is found to be gone by asking. After an unclear answer it is looked for instead, and nobody
  // can tell then who it was.
  const isFoundGone = (pk: number) => others.has(pk) && about(pk).at(-1)?.method === 'DELETE';
  const alreadyGone = chosen.filter((pk) => isFoundGone(pk) || wasRepeated(about(pk)));
  const counts = await deletion.counts();
  expect(counts).toEqual({ Deleted: CHOSEN - alreadyGone.length, 'Already gone': alreadyGone.length });
  const { tokens } = JSON.parse((await deletion.save('JSON')).text) as { tokens: { pk: number; result: string }[] };
  expect(tokens.map(({ pk }) => pk).sort()).toEqual([...chosen].sort());
  expect(tokens.filter(({ result }) => result === 'already_gone').map(({ pk }) => pk).sort()).toEqual(alreadyGone.sort());

  await standin.faults();
  const gone = new Set(chosen);
  expect(await pks(authentik)).toEqual(before.filter((pk) => !gone.has(pk)));
  expect([...sent.keys()].filter((pk) => !gone.has(pk))).toEqual([]);
  for (const pk of chosen) {
    const requests = sent.get(pk) ?? [];
    const met = (fault: string) => requests.filter(({ faults }) => faults.includes(fault)).length;
    const deleted = requests.filter(({ status }) => status === 204).length;
    // What a browser repeats by itself on a new connection is one request that was carried out.
    const unanswered = met('html-500-after') + Math.min(1, met('drop-after'));
    expect(others.has(pk) ? deleted : deleted + unanswered, `token ${pk}`).toBe(others.has(pk) ? 0 : 1);
    const last = requests.findIndex(({ status }) => status === 204);
    expect(last === -1 || last === requests.length - 1, `${pk} is not asked for after it was deleted`).toBe(true);
  }
});

async function pks(authentik: { tokens(query: string): Promise<{ pagination: { total_pages: number }; results: { pk: number }[] }> }) {
  const all: number[] = [];
  for (let number = 1, pages = 1; number <= pages; number += 1) {
    const { pagination, results } = await authentik.tokens(`ordering=pk&page_size=100&page=${number}`);
    pages = pagination.total_pages;
    all.push(...results.map(({ pk }) => pk));
  }
  return all;
}
