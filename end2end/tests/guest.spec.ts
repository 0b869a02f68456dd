import type { Page } from '@playwright/test';
import { axe, expect, test } from '../pages/host';

/** What a host can see of what a guest might leave behind or change. */
async function surroundings(page: Page) {
  return page.evaluate(() => ({
    head: document.head.innerHTML,
    root: (document.documentElement.cloneNode() as Element).outerHTML + (document.body.cloneNode() as Element).outerHTML,
    globals: Object.getOwnPropertyNames(window).sort(),
    history: history.length,
    address: location.href,
    title: document.title,
    focus: document.activeElement?.tagName,
    listeners: (window as unknown as { outside: string[] }).outside.toSorted(),
  }));
}

/** What a guest listens to outside of its element while it is there: somebody may come back to it as somebody else. */
const RETURNS = ['pageshow', 'visibilitychange'];

/** Keeps account of every listener on window and document from now on. */
async function watchListeners(page: Page) {
  await page.addInitScript(() => {
    const outside: string[] = [];
    Object.defineProperty(window, 'outside', { value: outside });
    for (const target of [window, document]) {
      const add = target.addEventListener.bind(target);
      target.addEventListener = (kind: string, listener: EventListenerOrEventListenerObject, options?: AddEventListenerOptions | boolean) => {
        outside.push(kind);
        const { signal } = typeof options === 'object' ? options : {};
        signal?.addEventListener('abort', () => outside.splice(outside.indexOf(kind), 1));
        add(kind, listener, options);
      };
    }
  });
}

