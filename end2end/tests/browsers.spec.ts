import type { Page } from '@playwright/test';
import { DeletionPage } from '../pages/deletion';
import { test as testHost } from '../pages/host';
import { expect, test } from '../pages/test';

/** Browsers that know less, or say more than they should. */

/** From the next page on there is no light-dark(). */
async function withoutLightDark(page: Page) {
  await page.addInitScript(() => {
    const supports = CSS.supports.bind(CSS);
    CSS.supports = (...asked: string[]) => !asked.join().includes('light-dark') && supports(...(asked as [string, string]));
  });
  await page.route('**/*.css', async (route) => {
    const response = await route.fetch();
    await route.fulfill({ contentType: 'text/css', body: (await response.text()).replaceAll('light-dark(', 'no-such-function(') });
  });
}

const ground = (element: Element) => getComputedStyle(element).backgroundColor;
const LIGHT = 'rgb(255, 255, 255)';
const DARK = 'rgb(22, 25, 34)';

test.describe('without light-dark()', () => {
  for (const [scheme, colour] of [
    ['light', LIGHT],
    ['dark', DARK],
  ] as const) {
    test(`nothing is seen through, in the ${scheme}`, async ({ page, list }) => {
      await withoutLightDark(page);
      await page.emulateMedia({ colorScheme: scheme });
      await list.open('/access-tokens/9990');
      await expect.poll(() => list.drawer.of(9990).evaluate(ground)).toBe(colour);
      await list.drawer.delete();
      const deletion = new DeletionPage(page);
      await expect(deletion.named('Delete access token')).toHaveCSS('background-color', colour);
      await expect(deletion.confirm).toHaveCSS('background-color', scheme === 'light' ? 'rgb(176, 28, 46)' : 'rgb(197, 42, 61)');
    });
  }

  testHost('nor in a guest, which is as its host says', async ({ host, page }) => {
    await withoutLightDark(page);
    await host.open();
    await host.mount({ location: 'access-tokens/9990', theme: 'dark' });
    await expect.poll(() => host.list.drawer.of(9990).evaluate(ground)).toBe(DARK);
    await host.update({ theme: 'light' });
    await expect.poll(() => host.list.drawer.of(9990).evaluate(ground)).toBe(LIGHT);
    await host.update({ theme: 'auto', preset: 'material-3' });
    await expect.poll(() => host.list.drawer.of(9990).evaluate(ground)).toBe(LIGHT);
  });
});

testHost.describe('without AbortSignal.any', () => {
  testHost('a guest asks authentik all the same, and its requests end with it', async ({ host, page, standin }) => {
    await page.addInitScript(() => Reflect.deleteProperty(AbortSignal, 'any'));
    await host.open();
    await host.mount();
    await host.list.hasRows();
    await standin.faults({ kind: 'delay', path: '/api/', ms: 60_000 });
    await standin.forgetRequests();
    await host.list.refresh.click();
    await expect.poll(async () => (await standin.requests('/api/')).length).toBeGreaterThan(0);
    await host.unmount();
    await expect.poll(async () => (await standin.allRequests('/api/')).every(({ abandoned }) => abandoned)).toBe(true);
    expect(await host.told('failure')).toEqual([]);
  });
});

test.describe('a language that is none', () => {
  for (const languages of [['en-US@posix'], ['en_US'], ['de', 'en-US@posix'], ['en-'], ['en-US.UTF-8'], ['en-GB-oed'], ['C'], [], ['en-US-u-nu-foo']]) {
    test(`is read as far as it is one: ${JSON.stringify(languages)}`, async ({ page, list }) => {
      await page.addInitScript((languages) => Object.defineProperty(navigator, 'languages', { value: languages }), languages);
      await list.open('/access-tokens/9990');
      await list.showsRange('1–20 of 10,000');
      await expect(list.drawer.section('Token')).toBeVisible();
      await expect(list.alerts).toHaveCount(0);
    });
  }

  testHost('and so is what a host gives', async ({ host, page }) => {
    await page.addInitScript(() => Object.defineProperty(navigator, 'languages', { value: ['en-US@posix'] }));
    await host.open();
    await host.mount();
    await host.list.showsRange('1–20 of 10,000');
    for (const lang of ['de_DE', 'de-DE.UTF-8', 'de_DE@euro']) {
      await host.update({ lang });
      await host.list.showsRange('1–20 of 10.000');
      await host.update({ lang: 'C' });
      await host.list.showsRange('1–20 of 10,000');
    }
    expect(await host.told('failure')).toEqual([]);
  });
});

testHost('every number follows the host’s language, and is understood where it is typed', async ({ host, page, standin }) => {
  await standin.reset({ tokens: 1500 });
  await host.open();
  await host.mount({ lang: 'fr', location: 'access-tokens?page_size=10' });
  await host.list.showsRange('1–10 of 1\u{202f}500');
  await page.getByRole('button', { name: 'Load all tokens' }).click();
  await expect(page.getByText(/^All 1\u{202f}500 access tokens loaded at/u)).toBeVisible({ timeout: 20_000 });
  await host.list.goToPage('1\u{202f}49');
  await host.list.showsRange('1\u{202f}481–1\u{202f}490 of 1\u{202f}500');
});
