import type { TokenListPage } from '../pages/token_list';
import { type DeletionPage, LIST, type Locator, type Standin, deletes, expect, test, wasRepeated } from '../pages/deletion';

const ME = '/api/v3/core/users/me/';
const of = (pk: number) => `${LIST}${pk}/`;

/** What is there of these. */
async function left(standin: Standin, authentik: { tokens(query: string): Promise<{ results: { pk: number }[] }> }, pks: number[]) {
  await standin.faults();
  const there = (await authentik.tokens('ordering=-pk&page_size=100')).results.map(({ pk }) => pk);
  return pks.filter((pk) => there.includes(pk));
}

/** Every one of these was deleted once, however often it was asked for. */
async function once(standin: Standin, pks: number[]) {
  const sent = await deletes(standin);
  for (const pk of pks) {
    const requests = sent.get(pk) ?? [];
    const done = requests.findIndex(({ status }) => status === 204);
    expect(done === -1 || done === requests.length - 1, `${pk} is not asked for again once it was deleted`).toBe(true);
  }
}

async function startWith(deletion: DeletionPage, pks: number[]) {
  await deletion.choose(pks);
  await deletion.go(pks.length);
}

test('a refusal of everything is explained once, and not asked for again and again', async ({ list, deletion, standin }) => {
  await standin.signIn('member');
  await list.open('/access-tokens?page_size=100');
  const pks = (await list.pks()).slice(0, 20);
  await startWith(deletion, pks);
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Refused: 20 });
  await expect(deletion.dialog.getByText('You are not allowed to delete 20 of these tokens')).toHaveCount(1);
  // Three are enough to know; up to three more may be on their way by then.
  expect((await deletes(standin)).size).toBeLessThanOrEqual(6);
  await expect(deletion.lines.filter({ hasText: 'Not attempted: authentik had refused the first ones' }).first()).toBeVisible();
  await deletion.button('Done').click();
  expect(await list.pks()).toEqual(expect.arrayContaining(pks));
});

test('where some are refused, the others are deleted', async ({ list, deletion, standin }) => {
  await standin.signIn('viewer');
  await list.open('/access-tokens?page_size=100');
  const pks = (await list.pks()).slice(0, 12);
  const refused = [pks[3] ?? 0, pks[7] ?? 0];
  await standin.faults(...refused.map((pk) => ({ kind: 'forbidden', method: 'DELETE' as const, path: of(pk) })));
  await startWith(deletion, pks);
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 10, Refused: 2 });
  for (const pk of refused) await expect(deletion.line(`Access token ${pk}`)).toContainText('You are not allowed to delete this');
  // They are allowed now, and taken up alone.
  await standin.faults();
  await standin.forgetRequests();
  await deletion.button('Retry 2 refused').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 12 });
  expect([...(await deletes(standin)).keys()].sort()).toEqual([...refused].sort());
});

test('what is gone already counts as done', async ({ list, deletion, standin }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 6);
  await standin.change({ action: 'delete', pks: pks.slice(0, 2) });
  await startWith(deletion, pks);
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 4, 'Already gone': 2 });
  await expect(deletion.button(/^Retry/)).toHaveCount(0);
});

test('when authentik asks for a pause, it gets it', async ({ list, deletion, standin }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 6);
  await standin.addFaults({ kind: 'too-many', method: 'DELETE', retry_after: 2, after: 2, times: 1 });
  await startWith(deletion, pks);
  await expect(deletion.dialog.getByText(/waiting \d+ s: authentik is busy/)).toBeVisible();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 6 });
  const sent = (await standin.requests(LIST)).filter(({ method }) => method === 'DELETE');
  const throttled = sent.find(({ status }) => status === 429);
  const next = sent.filter(({ at_ms }) => at_ms > (throttled?.at_ms ?? 0) + 500);
  for (const { at_ms } of next) expect(at_ms - (throttled?.at_ms ?? 0)).toBeGreaterThanOrEqual(1_900);
  await once(standin, pks);
});