test.describe('as a module', () => {
  test('shows the console, tells where it is, and is led', async ({ host }) => {
    await host.open();
    await host.mount({ location: 'access-tokens?ordering=expires' });
    await host.list.hasRows();
    await host.isTold('ready');
    await expect(host.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
    expect(await host.location()).toBe('access-tokens?ordering=expires');
    expect(await host.told('location'), 'the host knows where it led').toEqual([]);

    const [first = 0] = await host.list.pks();
    await host.list.link(first).click();
    await expect(host.list.drawer.of(first)).toBeVisible();
    expect(await host.isTold('location')).toEqual({
      event: 'location',
      address: `access-tokens/${first}?ordering=expires`,
      title: `Access token ${first}`,
      replace: false,
    });

    await host.navigate('refresh-tokens?page_size=10');
    await expect(host.page.getByRole('table', { name: 'Refresh tokens' })).toBeVisible();
    await expect(host.list.drawer.any).toHaveCount(0);
    expect(await host.location()).toBe('refresh-tokens?page_size=10');
    expect(await host.told('location')).toHaveLength(1);

    await host.update({ kind: 'authorization-codes' });
    await expect(host.page.getByRole('table', { name: 'Authorization codes' })).toBeVisible();
  });

  test('keeps to its element, and leaves nothing behind', async ({ host, page }) => {
    await watchListeners(page);
    await host.open();
    const before = await surroundings(page);
    await host.mount();
    await host.list.hasRows();
    await host.list.headerButton('Expires').click();
    await expect(host.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
    await host.list.hasRows();
    const { focus: _, ...during } = await surroundings(page);
    expect({ ...before, listeners: [...before.listeners, ...RETURNS].toSorted() }).toMatchObject(during);
    await host.unmount();
    expect(await surroundings(page)).toEqual(before);
    await expect(page.getByText('Nothing here yet.'), 'the element shows what is the host’s').toBeVisible();
    await expect(page.getByRole('table')).toHaveCount(0);

    await host.mount({ kind: 'refresh-tokens' });
    await expect(page.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');
  });

  test('notices that somebody else comes back, with answers that are not kept', async ({ host, page, standin }) => {
    await standin.faults({ kind: 'cacheable', path: '/api/' });
    await host.open();
    await host.mount();
    await host.list.showsRange('1–20 of 10,000');
    await standin.signIn('member');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(page.getByText('You are now signed in as member. Everything loaded as akadmin was discarded.')).toBeVisible();
    await host.list.showsRange('1–20 of 48');
    await standin.signIn('superuser');
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await host.list.showsRange('1–20 of 10,000');
  });

  test('asks who is there where somebody comes back while the list asks whose it is', async ({ host, page, standin }) => {
    await host.open();
    await host.mount();
    await host.list.showsRange('1–20 of 10,000');
    await page.clock.setFixedTime(new Date());
    await standin.signIn('member');
    await standin.faults({ kind: 'delay', path: '/api/v3/oauth2/access_tokens/', ms: 2_000 });
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect(page.getByText('You are now signed in as member.')).toBeVisible();
    await standin.faults({ kind: 'delay', path: '/api/v3/core/users/me/', ms: 2_000 });
    await standin.forgetRequests();
    const asked = async () => (await standin.requests('/api/v3/core/users/me/')).map(({ who }) => who);
    await expect.poll(asked, 'the list is suddenly much shorter').toHaveLength(1);
    await standin.signIn('superuser');
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    await expect.poll(asked).toContain('superuser');
    await host.list.showsRange('1–20 of 10,000');
  });

  test('asks once more who is there where somebody comes back before the last answer', async ({ host, page, standin }) => {
    await page.clock.install();
    await host.open();
    await host.mount();
    await host.list.showsRange('1–20 of 10,000');
    await standin.signIn('member');
    await standin.faults({ kind: 'delay', path: '/api/v3/core/users/me/', ms: 2_000 });
    await standin.forgetRequests();
    await page.evaluate(() => document.dispatchEvent(new Event('visibilitychange')));
    const asked = async () => (await standin.requests('/api/v3/core/users/me/')).map(({ who }) => who);
    await expect.poll(asked).toHaveLength(1);
    await standin.signIn('superuser');
    await page.clock.fastForward(1_000);
    await page.evaluate(() => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true })));
    await expect.poll(asked).toContain('superuser');
    await host.list.showsRange('1–20 of 10,000');
  });

  test('ends its requests with it', async ({ host, standin }) => {
    await standin.faults({ kind: 'delay', path: '/api/', ms: 60_000 });
    await host.open();
    await host.mount();
    await expect.poll(async () => (await standin.requests('/api/')).length).toBeGreaterThanOrEqual(2);
    await host.unmount();
    await expect.poll(async () => (await standin.allRequests('/api/')).every(({ abandoned }) => abandoned)).toBe(true);
    const asked = (await standin.requests('/api/')).length;
    await standin.faults();
    await host.mount();
    await host.list.hasRows();
    expect((await standin.requests('/api/')).length, 'nothing of the first one is tried again').toBeLessThanOrEqual(asked + 4);
    expect(await host.told('failure')).toEqual([]);
  });

  test('keeps the keys that it uses, and what is typed into it, from the host’s shortcuts', async ({ host, page }) => {
    await host.open();
    await page.evaluate(() => {
      const keys: string[] = [];
      Object.assign(window, { keys });
      document.addEventListener('keydown', ({ key }) => keys.push(key));
    });
    const keys = () => page.evaluate(() => (window as unknown as { keys: string[] }).keys.splice(0));
    await host.mount({ location: 'access-tokens/9990' });
    await expect(host.list.drawer.section('Token')).toBeVisible();
    await host.list.drawer.close.focus();
    await page.keyboard.press('j');
    await page.keyboard.press('q');
    expect(await keys(), 'what it has no use for goes on').toEqual(['q']);
    await page.keyboard.press('Escape');
    await expect(host.list.drawer.any).toHaveCount(0);
    expect(await keys()).toEqual([]);
    await host.list.search.focus();
    await page.keyboard.type('abc');
    expect(await keys()).toEqual([]);
    await page.keyboard.press('Control+k');
    expect(await keys(), 'a command is no text').toEqual(['Control', 'k']);
  });

  test('asks authentik below the base URL, with what the host adds', async ({ host, page }) => {
    await host.open();
    const asked: { path: string; headers: Record<string, string> }[] = [];
    await page.route('**/auth/api/v3/**', async (route) => {
      const request = route.request();
      asked.push({ path: new URL(request.url()).pathname, headers: request.headers() });
      await route.continue({ url: request.url().replace('/auth/', '/') });
    });
    await host.mount({ baseUrl: '/auth', fetchOptions: { headers: { 'X-From': 'portal' } } });
    await host.list.hasRows();
    const list = asked.find(({ path }) => path === '/auth/api/v3/oauth2/access_tokens/');
    expect(list?.headers).toMatchObject({ 'x-from': 'portal', accept: 'application/json' });
  });

  test('has no links of its own but those that the host gives it', async ({ host, page }) => {
    await host.open();
    await host.mount();
    await host.list.hasRows();
    const [first = 0] = await host.list.pks();
    await expect(host.list.link(first)).not.toHaveAttribute('href');
    await host.list.link(first).focus();
    await page.keyboard.press('Enter');
    await expect(host.list.drawer.of(first)).toBeVisible();
    const provider = host.list.drawer.section('Provider').getByRole('link').first();
    await expect(provider).toHaveAttribute('href', /^\/if\/admin\/#\/core\/providers\/\d+$/);
    await host.unmount();

    await page.evaluate(async () => {
      const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
      await host.mount({
        location: 'access-tokens',
        linkTo: ({ to, id, address }: { to: string; id: string; address: string }) => {
          if (to === 'console') return `#/${address}`;
          return to === 'provider' ? `/clients/${id}` : to === 'user' ? null : undefined;
        },
      });
    });
    await host.list.hasRows();
    await expect(host.list.link(first)).toHaveAttribute('href', `#/access-tokens/${first}`);
    await host.list.link(first).click();
    await expect(provider).toHaveAttribute('href', /^\/clients\/\d+$/);
    await expect(host.list.drawer.section('User').getByRole('link')).toHaveCount(0);
    expect(new URL(page.url()).hash, 'a plain click stays on the page').toBe('');
  });

  test('writes numbers and times as the host’s language has it, in English words', async ({ host, page }) => {
    await host.open();
    await host.mount({ lang: 'de' });
    await host.list.showsRange('1–20 of 10.000');
    await host.update({ lang: 'en' });
    await host.list.showsRange('1–20 of 10,000');
    await host.update({ lang: 'no such language' });
    await host.list.hasRows();
    await expect(page.getByRole('alert')).toHaveCount(0);
  });

  test('keeps preferences only where the host lets it', async ({ host, page }) => {
    await host.open();
    await host.mount({ storage: false });
    await host.list.hasRows();
    await host.list.rowsPerPage.selectOption('50');
    await host.list.showsRange('1–50 of 10,000');
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual([]);
    await host.update({ storage: true });
    await host.list.hasRows();
    await host.list.rowsPerPage.selectOption('10');
    await host.list.showsRange('1–10 of 10,000');
    expect(await page.evaluate(() => Object.keys(localStorage))).toEqual(['tokenscope.page_size']);
  });

  test('two on a page share nothing', async ({ host, page }) => {
    await host.open();
    await host.mount();
    await page.evaluate(async () => {
      const { mount } = await import('/tokenscope.js' as string);
      const second = document.createElement('section');
      second.id = 'second';
      document.body.append(second);
      await mount(second, { kind: 'refresh-tokens', lang: 'de' });
    });
    const second = page.locator('#second');
    await expect(second.getByRole('table', { name: 'Refresh tokens' })).toHaveAttribute('aria-busy', 'false');
    await host.list.hasRows();
    await second.getByRole('button', { name: /^Expires/ }).click();
    await expect(second.getByRole('columnheader', { name: /^Expires/ })).toHaveAttribute('aria-sort', 'ascending');
    await expect(host.list.header('Expires')).not.toHaveAttribute('aria-sort', 'ascending');
    await expect(page.locator('#place').getByRole('navigation', { name: 'Pagination' })).toContainText('1–20 of 10,000');
    await expect(second.getByRole('navigation', { name: 'Pagination' })).toContainText('1–20 of 2.000');
    expect(await host.location()).toBe('access-tokens');
    await host.unmount();
    await second.getByRole('button', { name: 'Next page' }).click();
    await expect(second.getByRole('navigation', { name: 'Pagination' })).toContainText('21–40 of 2.000');
  });

  test('refuses an element that cannot be its own, and says why', async ({ host, page }) => {
    await host.open();
    await host.mount();
    await expect(host.mount()).rejects.toThrow('There is a console in this element already.');
    await page.evaluate(() => document.querySelector('header')?.attachShadow({ mode: 'open' }));
    const other = page.evaluate(async () => {
      const { host } = window as unknown as { host: { mount(options: object, element: Element | null): Promise<unknown> } };
      await host.mount({}, document.querySelector('header'));
    });
    await expect(other).rejects.toThrow('has a shadow root of its own');
  });

  test('axe finds nothing, with a token open, light and dark', async ({ host, page }) => {
    await host.open();
    await host.mount({ location: 'access-tokens/9990' });
    await expect(host.list.drawer.section('Claims')).toBeVisible();
    for (const theme of ['light', 'dark']) {
      await host.update({ theme });
      await axe(page);
    }
  });
});
