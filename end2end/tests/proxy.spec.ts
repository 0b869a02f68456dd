import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Response } from '@playwright/test';
import { CONSOLE_POLICY, expect, test as base } from '../fixtures';
import { LIST } from '../pages/authentik';
import { TokenListPage } from '../pages/token_list';
import { Proxy } from '../proxies';

/** Tokenscope below /tokens/ on authentik's own origin, behind the proxies that docs/operator.md configures. */

const docs = join(__dirname, '../../docs/proxy');
const STARTS = { nginx: Proxy.nginx, Caddy: Proxy.caddy };
type Name = keyof typeof STARTS;

const test = base.extend<{ frontName: Name; front: Proxy; list: TokenListPage }>({
  frontName: ['nginx', { option: true }],
  front: async ({ standinProcess, frontName }, use) => {
    const front = await STARTS[frontName](standinProcess.url);
    await use(front);
    await front.stop();
  },
  baseURL: async ({ front }, use) => use(front.url),
  ignoreHTTPSErrors: true,
  list: async ({ page }, use) => use(new TokenListPage(page)),
});

/** What the browser was sent for each path, the last answer each. */
function answers(list: TokenListPage): Map<string, Response> {
  const answers = new Map<string, Response>();
  list.page.on('response', (answer) => answers.set(new URL(answer.url()).pathname, answer));
  return answers;
}

for (const name of ['nginx', 'Caddy'] as const) {
  test.describe(name, () => {
    test.use({ frontName: name });
    test.skip(name === 'Caddy' && !process.env.TOKENSCOPE_CADDY, 'there is no Caddy on this machine');

    test('a person signs in, sorts, reloads a deep address, goes back, and ends a token', async ({ page, list, standin }) => {
      await page.goto('/tokens/access-tokens?page=2');
      await list.alerts.getByRole('link', { name: 'Sign in' }).click();
      await page.getByRole('button', { name: /superuser/i }).first().click();
      await expect(page).toHaveURL(/\/tokens\/access-tokens\?page=2$/);
      await list.hasRows();
      await list.showsRange('21–40 of 10,000');

      await list.headerButton('Expires').click();
      await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
      await list.hasRows();
      const [pk = 0] = await list.pks();
      await list.link(pk).click();
      await expect(list.drawer.of(pk)).toBeVisible();
      await expect(page).toHaveURL(new RegExp(`/tokens/access-tokens/${pk}\\?ordering=`));
      await page.reload();
      await expect(list.drawer.of(pk)).toBeVisible();
      await page.goBack();
      await expect(list.drawer.of(pk)).toBeHidden();
      await list.hasRows();

      const end = (csrf: boolean) =>
        page.evaluate(
          async ({ path, csrf }) => {
            const cookie = /authentik_csrf=([^;]+)/.exec(document.cookie)?.[1] ?? '';
            const headers: Record<string, string> = csrf ? { 'X-authentik-CSRF': cookie } : {};
            return (await fetch(path, { method: 'DELETE', headers })).status;
          },
          { path: `${LIST}${pk}/`, csrf },
        );
      expect(await end(false), 'the CSRF check is in force').toBe(403);
      expect(await end(true), 'and passes: Host, Origin and X-Forwarded-Proto agree').toBe(204);
      const seen = (await standin.requests(LIST)).at(-1);
      expect(seen).toMatchObject({ method: 'DELETE', status: 204, who: 'superuser' });
    });

    test('the page comes with its policy, and authentik with its own headers', async ({ request }) => {
      for (const path of ['/tokens/', '/tokens/index.html', '/tokens/access-tokens/4711?page=2', '/tokens/refresh-tokens']) {
        const answer = await request.get(path);
        expect(answer.status(), path).toBe(200);
        expect(await answer.text()).toContain('<title>');
        expect(answer.headers(), path).toMatchObject({
          'content-security-policy': CONSOLE_POLICY,
          'x-content-type-options': 'nosniff',
          'referrer-policy': 'same-origin',
          'cache-control': 'no-cache',
          'content-type': expect.stringContaining('text/html'),
        });
      }
      const of = async (path: string) => {
        const answer = await request.get(path);
        return { status: answer.status(), ...answer.headers() } as Record<string, unknown>;
      };
      expect(await of('/tokens/tokenscope.js')).toMatchObject({ status: 200, 'cache-control': 'no-cache' });
      expect(await of('/tokens/tokenscope.js')).not.toHaveProperty('content-security-policy');
      expect(await of('/tokens/no-such-file.js'), 'not the page').toMatchObject({ status: 404 });
      const authentik = await of('/api/v3/core/users/me/');
      expect(authentik).toMatchObject({ status: 403, 'x-authentik-id': expect.stringMatching(/./) });
      expect(authentik).not.toHaveProperty('content-security-policy');
      expect(await of('/standin/healthz'), 'all else is authentik’s').toMatchObject({ status: 200 });
    });

    test('the files come compressed as they were built, and are asked about by their ETag', async ({ request }) => {
      const types = { 'index.html': 'text/html', 'tokenscope.js': 'javascript', 'tokenscope.css': 'text/css', 'tokenscope_bg.wasm': 'application/wasm' };
      for (const [file, type] of Object.entries(types)) {
        for (const [accepted, extension] of [['br, gzip', '.br'], ['gzip', '.gz'], ['identity', '']] as const) {
          const path = file === 'index.html' ? '/tokens/access-tokens' : `/tokens/${file}`;
          const headers = { 'Accept-Encoding': accepted };
          const answer = await request.get(path, { headers });
          const encoding = { '.br': 'br', '.gz': 'gzip', '': undefined }[extension];
          expect(answer.headers()['content-encoding'], `${file} ${accepted}`).toBe(encoding);
          expect(answer.headers()['vary'] ?? '', file).toMatch(/accept-encoding/i);
          expect(answer.headers()['content-type']).toContain(type);
          const built = readFileSync(join(process.env.TOKENSCOPE_DIST_BELOW_TOKENS ?? '', file));
          expect(built.equals(await answer.body()), `${file} as it was built`).toBe(true);
          const etag = answer.headers()['etag'] ?? '';
          expect(etag).not.toBe('');
          const again = await request.get(path, { headers: { ...headers, 'If-None-Match': etag } });
          expect(again.status(), `${file} ${accepted}`).toBe(304);
        }
      }
    });

    test('the address without its slash and plain HTTP lead to the right one', async ({ request, front }) => {
      const leads = async (url: string) => {
        const answer = await request.get(url, { maxRedirects: 0 });
        const location = new URL(answer.headers()['location'] ?? '', url);
        return [answer.status(), location.pathname + location.search, location.protocol];
      };
      expect(await leads(`${front.url}/tokens`)).toEqual([308, '/tokens/', 'https:']);
      expect(await leads(`${front.plainUrl}/tokens/access-tokens?page=2`)).toEqual([308, '/tokens/access-tokens?page=2', 'https:']);
    });
  });
}

