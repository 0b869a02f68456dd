import type { Page, Route } from '@playwright/test';
import { expect, test } from '../pages/test';

/** What the page says where something that it needs does not come, or comes from another build. */

test.use({ allowedProblems: [/Failed to load resource|is of another version/] });

const LATE = /Tokenscope has not started yet/;

/** Lets the time pass after which the page says that it is late. */
const wait = (page: Page) => page.evaluate(() => document.getAnimations().forEach((animation) => animation.finish()));

const answers: [string, string, (route: Route) => Promise<void>][] = [
  ['boot.js is not there', 'boot.js', (route) => route.fulfill({ status: 404 })],
  ['boot.js is no script', 'boot.js', (route) => route.fulfill({ contentType: 'text/plain', body: 'x', headers: { 'X-Content-Type-Options': 'nosniff' } })],
  ['this browser cannot read boot.js', 'boot.js', (route) => route.fulfill({ contentType: 'text/javascript', body: 'const = new syntax' })],
  ['tokenscope_bg.js does not arrive', 'tokenscope_bg.js', () => new Promise(() => {})],
  ['tokenscope_bg.wasm does not arrive', 'tokenscope_bg.wasm', () => new Promise(() => {})],
];

test.describe('a page that does not start', () => {
  test.use({ allowedProblems: [/Failed to load|MIME type|^uncaught: $/] });

  for (const [how, file, answer] of answers) {
    test(`says so after a time, where ${how}`, async ({ page }) => {
      await page.route(`**/${file}`, answer);
      await page.goto('/', { waitUntil: 'commit' });
      await expect(page.getByText('Tokenscope is starting…')).toBeAttached();
      await expect(page.getByText(LATE)).toBeHidden();
      await wait(page);
      await expect(page.getByText(LATE)).toBeVisible();
    });
  }
});

test('a page that starts never says that it is late', async ({ page, list }) => {
  await list.open();
  await expect(page.getByText(LATE)).toHaveCount(0);
});

test('says so where its style sheet did not arrive', async ({ page, list }) => {
  await page.route('**/tokenscope.css', (route) => route.fulfill({ status: 404 }));
  await page.goto('/');
  await expect(page.getByText('The style sheet tokenscope.css did not arrive')).toBeVisible();
  await list.hasRows();
  await expect(page.getByText('The style sheet tokenscope.css did not arrive')).toBeVisible();
});

/** Answers with a part as another build would have it: each says at its end which build it is of. */
async function ofOtherBuild(route: Route) {
  const body = await (await route.fetch()).body();
  await route.fulfill({ contentType: 'application/wasm', body: Buffer.concat([body.subarray(0, -16), Buffer.from('f'.repeat(16))]) });
}

test.describe('where another build was installed', () => {
  test('a part of it is not run, and the page says what to do', async ({ page, list }) => {
    await page.route('**/split_drawer.wasm', ofOtherBuild);
    await list.open();
    await expect(page.getByText('a newer version may have been installed: reload the page')).toBeVisible();
    await list.step('Next').click();
    await list.showsRange('21–40 of 10,000');
    await expect(page.getByText('Tokenscope has stopped')).toHaveCount(0);
    await page.unrouteAll({ behavior: 'ignoreErrors' });
    await list.open('/access-tokens/9990');
    await expect(list.drawer.section('Token')).toBeVisible();
    await expect(page.getByText('A part of Tokenscope could not be fetched')).toHaveCount(0);
  });

  test('the program itself is not run either', async ({ page, list }) => {
    await page.route('**/tokenscope_bg.wasm', ofOtherBuild);
    await page.goto('/');
    await expect(list.alerts).toContainText('tokenscope_bg.wasm is of another version. Reload the page.');
  });
});
