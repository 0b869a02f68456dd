import { expect, Listening, type Standin, test as base } from '../fixtures';
import { DeletionPage } from '../pages/deletion';
import { TokenListPage } from '../pages/token_list';

/** The console behind `tokenscope serve`, in front of the stand-in of the test; `serve()` starts one more. */
const test = base.extend<{ serve: (args?: string[], env?: NodeJS.ProcessEnv) => Promise<string> }>({
  serve: async ({ standin, page }, use) => {
    const started: Listening[] = [];
    await use(async (args = [], env = {}) => {
      const proxy = await Listening.start('TOKENSCOPE_SERVE', ['--backend', standin.url, ...args], env);
      started.push(proxy);
      return proxy.url;
    });
    // The page goes before what it still asks for.
    await page.close();
    await Promise.all(started.map((proxy) => proxy.stop()));
  },
});

const me = '/api/v3/core/users/me/';
const tokens = '/api/v3/oauth2/access_tokens/';

/** The last request of this test for the path, as the stand-in saw it. */
async function lastSeen(standin: Standin, path: string) {
  return (await standin.requests(path)).at(-1);
}

test('a person signs in, lists and deletes through the proxy', async ({ page, serve, standin }) => {
  const url = await serve();
  await page.goto(`${url}/icon.svg`);
  expect(await page.evaluate(async (me) => (await fetch(me)).status, me), 'nobody yet').toBe(403);

  await standin.signIn('superuser'); // cookies know no ports, so they go to the proxy as well
  const listed = await page.evaluate(async (tokens) => {
    const answer = await fetch(`${tokens}?ordering=-pk&page_size=10`);
    const { results } = (await answer.json()) as { results: { pk: number }[] };
    return results.map(({ pk }) => pk);
  }, tokens);
  expect(listed).toHaveLength(10);

  const remove = (csrf: boolean) =>
    page.evaluate(
      async ({ path, csrf }) => {
        const cookie = /authentik_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
        const headers: Record<string, string> = csrf ? { 'X-authentik-CSRF': cookie } : {};
        return (await fetch(path, { method: 'DELETE', headers })).status;
      },
      { path: `${tokens}${listed[0]}/`, csrf },
    );
  expect(await remove(false), 'the CSRF check is in force').toBe(403);
  expect(await remove(true), 'and passes: Host and Origin changed together').toBe(204);
  expect(await lastSeen(standin, tokens)).toMatchObject({ method: 'DELETE', status: 204, who: 'superuser' });
});

test('a token acts in place of the browser, and stays out of it', async ({ page, serve, standin }) => {
  const url = await serve(['--token-env', 'TOKENSCOPE_TEST_TOKEN'], { TOKENSCOPE_TEST_TOKEN: 'standin-member' });
  await page.goto(`${url}/icon.svg`);
  const answer = await page.evaluate(async (me) => {
    const answer = await fetch(me);
    return { text: await answer.text(), headers: [...answer.headers], cookies: document.cookie };
  }, me);
  expect(JSON.stringify(answer)).not.toContain('standin-member');
  expect(answer.cookies).toBe('');
  expect(await lastSeen(standin, me)).toMatchObject({ status: 200, who: 'member' });
});

test('a token that is none any more is called that, and nobody is sent to sign in', async ({ page, serve }) => {
  const list = new TokenListPage(page);
  await page.goto(await serve(['--token-env', 'TOKENSCOPE_TEST_TOKEN'], { TOKENSCOPE_TEST_TOKEN: 'standin-nobody' }));
  await expect(list.alerts).toContainText('authentik does not accept the API token');
  await expect(list.alerts).toContainText('--token-env');
  await expect(page.getByRole('banner')).toContainText('API token refused');
  await expect(page.getByRole('link', { name: /sign(ed)? in/i })).toHaveCount(0);
});

test('a right that the token’s user lacks is no matter of cookies', async ({ page, serve }) => {
  const list = new TokenListPage(page);
  const deletion = new DeletionPage(page);
  await page.goto(await serve(['--token-env', 'TOKENSCOPE_TEST_TOKEN'], { TOKENSCOPE_TEST_TOKEN: 'standin-member' }));
  await list.hasRows();
  const [pk = 0] = await list.pks();
  await deletion.choose([pk]);
  await deletion.go();
  await deletion.finished();
  await expect(deletion.line(`Access token ${pk}`)).toContainText('You are not allowed to delete this');
});

test('another page on this machine cannot use the token', async ({ page, serve, standin }) => {
  const url = await serve(['--token-env', 'TOKENSCOPE_TEST_TOKEN'], { TOKENSCOPE_TEST_TOKEN: 'standin-superuser' });
  await page.goto(`${standin.url}/standin/healthz`); // another origin
  await standin.forgetRequests();
  await page.evaluate((url) => fetch(url, { mode: 'no-cors' }).catch(() => null), `${url}${tokens}`);
  expect(await standin.requests(tokens)).toEqual([]);
});

test('the page of the console comes with its own policy', async ({ request, serve }) => {
  const url = await serve();
  const answer = await request.get(`${url}/access-tokens/4711`, { headers: { Accept: 'text/html' } });
  expect(answer.headers()['content-security-policy']).toContain("default-src 'none'");
  const elsewhere = await request.get(`${url}/`, { headers: { Host: 'evil.example' } });
  expect(elsewhere.status()).toBe(403);
});

test('the console leads through the proxy to the sign-in, and back', async ({ page, serve }) => {
  const list = new TokenListPage(page);
  await page.goto(`${await serve()}/access-tokens?page=2`);
  await list.alerts.getByRole('link', { name: 'Sign in' }).click();
  await page.getByRole('button', { name: /superuser/i }).first().click();
  await expect(page).toHaveURL(/access-tokens\?page=2$/);
  await expect(list.table.getByRole('row')).toHaveCount(21);
});
