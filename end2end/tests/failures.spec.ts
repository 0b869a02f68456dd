import type { Page } from '@playwright/test';
import { type Fault, LIST, type TokenListPage, expect, test } from '../pages/test';

/** One way to fail for good: what it is called, in how many tries, and what its details say. */
interface Case {
  fault: Fault;
  title: string;
  /** How often the console asks before it asks the person; once unless it says otherwise. */
  tries?: number;
  status: string;
  /** What else stands in the panel. */
  says?: (string | RegExp)[];
}

const CASES: Case[] = [
  { fault: { kind: 'html-502' }, title: 'authentik cannot be reached at the moment', tries: 5, status: '502' },
  {
    fault: { kind: 'router-502' },
    title: 'authentik cannot be reached at the moment',
    tries: 5,
    status: '502',
    says: ['The server in front of authentik says', 'failed to connect to authentik backend'],
  },
  { fault: { kind: 'starting' }, title: 'authentik is not ready yet', tries: 5, status: '503', says: ['authentik starting', 'Wait 5 seconds'] },
  { fault: { kind: 'too-many' }, title: 'Too many requests', tries: 5, status: '429', says: ['Request was throttled.', 'Wait 5 seconds'] },
  { fault: { kind: 'too-many', retry_after: 600 }, title: 'Too many requests', status: '429', says: ['Wait 10 minutes'] },
  { fault: { kind: 'html-500' }, title: 'authentik returned an error (500)', tries: 2, status: '500', says: ['“Load all tokens”'] },
  { fault: { kind: 'drop' }, title: 'There was no answer', tries: 5, status: 'no answer' },
  { fault: { kind: 'drop-midway' }, title: 'There was no answer', tries: 5, status: 'no answer' },
  { fault: { kind: 'truncated' }, title: 'The answer was cut off', tries: 5, status: '200' },
  { fault: { kind: 'sign-in-page' }, title: 'A web page came back instead of data', status: '200', says: ['Sign in'] },
  { fault: { kind: 'not-json' }, title: 'The answer is not data that authentik would send', status: '200' },
  { fault: { kind: 'forbidden' }, title: 'The request was refused', status: '403', says: ['You do not have permission to perform this action.'] },
  { fault: { kind: 'conflict' }, title: 'Something changed in the meantime', status: '409', says: ['The row was changed by somebody else.'] },
  {
    fault: { kind: 'bad-request', body: { non_field_errors: ['Not so.'], page_size: ['Too many.', 'Far too many.'], odd: { deep: [7] }, code: 'invalid' } },
    title: 'authentik does not accept this request',
    status: '400',
    says: ['Not so.', 'page_size: Too many. Far too many.', 'odd.deep: 7'],
  },
  { fault: { kind: 'answer', status: 404, body: 'Not Found' }, title: 'authentik’s API is not at this address', status: '404' },
  { fault: { kind: 'not-routed' }, title: 'authentik’s API is not at this address', status: '404', says: ['route /api/'] },
  { fault: { kind: 'answer', status: 404, body: { detail: 'Not here.' }, in_front: true }, title: 'authentik’s API is not at this address', status: '404', says: ['The server in front of authentik says', 'Not here.'] },
  { fault: { kind: 'firewall' }, title: 'Something in front of authentik refused the request', status: '403' },
  { fault: { kind: 'no-method' }, title: 'Something in front of authentik refused the request', status: '405' },
  { fault: { kind: 'answer', status: 401, body: 'No.', in_front: true }, title: 'Something in front of authentik wants you to sign in', status: '401' },
  { fault: { kind: 'answer', status: 200, body: '<!DOCTYPE html>', content_type: 'text/html', in_front: true }, title: 'A web page came back instead of data', status: '200', says: ['It did not come from authentik.'] },
  { fault: { kind: 'sign-in-redirect', location: 'http://localhost:9/' }, title: 'The answer leads to another address', status: 'no answer' },
  { fault: { kind: 'sign-in-redirect', location: '/' }, title: 'The answer leads to another address', status: 'no answer' },
  { fault: { kind: 'token-refused' }, title: 'authentik does not accept the API token', status: '403', says: ['Token invalid/expired', 'Make a new API token'] },
  { fault: { kind: 'answer', status: 405, body: { detail: 'Method "GET" not allowed.' } }, title: 'authentik does not offer this', status: '405', says: ['not allowed'] },
  { fault: { kind: 'answer', status: 418, body: { detail: 'A teapot.' } }, title: 'The request was rejected', status: '418', says: ['A teapot.'] },
  { fault: { kind: 'answer', body: { detail: 'no rows' } }, title: 'The answer lacks something', status: '200' },
];

