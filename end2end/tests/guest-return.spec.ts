import { DeletionPage, type Standin, deletes } from '../pages/deletion';
import { type HostPage, expect, test } from '../pages/host';

/** What becomes of an element that is taken out of the page: while it starts, while it is open, while it deletes. */

const define = (host: HostPage) => host.page.evaluate(async () => void (await import('/tokenscope-element.js' as string)));

/** Takes the element out, and remembers it. */
const takeOut = (host: HostPage) =>
  host.page.evaluate(() => {
    const element = document.querySelector('token-scope') as Element;
    Object.assign(window, { taken: element });
    element.remove();
  });

const putBack = (host: HostPage, kind?: string) =>
  host.page.evaluate((kind) => {
    const { taken } = window as unknown as { taken: Element };
    if (kind) taken.setAttribute('kind', kind);
    document.getElementById('other')?.append(taken);
  }, kind);

test.beforeEach(async ({ host }) => host.open('element'));

test('an element that is put back is where it was, with the token that was open', async ({ host, page }) => {
  await define(host);
  await page.getByRole('button', { name: 'Next page' }).click();
  const link = page.getByRole('link', { name: /^Refresh token \d/ }).first();
  await expect(page.getByRole('navigation', { name: 'Pagination' })).toContainText('21–40 of 2,000');
  const name = (await link.getAttribute('aria-label')) ?? '';
  await link.click();
  await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();

  await takeOut(host);
  await expect(page.getByRole('table')).toHaveCount(0);
  await putBack(host);
  await expect(page.getByRole('dialog', { name, exact: true })).toBeVisible();
  await expect(page.getByRole('navigation', { name: 'Pagination' })).toContainText('21–40 of 2,000');

  await takeOut(host);
  await expect.poll(() => page.evaluate(() => (window as unknown as { taken: Element }).taken.shadowRoot?.querySelector('.console'))).toBeNull();
  await putBack(host, 'authorization-codes');
  await expect(page.getByRole('table', { name: 'Authorization codes' })).toBeVisible();
});

for (const [how, delay] of [
  ['at once', null],
  ['a moment later each time', 0],
  ['a few moments later each time', 5],
] as const) {
  for (const slow of [false, true]) {
    test(`taken out and put back while it starts, ${how}${slow ? ', on a slow line' : ''}, it starts once`, async ({ host, page }) => {
      let arrive = () => {};
      const arrives = new Promise<void>((done) => (arrive = done));
      if (slow) {
        await page.route('**/tokenscope_bg.wasm', async (route) => {
          await arrives;
          await route.continue();
        });
      }
      const failed: string[] = [];
      page.on('pageerror', (error) => failed.push(error.message));
      await define(host);
      await page.evaluate(async (delay) => {
        const moment = () => (delay === null ? Promise.resolve() : new Promise((over) => setTimeout(over, delay)));
        const element = document.createElement('token-scope');
        const place = document.getElementById('other');
        for (let time = 0; time < 3; time += 1) {
          place?.append(element);
          await moment();
          element.remove();
          await moment();
        }
        place?.append(element);
      }, delay);
      arrive();
      await expect(page.getByRole('table', { name: 'Access tokens' })).toHaveAttribute('aria-busy', 'false');
      expect(failed).toEqual([]);
    });
  }
}

const links = (host: HostPage) => host.page.getByRole('link', { name: /^Refresh token \d/ });

/** Has what the list shows deleted, slowly; gives the numbers. Returns when the first one is deleted. */
async function deleting(host: HostPage, standin: Standin): Promise<number[]> {
  await expect(links(host)).toHaveCount(20);
  const pks = (await links(host).allTextContents()).map(Number);
  await standin.faults({ kind: 'delay', method: 'DELETE', path: '/api/v3/oauth2/refresh_tokens/', ms: 700 });
  const deletion = new DeletionPage(host.page);
  await deletion.choose(pks);
  await deletion.go();
  const answered = async () => [...(await deletes(standin)).values()].flat().filter(({ status }) => status === 204).length;
  await expect.poll(answered).toBeGreaterThan(0);
  return pks;
}

/** The host is told once, of exactly what is gone, and more was not asked for; gives how many that are. */
async function toldOf(pks: number[], host: HostPage, standin: Standin): Promise<number> {
  const { tokens, counts } = await host.isTold('ended');
  const gone = (tokens as { pk: number }[]).map(({ pk }) => pk).toSorted();
  expect(gone, 'what was asked for is told as it went').toEqual([...(await deletes(standin)).keys()].toSorted());
  expect(gone.length).toBeLessThan(pks.length);
  expect(counts).toMatchObject({ deleted: gone.length, failed: 0, notTried: pks.length - gone.length });
  for (const pk of pks) {
    const answer = await host.page.request.get(`${standin.url}/api/v3/oauth2/refresh_tokens/${pk}/`);
    expect(answer.status(), `${pk}`).toBe(gone.includes(pk) ? 404 : 200);
  }
  expect(await host.told('ended')).toHaveLength(1);
  return gone.length;
}

