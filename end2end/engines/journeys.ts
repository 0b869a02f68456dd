import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { after, afterEach, before, beforeEach, describe, test } from 'node:test';
import { Listening } from '../standin';
import { firefox } from './firefox';
import { type Browser, Screen } from './screen';
import { webkit } from './webkit';

/**
 * The main ways through the console in engines other than Chromium: `cargo xtask test browser --engine firefox`. They are few,
 * and wait for long; what there is besides is tried in Chromium.
 */

const LIST = '/api/v3/oauth2/access_tokens/';
/** Few enough to be read at once, and more than the tests step through. */
const TOKENS = 600;
const engine = process.env.TOKENSCOPE_ENGINE ?? '';

let standin: Listening;
let browser: Browser;
let screen: Screen;
const home = mkdtempSync(join(tmpdir(), 'tokenscope-engine-'));

async function started(): Promise<Browser> {
  const program = process.env.TOKENSCOPE_ENGINE_PROGRAM ?? '';
  if (engine === 'firefox') return firefox(program, process.env.TOKENSCOPE_ENGINE_LIBRARIES, home);
  if (engine === 'webkit') return webkit(program, home);
  throw new Error(`TOKENSCOPE_ENGINE is ${engine}: run \`cargo xtask test browser --engine firefox\``);
}

/** What authentik says of it. */
async function authentik(path: string): Promise<Response> {
  const headers = { Authorization: 'Bearer standin-superuser', Accept: 'application/json' };
  return fetch(standin.url + path, { headers });
}

/** The list's numbers, top to bottom. */
async function pks(): Promise<number[]> {
  return (await screen.all('link', /^Access token \d+$/)).map(({ text }) => Number(text.replace(/\D/gu, '')));
}

const box = (pk: number) => `Select token ${pk}`;
const shows = (range: string) => screen.sees('navigation', 'Pagination', ({ text }) => text.includes(range));
const rows = () => screen.until('rows', async () => (await screen.all('table', 'Access tokens')).some(({ busy }) => !busy) && (await pks()).length > 0);
const narrowed = () =>
  screen.sees('navigation', 'Pagination', ({ text }) => {
    const count = Number(/ of (\d+)/u.exec(text)?.[1]);
    return count > 0 && count < TOKENS;
  });
const hasFocus = (pk: number) => screen.sees('link', `Access token ${pk}`, ({ focused }) => focused);

/** Opens the list; resolves once a row can be deleted, so that all parts of the program are there. */
async function open(path = '/access-tokens'): Promise<number[]> {
  await screen.open(path);
  await rows();
  await screen.until('all parts of the program', () => screen.evaluate('document.querySelector(".cell-tools button") !== null'));
  return pks();
}

/** No journey is begun after that: what there was no time for is skipped, and counted so. */
const seconds = Number(process.env.TOKENSCOPE_ENGINE_SECONDS ?? 600);

function journey(name: string, go: () => Promise<void>) {
  test(name, { timeout: 240_000 }, async (context) => {
    if (performance.now() > seconds * 1000) return context.skip('no time was left');
    await go();
  });
}