test('after a failure it looks whether the token is still there before it asks again', async ({
  page,
  list,
  deletion,
  standin,
  authentik,
}) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 8);
  // What the page asks for; what a browser repeats by itself is not among it.
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.method()} ${new URL(request.url()).pathname}`));
  const [done = 0, undone = 0, dropped = 0, lost = 0] = pks;
  await standin.forgetRequests();
  await standin.addFaults(
    { kind: 'html-500-after', method: 'DELETE', path: of(done), times: 1 },
    { kind: 'html-500', method: 'DELETE', path: of(undone), times: 1 },
    { kind: 'drop', method: 'DELETE', path: of(dropped), times: 1 },
    { kind: 'drop-after', method: 'DELETE', path: of(lost), times: 1 },
  );
  await startWith(deletion, pks);
  await deletion.finished();
  await once(standin, pks);
  const seen = await standin.requests(LIST);
  const about = (pk: number) => seen.filter(({ path }) => path === of(pk));
  const story = (pk: number) => about(pk).map(({ method, status }) => `${method} ${status}`);
  const gone = wasRepeated(about(lost)) ? [lost] : [];
  expect(await deletion.counts()).toEqual(gone.length > 0 ? { Deleted: 7, 'Already gone': 1 } : { Deleted: 8 });
  for (const pk of [done, lost]) {
    if (!gone.includes(pk)) await expect(deletion.line(`Access token ${pk}`)).toContainText('The answer was lost');
  }
  for (const pk of pks) {
    const methods = asked.filter((request) => request.endsWith(` ${of(pk)}`)).map((request) => request.split(' ')[0]);
    expect(methods.join(' '), `${pk} is looked at before it is asked for again`).toMatch(/^DELETE( GET( DELETE)?)?$/);
  }
  expect(story(done)).toEqual(['DELETE 500', 'GET 404']);
  expect(story(undone)).toEqual(['DELETE 500', 'GET 200', 'DELETE 204']);
  // A browser may have asked again by itself, before the page did.
  expect(story(dropped).filter((request) => request === 'DELETE null').length).toBeGreaterThan(0);
  if (story(dropped).includes('GET 200')) expect(story(dropped).slice(-2)).toEqual(['GET 200', 'DELETE 204']);
  else expect(story(dropped).at(-1)).toBe('DELETE 204');
  expect(story(lost).at(-1)).toBe(gone.length > 0 ? 'DELETE 404' : 'GET 404');
  expect(story(lost)).not.toContain('DELETE 204');
  expect(await left(standin, authentik, pks)).toEqual([]);
});

test('what authentik fails at is left, told with its request id, and retried alone', async ({
  list,
  deletion,
  standin,
  authentik,
}) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 5);
  const [bad = 0] = pks;
  await standin.addFaults({ kind: 'html-500', method: 'DELETE', path: of(bad) });
  await startWith(deletion, pks);
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 4, Failed: 1 });
  await expect(deletion.line(`Access token ${bad}`)).toContainText('authentik returned an error (500)');
  const [last] = ((await deletes(standin)).get(bad) ?? []).slice(-1);
  expect(last?.status).toBe(500);
  await expect(deletion.line(`Access token ${bad}`)).toContainText(/Request ID [0-9a-f]{32}/);
  expect(await left(standin, authentik, pks)).toEqual([bad]);
  await standin.forgetRequests();
  await deletion.button('Retry 1 failed').click();
  await expect(deletion.dialog.getByText('5 deleted')).toBeVisible();
  expect([...(await deletes(standin)).keys()]).toEqual([bad]);
});

test('without a connection it stops, loses nothing, and goes on when told to', async ({
  list,
  deletion,
  standin,
  authentik,
}) => {
  test.setTimeout(60_000);
  await list.open();
  const pks = (await list.pks()).slice(0, 10);
  await standin.addFaults({ kind: 'drop', path: '/api/v3/oauth2/', after: 4 });
  await startWith(deletion, pks);
  await expect(deletion.named('Interrupted: 10 access tokens')).toBeVisible({ timeout: 40_000 });
  await expect(deletion.dialog.getByRole('alert')).toContainText('There was no answer');
  await expect(deletion.dialog.getByRole('alert')).toContainText('Finished ones are not repeated');
  await standin.faults();
  await deletion.button('Continue').click();
  await deletion.finished();
  expect((await deletion.counts()).Deleted).toBe(10);
  await once(standin, pks);
  expect(await left(standin, authentik, pks)).toEqual([]);
});

test('an ended session stops it, and after signing in elsewhere it goes on', async ({
  page,
  context,
  list,
  deletion,
  standin,
  authentik,
}) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 10);
  await standin.addFaults({ kind: 'session-ended', method: 'DELETE', after: 4 });
  await startWith(deletion, pks);
  await expect(deletion.named('Interrupted: 10 access tokens')).toBeVisible();
  const alert = deletion.dialog.getByRole('alert');
  await expect(alert).toContainText('Your session has ended');
  // Not being visible to an anonymous caller does not make a token gone.
  await expect(deletion.lines.filter({ hasText: 'Already gone' })).toHaveCount(0);
  const signIn = alert.getByRole('link', { name: 'Sign in in a new tab' });
  const [tab] = await Promise.all([context.waitForEvent('page'), signIn.click()]);
  await tab.waitForLoadState();
  await standin.signIn('superuser');
  await tab.close();
  await page.bringToFront();
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 10 });
  await once(standin, pks);
  expect(await left(standin, authentik, pks)).toEqual([]);
});

/** Has six tokens deleted, and the session end after two. Gives what then says so, once nothing is under way any more. */
async function signedOutMidway(list: TokenListPage, deletion: DeletionPage, standin: Standin): Promise<Locator> {
  await list.open();
  await standin.addFaults({ kind: 'session-ended', method: 'DELETE', after: 2 });
  await startWith(deletion, (await list.pks()).slice(4, 10));
  const alert = deletion.dialog.getByRole('alert');
  await expect(alert).toContainText('Your session has ended');
  // After each refusal it is asked who is signed in. An answer that is late would be about whoever signs in next.
  const isQuiet = async () => {
    const all = await standin.allRequests('/api/');
    const refused = all.filter(({ method, status }) => method === 'DELETE' && (status ?? 0) >= 400);
    const asked = all.filter(({ path, status }) => path === ME && status === 403);
    return asked.length >= refused.length && all.every(({ took_ms, abandoned }) => took_ms !== null || abandoned);
  };
  await expect.poll(isQuiet).toBe(true);
  // The list asks as well for what was deleted, is refused, and asks who is signed in.
  await quiet(standin);
  return alert;
}

/** Resolves once nothing is under way and nothing more is asked: a late answer would be about whoever signs in next. */
async function quiet(standin: Standin): Promise<void> {
  let before = -1;
  const isQuiet = async () => {
    const all = await standin.allRequests('/api/');
    const hasMore = all.length !== before;
    before = all.length;
    return !hasMore && all.every(({ took_ms, abandoned }) => took_ms !== null || abandoned);
  };
  await expect.poll(isQuiet, { intervals: [250] }).toBe(true);
}

test('somebody else signed in meanwhile does not make tokens missing', async ({ list, deletion, standin }) => {
  const alert = await signedOutMidway(list, deletion, standin);
  await standin.signIn('empty');
  await deletion.button('Continue').click();
  await expect(alert).toContainText('Somebody else is signed in now');
  await expect(alert).toContainText('Sign in as akadmin');
  await quiet(standin);
  await standin.signIn('superuser');
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 6 });
});

test('whoever goes on and sees none of the tokens is told who does', async ({ list, deletion, standin, page }) => {
  const alert = await signedOutMidway(list, deletion, standin);
  await standin.signIn('empty');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(alert).toContainText('Sign in as akadmin');
  // The notice was shown, and the run is continued all the same.
  await deletion.button('Continue').click();
  const vain = async () => (await standin.requests(LIST)).filter(({ method, who }) => method === 'DELETE' && who === 'empty').length;
  await expect.poll(vain).toBeGreaterThan(0);
  await expect(alert).toContainText('empty does not see these tokens, so authentik calls them missing. Sign in as akadmin');
  await quiet(standin);
  await standin.signIn('superuser');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect(alert).toContainText('akadmin is signed in again.');
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 6 });
});

test('who turns out to be somebody else while it is asked is told before they go on', async ({ page, list, deletion, standin }) => {
  const alert = await signedOutMidway(list, deletion, standin);
  // The tab asks as well, a moment before Continue does, and learns of it first. None is answered until both have asked.
  let bothAsked = () => {};
  const until = new Promise<void>((done) => (bothAsked = done));
  let asks = 0;
  await page.route(`**${ME}*`, async (route) => {
    asks += 1;
    await until;
    await route.continue();
  });
  await standin.signIn('empty');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  // A deletion that was under way when the session ended may ask, too.
  await expect.poll(() => asks).toBeGreaterThanOrEqual(1);
  const before = asks;
  await deletion.button('Continue').click();
  await expect.poll(() => asks).toBeGreaterThan(before);
  bothAsked();
  const asked = async () => (await standin.requests(ME)).filter(({ who, status }) => who === 'empty' && status === 200);
  await expect.poll(async () => (await asked()).length).toBeGreaterThanOrEqual(2);
  await expect(alert).toContainText('Somebody else is signed in now');
  await expect(alert).toContainText('Sign in as akadmin');
  expect((await standin.requests(LIST)).filter(({ method, who }) => method === 'DELETE' && who === 'empty')).toEqual([]);
});

test('who was signed in before does not count, however late that is answered', async ({ page, list, deletion, standin }) => {
  const alert = await signedOutMidway(list, deletion, standin);
  await standin.signIn('member');
  let answer = () => {};
  const late = new Promise<void>((done) => (answer = done));
  let isAsked = false;
  await page.route(
    `**${ME}*`,
    async (route) => {
      const response = await route.fetch();
      isAsked = true;
      await late;
      await route.fulfill({ response });
    },
    { times: 1 },
  );
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  await expect.poll(() => isAsked).toBe(true);
  await standin.signIn('viewer');
  await deletion.button('Continue').click();
  await expect(alert).toContainText('viewer does not see these tokens');
  // Not even for a moment: something else may have asked once more, and put it right.
  const said = await deletion.dialog.evaluateHandle((dialog) => {
    const texts: string[] = [];
    new MutationObserver(() => texts.push(dialog.textContent ?? '')).observe(dialog, { childList: true, characterData: true, subtree: true });
    return texts;
  });
  const answered = page.waitForResponse(`**${ME}*`);
  answer();
  await (await answered).finished();
  // By the time another answer is there, the page has done with this one.
  await page.evaluate(async (me) => (await fetch(me)).text(), ME);
  expect((await said.jsonValue()).filter((text) => text.includes('member does not see'))).toEqual([]);
  await expect(alert).toContainText('viewer does not see these tokens');
  await expect(list.page.getByText('You are now signed in as viewer.')).toBeVisible();
});

test('a run does not go on unasked for somebody else who signs in meanwhile', async ({ page, list, deletion, standin, authentik }) => {
  await list.open();
  const pks = (await list.pks()).slice(4, 16);
  await standin.addFaults({ kind: 'delay', method: 'DELETE', ms: 700 });
  await startWith(deletion, pks);
  await expect.poll(async () => (await standin.requests(LIST)).some(({ method }) => method === 'DELETE')).toBe(true);
  await standin.signIn('member');
  await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
  const alert = deletion.dialog.getByRole('alert');
  await expect(alert).toContainText('Somebody else is signed in now');
  await expect(alert).toContainText('member does not see these tokens');
  await expect(page.getByText('You are now signed in as member.')).toBeVisible();
  await standin.faults();
  // What the person before had asked for may have the page learn of the next one, who would then be told before Continue.
  await quiet(standin);
  // Asked once more who that is, it is still not theirs.
  await standin.signIn('viewer');
  await deletion.button('Continue').click();
  await expect(alert).toContainText('viewer does not see these tokens');
  await standin.signIn('superuser');
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: pks.length });
  await expect(deletion.dialog).toContainText('by akadmin');
  expect(await left(standin, authentik, pks)).toEqual([]);
});

test('a CSRF token that changed is read anew; one that is never accepted stops the run', async ({ list, deletion, standin }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 6);
  await standin.addFaults({ kind: 'csrf-changed', method: 'DELETE', after: 2, times: 1 });
  await startWith(deletion, pks.slice(0, 3));
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 3 });
  await deletion.button('Done').click();
  await standin.faults({ kind: 'csrf-changed', method: 'DELETE' });
  await startWith(deletion, pks.slice(3));
  await expect(deletion.dialog.getByRole('alert')).toContainText('could not tell that this request came from its own site');
  await standin.faults();
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 3 });
  await once(standin, pks);
});

for (const { fault, title } of [
  { fault: { kind: 'no-method' }, title: 'Something in front of authentik blocked the deletion' },
  { fault: { kind: 'answer', status: 501, body: 'No.', in_front: true }, title: 'Something in front of authentik blocked the deletion' },
  { fault: { kind: 'bad-request', body: { detail: 'Not so.' } }, title: 'authentik does not accept this request' },
]) {
  test(`${fault.kind} to every deletion stops it after a few, and it can be continued`, async ({ list, deletion, standin, authentik }) => {
    await list.open();
    const pks = await list.pks();
    await standin.addFaults({ ...fault, method: 'DELETE' });
    await startWith(deletion, pks);
    await expect(deletion.named(`Interrupted: ${pks.length} access tokens`)).toBeVisible();
    const alert = deletion.dialog.getByRole('alert');
    await expect(alert).toContainText(title);
    await expect(alert).toContainText('the rest is not attempted');
    // Three are enough to know; up to three more may be on their way by then.
    const asked = (await deletes(standin)).size;
    expect(asked).toBeGreaterThanOrEqual(3);
    expect(asked).toBeLessThanOrEqual(6);
    await standin.faults();
    await deletion.button('Continue').click();
    await deletion.finished();
    expect(await deletion.counts()).toEqual({ Deleted: pks.length - asked, Failed: asked });
    await deletion.button(`Retry ${asked} failed`).click();
    await expect(deletion.dialog.getByText(`${pks.length} deleted`)).toBeVisible();
    await once(standin, pks);
    expect(await left(standin, authentik, pks)).toEqual([]);
  });
}

test('a license that allows no change, and a sign-in in front, stop it at once and nothing failed', async ({ list, deletion, standin, authentik }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 8);
  await standin.addFaults({ kind: 'read-only', method: 'DELETE' });
  await startWith(deletion, pks);
  const alert = deletion.dialog.getByRole('alert');
  await expect(alert).toContainText('authentik is read-only, because of its license');
  await expect(alert).toContainText('8 tokens remain');
  await standin.faults({ kind: 'sign-in-redirect', location: 'http://localhost:9/' });
  await deletion.button('Continue').click();
  await expect(alert).toContainText('The answer leads to another address');
  await standin.faults();
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 8 });
  await once(standin, pks);
  expect(await left(standin, authentik, pks)).toEqual([]);
});

test('a CSRF cookie that the page cannot see is named', async ({ list, deletion, standin }) => {
  await standin.faults({ kind: 'csrf-hidden', path: LIST });
  await list.open();
  const pks = (await list.pks()).slice(0, 3);
  await startWith(deletion, pks);
  const alert = deletion.dialog.getByRole('alert');
  await expect(alert).toContainText('This page cannot see the cookie authentik_csrf');
  await expect(alert).not.toContainText('Host');
  await standin.faults();
  await standin.signIn('superuser');
  await deletion.button('Continue').click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 3 });
});

test('it pauses, goes on, stops, and the rest is still there', async ({ list, deletion, standin, authentik }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 16);
  await standin.addFaults({ kind: 'delay', ms: 400, method: 'DELETE' });
  await startWith(deletion, pks);
  await deletion.button('Pause').click();
  await expect(deletion.named('Paused: 16 access tokens')).toBeVisible();
  // What was under way is waited for; nothing more is asked.
  await expect(async () => {
    const seen = [...(await deletes(standin)).values()].flat();
    expect(seen.every(({ status }) => status === 204)).toBe(true);
  }).toPass();
  const paused = (await deletes(standin)).size;
  await expect(deletion.progress).toHaveAttribute('aria-valuenow', String(paused));
  await deletion.button('Resume').click();
  await expect.poll(async () => (await deletes(standin)).size).toBeGreaterThan(paused);
  await deletion.button('Stop').click();
  await deletion.finished();
  const counts = await deletion.counts();
  expect((counts.Deleted ?? 0) + (counts['Not tried'] ?? 0)).toBe(16);
  expect((await left(standin, authentik, pks)).length).toBe(counts['Not tried']);
  await deletion.button(`Delete the ${counts['Not tried']} not tried`).click();
  await deletion.finished();
  expect(await deletion.counts()).toEqual({ Deleted: 16 });
  await once(standin, pks);
});

test('it goes on while the dialog is put aside', async ({ page, list, deletion, standin }) => {
  await list.open();
  const pks = (await list.pks()).slice(0, 8);
  await standin.addFaults({ kind: 'delay', ms: 500, method: 'DELETE' });
  await startWith(deletion, pks);
  await page.keyboard.press('Escape');
  await expect(deletion.band.getByRole('progressbar', { name: 'Deleting tokens' })).toBeVisible();
  await expect(deletion.band).toContainText('Finished: 8 deleted');
  for (const pk of pks) await expect(list.link(pk)).toBeHidden();
});
