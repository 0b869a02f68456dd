import type { Page } from '@playwright/test';
import { axe, expect, test } from '../pages/host';

interface TokenScope extends HTMLElement {
  kind: string;
  theme: string;
  baseUrl: string;
  location: string;
  noStorage: boolean;
  linkTo: unknown;
  getToken: unknown;
  navigate(address: string): Promise<void>;
}

const define = (page: Page) => page.evaluate(async () => void (await import('/tokenscope-element.js' as string)));
const busy = (page: Page, name: string) => expect(page.getByRole('table', { name })).toHaveAttribute('aria-busy', 'false');

test.describe('as an element', () => {
  test.beforeEach(async ({ host }) => host.open('element'));

  test('works where the parser met it before it was defined, with what was set on it till then', async ({ host, page }) => {
    await page.evaluate(() => {
      const element = document.querySelector('token-scope') as TokenScope;
      element.linkTo = ({ to }: { to: string }) => (to === 'console' ? '#there' : null);
      element.location = 'refresh-tokens?page_size=10';
    });
    await define(page);
    await busy(page, 'Refresh tokens');
    await host.isTold('ready');
    await expect(page.getByRole('link', { name: /^Refresh token \d/ })).toHaveCount(10);
    await expect(page.getByRole('link', { name: /^Refresh token \d/ }).first()).toHaveAttribute('href', '#there');
    expect(await page.evaluate(() => Object.keys(document.querySelector('token-scope') ?? {}))).toEqual([]);
  });

  test('reflects its attributes, and follows them', async ({ page }) => {
    await define(page);
    await busy(page, 'Refresh tokens');
    const seen = await page.evaluate(() => {
      const element = document.querySelector('token-scope') as TokenScope;
      const before = [element.kind, element.theme, element.baseUrl, element.noStorage];
      element.theme = 'light';
      element.baseUrl = '/';
      element.noStorage = true;
      return { before, after: element.cloneNode() as Element instanceof HTMLElement && (element.cloneNode() as Element).outerHTML };
    });
    expect(seen.before).toEqual(['refresh-tokens', 'dark', '', false]);
    expect(seen.after).toBe('<token-scope kind="refresh-tokens" theme="light" base-url="/" no-storage=""></token-scope>');
    await page.evaluate(() => document.querySelector('token-scope')?.setAttribute('kind', 'authorization-codes'));
    await busy(page, 'Authorization codes');
    await page.evaluate(() => document.querySelector('token-scope')?.setAttribute('location', 'access-tokens?page_size=10'));
    await busy(page, 'Access tokens');
    await page.evaluate(() => (document.querySelector('token-scope') as TokenScope).navigate('refresh-tokens'));
    await busy(page, 'Refresh tokens');
  });

  test('stays as it is when it is moved', async ({ host, page, standin }) => {
    await define(page);
    await busy(page, 'Refresh tokens');
    await page.getByRole('button', { name: /^Expires/ }).click();
    await expect(page.getByRole('columnheader', { name: /^Expires/ })).toHaveAttribute('aria-sort', 'ascending');
    await busy(page, 'Refresh tokens');
    const asked = (await standin.requests('/api/')).length;
    await page.evaluate(() => document.getElementById('other')?.append(document.querySelector('token-scope') as Element));
    await expect(page.getByRole('columnheader', { name: /^Expires/ })).toHaveAttribute('aria-sort', 'ascending');
    expect((await standin.requests('/api/')).length).toBe(asked);
    expect(await host.told('ready')).toHaveLength(1);
  });

  test('ends when it is taken out, and starts again when it is put back', async ({ host, page }) => {
    await define(page);
    await busy(page, 'Refresh tokens');
    await page.evaluate(() => {
      const element = document.querySelector('token-scope') as Element;
      Object.assign(window, { taken: element });
      element.remove();
    });
    await expect.poll(() => page.evaluate(() => (window as unknown as { taken: Element }).taken.shadowRoot?.querySelector('.console'))).toBeNull();
    await page.evaluate(() => document.getElementById('other')?.append((window as unknown as { taken: Element }).taken));
    await busy(page, 'Refresh tokens');
    await host.isTold('ready', 2);
  });

  test('comes and goes in one breath', async ({ page }) => {
    await define(page);
    await page.evaluate(() => {
      for (let time = 0; time < 20; time += 1) {
        const element = document.createElement('token-scope');
        document.getElementById('other')?.append(element);
        if (time < 19) element.remove();
      }
    });
    await busy(page, 'Access tokens');
    await busy(page, 'Refresh tokens');
  });

  test('several are on a page, made by script as well', async ({ page }) => {
    await define(page);
    await page.evaluate(() => {
      for (const kind of ['access-tokens', 'authorization-codes']) {
        const element = Object.assign(document.createElement('token-scope'), { kind, label: `the one of ${kind}` });
        document.getElementById('other')?.append(element);
      }
    });
    for (const name of ['Refresh tokens', 'Access tokens', 'Authorization codes']) await busy(page, name);
    await axe(page);
  });
});