const isModal = (deletion: DeletionPage) => expect.poll(() => deletion.dialog.evaluate((dialog) => dialog.matches(':modal'))).toBe(true);

test.describe('while it deletes', () => {
  test.beforeEach(async ({ host, standin }) => {
    await standin.reset({ tokens: 200 });
    await host.open('element');
  });

  test('an element that is moved goes on', async ({ host, page, standin }) => {
    await define(host);
    const pks = await deleting(host, standin);
    await page.evaluate(() => document.getElementById('other')?.append(document.querySelector('token-scope') as Element));
    const deletion = new DeletionPage(page);
    await isModal(deletion);
    await deletion.finished();
    expect(await deletion.counts()).toEqual({ Deleted: pks.length });
    expect(await host.told('ready')).toHaveLength(1);
  });

  test('an element that is taken out begins nothing further, tells the host, and shows the receipt when it is put back', async ({ host, page, standin }) => {
    await define(host);
    const pks = await deleting(host, standin);
    await takeOut(host);
    const gone = await toldOf(pks, host, standin);
    await putBack(host);
    const deletion = new DeletionPage(page);
    await deletion.finished();
    await isModal(deletion);
    expect(await deletion.counts()).toEqual({ Deleted: gone, 'Not tried': pks.length - gone });
    expect(await host.told('ready')).toHaveLength(1);
    await deletion.button(/^Delete the/).click();
    await deletion.finished();
    expect(await deletion.counts()).toEqual({ Deleted: pks.length });
  });

  test('an element that is put back before that has come to its end shows it', async ({ host, page, standin }) => {
    await define(host);
    await deleting(host, standin);
    await takeOut(host);
    await putBack(host);
    const deletion = new DeletionPage(page);
    await isModal(deletion);
    await deletion.finished();
    const { counts } = await host.isTold('ended');
    expect((await deletion.counts()).Deleted).toBe((counts as { deleted: number }).deleted);
    expect(await host.told('ready')).toHaveLength(1);
  });

  test('the receipt of an element that stays out is kept for ten minutes', async ({ host, page, standin }) => {
    await page.clock.install();
    await host.open('element');
    await define(host);
    await deleting(host, standin);
    await takeOut(host);
    await host.isTold('ended');
    const console = () => page.evaluate(() => (window as unknown as { taken: Element }).taken.shadowRoot?.querySelector('.console') ?? null);
    await page.clock.fastForward(590_000);
    expect(await console()).not.toBeNull();
    await page.clock.fastForward(20_000);
    await expect.poll(console).toBeNull();
    await putBack(host);
    await expect(page.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');
  });

  test('a console that is ended begins nothing further, and tells the host', async ({ host, page, standin }) => {
    await host.open();
    await host.mount({ kind: 'refresh-tokens' });
    const pks = await deleting(host, standin);
    await host.unmount();
    await expect(page.getByRole('table')).toHaveCount(0);
    await toldOf(pks, host, standin);
    await host.mount({ kind: 'refresh-tokens' });
    await expect(links(host)).toHaveCount(20);
  });

  test('a console that an option starts anew tells the host', async ({ host, standin }) => {
    await host.open();
    await host.mount({ kind: 'refresh-tokens' });
    const pks = await deleting(host, standin);
    await host.update({ lang: 'de' });
    await toldOf(pks, host, standin);
    await expect(links(host)).toHaveCount(20);
  });

  test.describe('and gets another authentik', () => {
    test.use({ allowedProblems: [/Failed to load resource/] });

    test('what is still open is asked of the one before', async ({ host, page }) => {
      const asked: string[] = [];
      let arrive = () => {};
      const arrives = new Promise<void>((done) => (arrive = done));
      await page.route('**/refresh_tokens/*/', async (route) => {
        asked.push(`${route.request().method()} ${new URL(route.request().url()).pathname}`);
        if (route.request().method() !== 'DELETE') return route.continue();
        await arrives;
        return route.abort();
      });
      await host.open();
      await host.mount({ kind: 'refresh-tokens' });
      await expect(links(host)).toHaveCount(20);
      const [pk = 0] = (await links(host).allTextContents()).map(Number);
      const deletion = new DeletionPage(page);
      await deletion.choose([pk]);
      await deletion.go();
      await expect.poll(() => asked.length).toBe(1);
      await host.update({ baseUrl: '/elsewhere/' });
      arrive();
      const { counts } = await host.isTold('ended');
      expect(counts).toMatchObject({ deleted: 0, alreadyGone: 0 });
      expect(asked).toContain(`GET /api/v3/oauth2/refresh_tokens/${pk}/`);
      expect(asked.filter((it) => it.includes('elsewhere'))).toEqual([]);
    });
  });
});