/** From here on time passes on the page only where the test lets it: what stands there for a second cannot be missed. */
async function stopTime(page: Page) {
  await page.clock.pauseAt(Date.now() + 60_000);
}

/** Lets the pauses between tries pass until the console gives up, and time pass again. It has to have been stopped. */
async function runOutOfTries(list: TokenListPage, tries: number) {
  for (let next = 2; next <= tries; next += 1) {
    await expect(list.page.getByText(new RegExp(`Trying again .*\\(try ${next} of \\d\\)`))).toBeVisible();
    await list.page.clock.fastForward(9_000);
  }
  await list.page.clock.resume();
}

async function showsOnce(list: TokenListPage, title: string) {
  await expect(list.alerts.getByRole('heading')).toHaveText(title);
  await expect(list.alerts).toHaveCount(1);
  // Not said twice, not even for those who do not see the page.
  await expect(list.page.getByText(title)).toHaveCount(1);
  await expect(list.table, 'no empty table').toBeHidden();
  await expect(list.page.getByText(/There are no access tokens|Trying again (now|in)/)).toHaveCount(0);
}

for (const { fault, title, tries = 1, status, says = [] } of CASES) {
  const { kind, body: _, ...more } = fault;
  test(`${kind} ${JSON.stringify(more)} is said as “${title}”, once, with a way on`, async ({ page, context, list, standin }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await page.clock.install();
    await stopTime(page);
    await standin.faults({ ...fault, path: LIST });
    await page.goto('/');
    await runOutOfTries(list, tries);
    await showsOnce(list, title);
    for (const words of says) await expect(list.alerts).toContainText(words);
    const asked = (await standin.requests(LIST)).length;
    // A browser asks once more by itself when a connection that was kept open is dropped.
    if (kind === 'drop' || kind === 'drop-midway') expect(asked).toBeGreaterThanOrEqual(tries);
    else expect(asked).toBe(tries);

    await expect(page.getByText('authentik 2026.5')).toBeVisible();
    await list.alerts.getByRole('button', { name: 'Copy details' }).click();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await expect.poll(copied).toContain(`Request: GET ${LIST}?ordering=-pk&page=1&page_size=20`);
    const details = await copied();
    expect(details).toMatch(new RegExp(`^Status: ${status}$`, 'm'));
    expect(details).toMatch(/^Time: \d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$/m);
    expect(details).toMatch(/^authentik: 2026\.5/m);
    expect(details).not.toMatch(/canary|session|<html/i);
    // What stands in front of authentik, and a connection that broke, give no number.
    const isAuthentik = ['too-many', 'html-500', 'truncated', 'sign-in-page', 'forbidden', 'conflict', 'bad-request'].includes(kind);
    if (isAuthentik) expect(details).toMatch(/^Request ID: [0-9a-f]{32}$/m);

    await standin.faults();
    await list.alerts.getByRole('button', { name: 'Try again' }).click();
    await list.hasRows();
    await expect(list.alerts).toHaveCount(0);
  });
}

test('what something in front of authentik refuses signs nobody out', async ({ page, list, standin }) => {
  await list.open();
  const bar = page.getByRole('banner');
  await expect(bar.getByText('akadmin')).toBeVisible();
  await standin.faults({ kind: 'firewall' });
  await list.refresh.click();
  await expect(list.alerts.getByRole('heading')).toHaveText('Something in front of authentik refused the request');
  await expect(list.alerts.getByRole('link', { name: 'Sign in' })).toHaveCount(0);
  await expect(list.links, 'the rows stay').toHaveCount(20);
  await expect(bar.getByText('akadmin')).toBeVisible();
  await expect(bar.getByText('Not signed in')).toHaveCount(0);
});