test('nginx notes authentik’s request id beside its own time', async ({ request, front }) => {
  const answer = await request.get('/api/v3/core/users/me/');
  const id = answer.headers()['x-authentik-id'] ?? '';
  expect(id).not.toBe('');
  await expect.poll(() => front.log()).toMatch(new RegExp(`GET /api/v3/core/users/me/ .* 403 .* ${id}$`, 'm'));
});

test.describe('the container', () => {
  test('serves the files, and nothing else', async ({ request }) => {
    const container = await Proxy.container();
    const page = await request.get(`${container.url}/tokens/access-tokens/4711`);
    expect(page.headers()['content-security-policy']).toBe(CONSOLE_POLICY);
    const wasm = await request.get(`${container.url}/tokens/tokenscope_bg.wasm`, { headers: { 'Accept-Encoding': 'br' } });
    expect(wasm.headers()).toMatchObject({ 'content-encoding': 'br', 'content-type': 'application/wasm' });
    expect((await request.get(`${container.url}/api/v3/core/users/me/`)).status()).toBe(404);
    await container.stop();
  });

  test('gives a second visit the browser’s own copy of the files', async ({ page, list }) => {
    const container = await Proxy.container();
    await page.goto(`${container.url}/tokens/`);
    await expect(list.alerts.first()).toBeVisible(); // nobody answers the API here
    const seen = answers(list);
    await page.goto(`${container.url}/tokens/access-tokens`);
    await expect(list.alerts.first()).toBeVisible();
    for (const path of ['tokenscope.css', 'tokenscope_bg.wasm'].map((name) => `/tokens/${name}`)) {
      const answer = seen.get(path);
      expect(await answer?.headerValue('cache-control'), path).toBe('no-cache');
      const bytes = (await answer?.request().sizes())?.responseBodySize;
      expect(bytes, `${path}, but for what a 304 takes`).toBeLessThan(1000);
    }
    // The page goes before what it still asks for.
    await page.close();
    await container.stop();
  });

  test('is made of files that are there, and writes nowhere but below /tmp', () => {
    const recipe = readFileSync(join(docs, 'Containerfile'), 'utf8');
    const copied = [...recipe.matchAll(/^COPY (?!--from)(\S+) /gm)].map(([, source]) => source ?? '');
    expect(copied).toContain('docs/proxy/container.conf');
    for (const source of copied) expect(() => readFileSync(join(docs, '../..', source)), source).not.toThrow(/ENOENT/);
    const config = readFileSync(join(docs, 'container.conf'), 'utf8');
    const written = [...config.matchAll(/^\s*(?:pid|\w+_temp_path|access_log)\s+(\S+);/gm)].map(([, path]) => path ?? '');
    expect(written).toHaveLength(7);
    for (const path of written) expect(path).toMatch(/^(\/tmp\/|\/dev\/stdout$)/);
  });
});
