import { CONSOLE_POLICY } from '../fixtures';
import { type TokenListPage, expect, test } from '../pages/test';

/** Everything that a person does here in a day. The harness notices violations and requests elsewhere. */
async function journey(list: TokenListPage, look: () => Promise<void>) {
  const { page } = list;
  await list.open('/');
  await look();
  await list.openMenu('Columns');
  await page.getByRole('checkbox', { name: 'Issued', exact: true }).uncheck();
  await page.keyboard.press('Escape');
  await page.getByText('Theme', { exact: true }).first().locator('..').click();
  await page.getByRole('radio', { name: 'Dark' }).check();
  await page.keyboard.press('Escape');
  await list.search.fill('mobile');
  await list.option(/^Mobile App/).click();
  await expect(list.chip('Provider', 'Mobile App (public)')).toBeVisible();
  await list.hasRows();
  await look();
  await list.chip('Provider', 'Mobile App (public)').click();
  await list.headerButton('Provider').click();
  await list.showsRange('1–20 of 10,000');
  await list.rowsPerPage.selectOption('100');
  await list.showsRange('1–100 of 10,000');
  await look();
  const [first = 0] = await list.pks();
  await list.link(first).click();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await list.drawer.unfold();
  await look();
  await list.drawer.next.click();
  await expect(list.drawer.of(first)).toHaveCount(0);
  await expect(list.drawer.section('Claims')).toBeVisible();
  await list.drawer.close.click();
  for (const kind of ['Refresh tokens', 'Authorization codes'] as const) {
    await list.tab(kind).click();
    await expect(page.getByRole('table', { name: kind })).toHaveAttribute('aria-busy', 'false');
    await look();
  }
}

test('the policy is the one that is documented, and the page has nothing inline', async ({ page }) => {
  const answer = await page.goto('/');
  const headers = answer?.headers() ?? {};
  expect(headers['content-security-policy']).toBe(CONSOLE_POLICY);
  expect(headers['x-content-type-options']).toBe('nosniff');
  expect(headers['referrer-policy']).toBe('same-origin');
  const html = (await answer?.text()) ?? '';
  expect(html.match(/<script\b[^>]*>/g)?.every((tag) => /\bsrc=/.test(tag))).toBe(true);
  expect(html).not.toMatch(/<style\b|\sstyle=|\son[a-z]+=|javascript:/i);
});

test('no secret is anywhere in the page, its storage or its address, and no policy is broken on the way', async ({ page, context, list, standin }) => {
  // Later releases may send more that is secret.
  await standin.faults({ kind: 'unknown-field' });
  const logged: string[] = [];
  page.on('console', (message) => logged.push(message.text()));
  let looks = 0;
  await journey(list, async () => {
    looks += 1;
    const all = await page.evaluate(() => ({
      html: document.documentElement.outerHTML,
      values: [...document.querySelectorAll('input, select')].map((field) => (field as HTMLInputElement).value),
      storage: [JSON.stringify(localStorage), JSON.stringify(sessionStorage), JSON.stringify(history.state)],
      address: [location.href, document.title, window.name],
    }));
    expect(JSON.stringify(all)).not.toContain('canary-');
    expect(JSON.stringify(await context.storageState({ indexedDB: true }))).not.toContain('canary-');
  });
  expect(looks).toBe(6);
  expect(logged).toEqual([]);
  const kept = await page.evaluate(async () => ({ local: Object.keys(localStorage).sort(), session: Object.keys(sessionStorage), caches: await caches.keys() }));
  expect(kept, 'what is remembered is what the person prefers').toEqual({
    local: ['tokenscope.columns', 'tokenscope.page_size', 'tokenscope.theme'],
    session: [],
    caches: [],
  });
});

test('Trusted Types are in force', async ({ page, list, problems }) => {
  await list.open();
  const refused = await page.evaluate(() => {
    try {
      document.createElement('div').innerHTML = '<b>markup</b>';
      return false;
    } catch (error) {
      return error instanceof TypeError;
    }
  });
  expect(refused).toBe(true);
  await expect.poll(() => problems.some((problem) => problem.includes('require-trusted-types-for'))).toBe(true);
  problems.splice(0); // on purpose
});

test('the API is asked by GET alone, of this origin, without a token in any address', async ({ page, list, standin }) => {
  const origins = new Set<string>();
  page.on('request', (request) => /^http/.test(request.url()) && origins.add(new URL(request.url()).origin));
  await journey(list, async () => {});
  expect([...origins]).toEqual([standin.url]);
  const asked = await standin.requests('/api/');
  expect(new Set(asked.map(({ method }) => method))).toEqual(new Set(['GET']));
  expect(asked.every(({ status, abandoned }) => status === 200 || abandoned)).toBe(true);
  expect(asked.map(({ query }) => query).join()).not.toMatch(/standin-|session|csrf|bearer/i);
});