test('nor is anybody called signed out whom it never let through', async ({ page, list, standin }) => {
  await standin.faults({ kind: 'firewall' });
  await page.goto('/');
  await expect(list.alerts.getByRole('heading')).toHaveText('Something in front of authentik refused the request');
  await expect(page.getByText('Not signed in')).toHaveCount(0);
});

for (const kind of ['drop', 'drop-midway', 'truncated', 'html-502', 'html-500'] as const) {
  test(`${kind} that passes is tried again by itself`, async ({ page, list, standin }) => {
    await page.clock.install();
    await list.open();
    await standin.faults({ kind, path: LIST, times: 1 });
    await stopTime(page);
    await list.refresh.click();
    await expect(page.getByText(/Trying again .*\(try 2 of \d\)/)).toBeVisible();
    await expect(list.links, 'the rows stay').toHaveCount(20);
    await page.clock.fastForward(1_000);
    await page.clock.resume();
    await list.hasRows();
    await expect(page.getByText('Trying again')).toHaveCount(0);
    await expect(list.alerts).toHaveCount(0);
  });
}

for (const { kind, retry_after, title } of [
  { kind: 'too-many', retry_after: 20, title: 'Too many requests' },
  { kind: 'starting', retry_after: 20, title: 'authentik is not ready yet' },
] as const) {
  test(`${kind} is waited for as long as it says, visibly`, async ({ page, list, standin }) => {
    await page.clock.install();
    await stopTime(page);
    await standin.faults({ kind, retry_after, path: LIST, times: 1 });
    await page.goto('/');
    const left = async () => Number(/in (\d+) seconds/.exec((await page.getByText(/Trying again/).textContent()) ?? '')?.[1]);
    await expect(page.getByText(title)).toHaveCount(1);
    expect(await left()).toBeGreaterThan(17);
    await page.clock.runFor(10_000);
    expect(await left()).toBeLessThanOrEqual(10);
    expect(await standin.requests(LIST), 'not before').toHaveLength(1);
    await page.clock.runFor(11_000);
    await page.clock.resume();
    await list.hasRows();
    expect(await standin.requests(LIST)).toHaveLength(2);
  });
}

test('a wait given as a moment is one, and can be cut short', async ({ page, list, standin }) => {
  const until = new Date(Date.now() + 100_000).toUTCString();
  await standin.faults({ kind: 'too-many', retry_after: until, path: LIST, times: 1 });
  await page.goto('/');
  await expect(page.getByText(/Trying again in (9\d|100) seconds/)).toBeVisible();
  await page.getByRole('button', { name: 'Try now' }).click();
  await list.hasRows();
  await expect(page.getByText('Trying again')).toHaveCount(0);
});

test('patience ends after a minute', async ({ page, list, standin }) => {
  await page.clock.install();
  await list.open();
  await standin.faults({ kind: 'delay', ms: 120_000, path: LIST });
  await list.headerButton('Expires').click();
  await expect(list.table).toHaveAttribute('aria-busy', 'true');
  await expect.poll(async () => (await standin.requests(LIST)).length).toBe(2);
  await page.clock.pauseAt(Date.now() + 30_000);
  await page.clock.fastForward(20_000);
  await expect(page.getByText('authentik is not responding in time')).toHaveCount(0);
  await page.clock.fastForward(15_000);
  await expect(page.getByText('authentik is not responding in time')).toHaveCount(1);
  await expect(page.getByText(/Trying again/)).toBeVisible();
  await expect.poll(async () => (await standin.requests(LIST)).at(1)?.abandoned).toBe(true);
  await standin.faults();
  await page.getByRole('button', { name: 'Try now' }).click();
  await page.clock.resume();
  await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
  await list.hasRows();
});

