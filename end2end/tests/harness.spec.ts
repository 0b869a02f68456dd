import { axe, expect, test } from '../fixtures';

test.describe('the page that is served', () => {
  test('answers with a strict policy, and to addresses inside the console as well', async ({ request }) => {
    const headers = { Accept: 'text/html' };
    for (const path of ['/', '/access-tokens', '/access-tokens/4711?page=2', '/refresh-tokens', '/authorization-codes/1']) {
      const answer = await request.get(path, { headers });
      expect(answer.status(), path).toBe(200);
      expect(answer.headers()['content-security-policy']).toContain("require-trusted-types-for 'script'");
      expect(answer.headers()['x-content-type-options']).toBe('nosniff');
      expect(await answer.text()).toContain('<title>');
    }
    expect((await request.get('/api/v3/nothing/', { headers })).status()).toBe(404);
  });

  test('is asked about again with its ETag, and answers that nothing changed', async ({ request }) => {
    const first = await request.get('/tokenscope_bg.wasm');
    expect(first.headers()['content-type']).toBe('application/wasm');
    expect(first.headers()['cache-control']).toBe('no-cache');
    const again = await request.get('/tokenscope_bg.wasm', { headers: { 'If-None-Match': first.headers()['etag'] ?? '' } });
    expect(again.status()).toBe(304);
  });

  test('comes compressed with brotli', async ({ page }) => {
    const answers = new Map<string, string | undefined>();
    page.on('response', (answer) => answers.set(new URL(answer.url()).pathname, answer.headers()['content-encoding']));
    await page.goto('/');
    await expect.poll(() => [...answers.keys()]).toContain('/tokenscope_bg.wasm');
    for (const [path, encoding] of answers) {
      if (/\.(js|css|wasm)$|^\/$/.test(path)) expect(encoding, path).toBe('br');
    }
  });
});

test.describe('the stand-in of a test', () => {
  test('knows who is there', async ({ page, standin }) => {
    const me = () => page.evaluate(async () => (await fetch('/api/v3/core/users/me/')).status);
    await page.goto('/');
    expect(await standin.state(), 'a fresh browser').toMatchObject({ who: 'superuser' });
    await page.goto('/standin/');
    await standin.signIn('member');
    expect(await standin.state()).toMatchObject({ who: 'member' });
    expect(await me()).toBe(200);
    await standin.signOut();
    expect(await me()).toBe(403);
  });

  test('keeps the requests, makes faults and changes rows', async ({ page, standin }) => {
    await standin.signIn('superuser');
    await page.goto('/standin/');
    await standin.forgetRequests();
    await standin.faults({ kind: 'html-502', path: '/api/v3/oauth2/access_tokens/', times: 1 });
    const list = '/api/v3/oauth2/access_tokens/';
    const ask = () => page.evaluate(async (list) => (await fetch(list)).status, list);
    expect([await ask(), await ask()]).toEqual([502, 200]);
    const seen = await standin.requests(list);
    expect(seen.map(({ method, status, who }) => [method, status, who])).toEqual([
      ['GET', 502, null],
      ['GET', 200, 'superuser'],
    ]);
    const [pk] = await standin.change({ action: 'add', user: 1, provider: 1 });
    expect(await page.evaluate(async (url) => (await fetch(url)).status, `${list}${pk}/`)).toBe(200);
    await standin.reset({ tokens: 7 });
    expect(await standin.state()).toMatchObject({ access_tokens: 7, faults: 0 });
  });

  test('has somebody to lock out, and signs a browser out whose session is deleted', async ({ page, standin, request }) => {
    const as = (person: string) => ({ headers: { Authorization: `Bearer standin-${person}` } });
    const sessions = '/api/v3/core/authenticated_sessions/';
    const ada = await standin.victim();
    await standin.signInAs(ada.pk);
    await page.goto('/standin/');
    await expect(page.getByText('You are signed in as ada.novak (Ada Novak).')).toBeVisible();
    const me = () => page.evaluate(async () => (await fetch('/api/v3/core/users/me/')).status);
    expect(await me()).toBe(200);
    const listed = await request.get(`${sessions}?user__username=${ada.username}`, as('auditor'));
    const { results } = (await listed.json()) as { results: { uuid: string }[] };
    const browsers = results.map(({ uuid }) => uuid).filter((uuid) => !ada.authenticated_sessions.includes(uuid));
    expect(browsers, 'one more than was prepared').toHaveLength(1);
    expect((await request.delete(`${sessions}${browsers[0]}/`, as('helpdesk'))).status()).toBe(204);
    expect(await me()).toBe(403);
    const keys = await standin.changeBelongings({ action: 'add', kind: 'authenticated_sessions', user: ada.pk, count: 2 });
    expect(keys).toHaveLength(2);
    expect(await standin.changeBelongings({ action: 'delete', kind: 'authenticated_sessions', user: ada.pk })).toHaveLength(5);
  });
});

/** Each of these goes wrong on purpose; the last line says that it was noticed. */
test.describe('the harness notices', () => {
  const noticed = (problems: string[]) => problems.splice(0);

  test('what the policy refuses', async ({ page, problems }) => {
    await page.goto('/');
    await page.evaluate(() => {
      const style = document.createElement('style');
      style.textContent = 'body { color: red }';
      document.body.append(style);
    });
    await expect.poll(() => problems.some((problem) => problem.startsWith('policy: style-src-elem'))).toBe(true);
    await page.evaluate(() => {
      try {
        document.createElement('div').innerHTML = '<b>markup</b>';
      } catch {
        // Trusted Types throw as well; the report is what counts.
      }
    });
    await expect.poll(() => problems.some((problem) => problem.includes('require-trusted-types-for'))).toBe(true);
    noticed(problems);
  });

  test('an uncaught error and an error in the console', async ({ page, problems }) => {
    await page.goto('/');
    await page.evaluate(() => {
      console.error('said so');
      setTimeout(() => {
        throw new Error('nobody caught it');
      });
    });
    await expect.poll(() => problems).toContainEqual(expect.stringContaining('uncaught: Error: nobody caught it'));
    expect(noticed(problems)).toContain('console: said so');
  });

  test('a request that fails outside of the API', async ({ page, problems }) => {
    await page.goto('/');
    await page.evaluate(() => fetch('/no-such-file.js'));
    await expect.poll(() => problems).toContainEqual(expect.stringContaining('Failed to load resource'));
    noticed(problems);
  });

  test('a request to another machine', async ({ page, problems }) => {
    await page.goto('/');
    await page.evaluate(() => {
      const image = new Image();
      image.src = 'https://elsewhere.example/pixel.png';
      document.body.append(image);
    });
    await expect.poll(() => problems).toContain('request to https://elsewhere.example/pixel.png');
    await expect.poll(() => problems.some((problem) => problem.includes('ERR_NAME_NOT_RESOLVED'))).toBe(true);
    noticed(problems);
  });

  test('what axe finds', async ({ page }) => {
    await page.goto('/');
    await page.evaluate(() => document.body.append(document.createElement('img').cloneNode()));
    await page.evaluate(() => document.querySelector('img:last-of-type')?.setAttribute('src', 'data:,'));
    await expect(axe(page)).rejects.toThrow(/image-alt/);
  });
});