describe(`in ${engine}`, () => {
  before(async () => {
    standin = await Listening.start('TOKENSCOPE_STANDIN', ['--tokens', String(TOKENS), '--also', `/guest/=${join(process.cwd(), 'guest')}`]);
    // Once more where a machine is too busy for a browser to start in time.
    browser = await started().catch(started);
    screen = new Screen(browser, standin.url);
  });

  beforeEach(async () => {
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const reset = { method: 'POST', headers, body: JSON.stringify({ tokens: TOKENS }), redirect: 'manual' } as const;
    const { status } = await fetch(`${standin.url}/standin/reset`, reset);
    assert.ok(status < 400, `the stand-in was not reset: ${status}`);
  });

  afterEach(async () => {
    assert.deepEqual(await screen.problems(), [], 'what no page may do');
  });

  after(async () => {
    // How an engine fails to shut down does not concern the console.
    await browser?.close().catch(() => {});
    await standin?.stop();
    try {
      rmSync(home, { recursive: true, force: true, maxRetries: 5 });
    } catch {
      // It may still be writing there.
    }
  });

  journey('the list loads, is sorted, is paged, and is narrowed by a search', async () => {
    const newest = await open();
    await shows(`1–20 of ${TOKENS}`);
    await screen.click('button', 'Next page');
    await shows(`21–40 of ${TOKENS}`);
    await screen.click('button', /^Expires/);
    await screen.sees('columnheader', /^Expires/, ({ sort }) => sort === 'ascending');
    await screen.until('another order', async () => (await pks()).some((pk) => !newest.includes(pk)));
    await screen.focus('textbox', 'Search tokens');
    await screen.press(...'grafana', 'Enter');
    await screen.until('the address says so', async () => (await screen.address()).includes('search=grafana'));
    await narrowed();
  });

  journey('a token opens and closes by the keyboard, and the focus comes back', async () => {
    const [first = 0, second = 0] = await open();
    await screen.focus('link', `Access token ${first}`);
    await screen.press('Enter');
    await screen.sees('dialog', `Access token ${first}`);
    await screen.press('Escape');
    await screen.seesNo('dialog', /^Access token/);
    await hasFocus(first);
    await screen.press('Enter');
    await screen.sees('dialog', `Access token ${first}`);
    await screen.blurs();
    await screen.press('j');
    await screen.sees('dialog', `Access token ${second}`);
    await screen.blurs();
    await screen.press('k');
    await screen.sees('dialog', `Access token ${first}`);
    await screen.blurs();
    await screen.press('/');
    await screen.sees('textbox', 'Search tokens', ({ focused, value }) => focused && value === '');
  });

  journey('tokens are selected by click, with Shift, and by Shift and the space bar', async () => {
    const [first = 0, , third = 0, , fifth = 0] = await open();
    const selected = (count: number) => screen.sees('group', 'Selection', ({ text }) => text.startsWith(`${count} selected`));
    await screen.click('checkbox', box(first));
    await selected(1);
    await screen.click('checkbox', box(third), true);
    await selected(3);
    await screen.focus('checkbox', box(fifth));
    await screen.pressWithShift(' ');
    await selected(5);
    await screen.sees('checkbox', box(fifth), ({ checked, focused }) => checked && focused);
  });

  journey('a token is deleted, and the receipt says so', async () => {
    const [pk = 0] = await open();
    await screen.click('link', `Access token ${pk}`);
    await screen.sees('dialog', `Access token ${pk}`);
    await screen.click('button', 'Delete');
    await screen.click('button', 'Delete this token…');
    await screen.sees('dialog', 'Delete access token');
    await screen.click('button', 'Delete access token');
    await screen.sees('dialog', 'Receipt: 1 access token', ({ text }) => text.includes(`Access token ${pk}`) && text.includes('Deleted'));
    assert.equal((await authentik(`${LIST}${pk}/`)).status, 404);
    await screen.click('button', 'Done');
    await screen.seesNo('link', `Access token ${pk}`);
  });

  journey('all tokens are read, and a search narrows them', async () => {
    await open();
    await screen.click('button', 'Load all tokens');
    await screen.sees('region', 'Catalog', ({ text }) => text.includes(`All ${TOKENS} access tokens loaded at`));
    await shows(`of ${TOKENS}`);
    await screen.focus('textbox', 'Search tokens');
    await screen.press(...'grafana', 'Enter');
    await narrowed();
  });

  journey('holding J for 150 steps leads as far as there are rows', async () => {
    const all = await open('/access-tokens?page_size=100');
    const [first = 0, last = 0] = [all[0], all.at(-1)];
    await screen.focus('link', `Access token ${first}`);
    await screen.press('Enter');
    await screen.sees('dialog', `Access token ${first}`);
    await screen.hold('j', 150);
    await screen.sees('dialog', `Access token ${last}`);
    await screen.press('k');
    await screen.sees('dialog', `Access token ${all.at(-2)}`);
    await screen.until('the address follows', async () => (await screen.address()) === `/access-tokens/${all.at(-2)}?page_size=100`);
  });

  journey('a guest shows rows within its own root', async () => {
    await screen.open('/guest/element.html');
    await screen.evaluate("void import('/tokenscope-element.js')");
    await screen.sees('table', 'Refresh tokens', ({ busy }) => !busy);
    await screen.sees('link', /^Refresh token \d+$/);
    const outside = await screen.evaluate("document.querySelectorAll('tr').length");
    assert.equal(outside, 0, 'rows outside of the root');
  });
});