test('without a network the rows stay, and come anew when it is back', async ({ page, context, list }) => {
  await page.clock.install();
  await list.open();
  // The parts of the program that come later are there by then.
  await page.waitForLoadState('networkidle');
  await stopTime(page);
  await context.setOffline(true);
  await list.refresh.click();
  await expect(page.getByText('There was no answer')).toHaveCount(1);
  await expect(list.links).toHaveCount(20);
  await runOutOfTries(list, 5);
  await expect(list.alerts.getByRole('heading')).toHaveText('There was no answer');
  await expect(list.links, 'they answered this question a moment ago').toHaveCount(20);
  await context.setOffline(false);
  await list.alerts.getByRole('button', { name: 'Try again' }).click();
  await expect(list.alerts).toHaveCount(0);
  await list.hasRows();
});

test('rows never stay for another question that failed', async ({ list, standin }) => {
  await list.open();
  await standin.faults({ kind: 'conflict', path: LIST });
  await list.refresh.click();
  await expect(list.alerts).toHaveCount(1);
  await expect(list.links).toHaveCount(20);
  await list.headerButton('Expires').click();
  await expect(list.table).toBeHidden();
  await expect(list.alerts).toHaveCount(1);
});

for (const how of ['user', 'pk', 'null', 'text'] as const) {
  test(`a row that cannot be decoded (${how}) is one row marked as such`, async ({ page, list, standin }) => {
    await standin.faults({ kind: 'undecodable-row', pk: 9998, how });
    await list.open();
    const named = how === 'user' ? 'Token 9998 cannot be read.' : 'This token cannot be read.';
    await expect(list.table.getByText(named)).toBeVisible();
    await expect(list.links).toHaveCount(19);
    await expect(list.alerts).toHaveCount(0);
    await list.showsRange('1–20 of 10,000');
    await expect(page.getByText('not a user'), 'no value is shown: it may be a secret').toHaveCount(0);
  });
}

for (const odd of [{ levels: 130 }, { levels: 254 }, { how: 'digits' }, { how: 'infinite' }, { how: 'nan' }, { how: 'surrogate' }]) {
  test(`an attribute that readers of JSON refuse (${JSON.stringify(odd)}) costs no row and no drawer`, async ({ list, standin }) => {
    const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1 });
    await standin.faults({ kind: 'odd-attribute', user: 2, ...odd });
    await list.open();
    await expect(list.links).toHaveCount(20);
    await expect(list.alerts).toHaveCount(0);
    await list.link(pk).click();
    await expect(list.drawer.of(pk)).toHaveAttribute('aria-busy', 'false');
    await expect(list.drawer.fact('User', 'Attributes')).toContainText(/nested too deeply|shown as sent|half \ufffd/);
    await expect(list.drawer.section('Claims')).toBeVisible();
    await expect(list.alerts).toHaveCount(0);
  });
}

test('a row that authentik cannot render fails its page alone, in a sentence that says so', async ({ page, list, standin }) => {
  await page.clock.install();
  await stopTime(page);
  await standin.faults({ kind: 'broken-row', pk: 9998 });
  await page.goto('/');
  await runOutOfTries(list, 2);
  await showsOnce(list, 'authentik returned an error (500)');
  await expect(list.alerts).toContainText('Often it is one damaged token.');
  await list.open('/access-tokens?page=2');
});

test.describe('in German', () => {
  test.use({ locale: 'de-DE' });
  test('authentik’s own words come as it says them', async ({ page, list, standin }) => {
    await page.goto('/access-tokens?provider=999999');
    await expect(list.chip('Provider', '#999999')).toHaveAccessibleDescription(/^Bitte eine gültige Auswahl treffen\./);
    await standin.faults({ kind: 'forbidden', path: LIST });
    await page.goto('/');
    await expect(list.alerts).toContainText('Sie sind nicht berechtigt, diese Aktion durchzuführen.');
    await expect(list.alerts.getByRole('heading')).toHaveText('The request was refused');
  });
});
