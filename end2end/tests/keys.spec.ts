import type { CDPSession, Page } from '@playwright/test';
import { LIST } from '../pages/authentik';
import { DeletionPage } from '../pages/deletion';
import { axeInBothThemes, expect, test } from '../pages/selection';

/** Composes a text in the field with the focus, as an input method does, and presses keys that are for that method. */
async function compose(devtools: CDPSession, text: string, ...keys: string[]) {
  await devtools.send('Input.imeSetComposition', { text, selectionStart: text.length, selectionEnd: text.length });
  for (const key of keys) await devtools.send('Input.dispatchKeyEvent', { type: 'rawKeyDown', key, code: key, windowsVirtualKeyCode: 229 });
}

/** A key that the browser says belongs to an input method, wherever the focus is. */
async function pressForMethod(page: Page, ...keys: string[]) {
  await page.evaluate((keys) => {
    for (const key of keys) {
      for (const way of [{ isComposing: true }, { keyCode: 229 }]) {
        document.activeElement?.dispatchEvent(new KeyboardEvent('keydown', { key, bubbles: true, cancelable: true, composed: true, ...way }));
      }
    }
  }, keys);
}

test.describe('a key of an input method', () => {
  test('deletes nothing', async ({ page, context, list, standin }) => {
    await list.open('/access-tokens?page_size=50');
    const deletion = new DeletionPage(page);
    await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
    await page.getByRole('button', { name: 'Delete 50…' }).click();
    const field = deletion.dialog.getByRole('textbox');
    await field.focus();
    await standin.forgetRequests();
    await compose(await context.newCDPSession(page), '50', 'Enter');
    await expect(field).toHaveValue('50');
    await expect(deletion.named('Delete 50 access tokens')).toBeVisible();
    await pressForMethod(page, 'Enter');
    await expect(deletion.named('Delete 50 access tokens')).toBeVisible();
    expect(await standin.requests(LIST)).toEqual([]);
  });

  test('chooses no suggestion and closes none', async ({ page, context, list }) => {
    await list.open();
    await list.search.focus();
    const devtools = await context.newCDPSession(page);
    await compose(devtools, 'na');
    await expect(list.suggestions.getByRole('option').nth(1)).toBeVisible();
    await compose(devtools, 'na', 'ArrowDown', 'ArrowDown', 'Enter');
    await pressForMethod(page, 'Escape');
    await expect(list.suggestions.getByRole('option', { selected: true })).toHaveCount(0);
    await expect(list.suggestions).toBeVisible();
    expect(list.params()).toEqual({});
  });

  test('is no shortcut, no step and no end of anything', async ({ page, list }) => {
    await list.open('/access-tokens/9996');
    await expect(list.drawer.section('Claims')).toBeVisible();
    await list.drawer.close.focus();
    await pressForMethod(page, 'j', 'ArrowRight', 'Escape', '/');
    await expect(list.drawer.of(9996)).toBeVisible();
    await expect(list.drawer.close).toBeFocused();
    await page.keyboard.press('Escape');
    await list.pageField.fill('17');
    await pressForMethod(page, 'Escape');
    await expect(list.pageField).toHaveValue('17');
    await list.openMenu('Columns');
    await pressForMethod(page, 'Escape');
    await expect(page.getByRole('checkbox', { name: 'Provider' })).toBeVisible();
  });
});

/** Steps so often with the key held down, faster than any hand. */
async function hold(page: Page, key: string, times: number) {
  await page.evaluate(
    ({ key, times }) => {
      const within = document.activeElement?.shadowRoot?.activeElement ?? document.activeElement;
      for (let time = 0; time < times; time += 1) {
        within?.dispatchEvent(new KeyboardEvent('keydown', { key, repeat: time > 0, bubbles: true, cancelable: true, composed: true }));
      }
    },
    { key, times },
  );
}

interface Watched {
  changes: number;
  refuses: boolean;
}
declare const window: Window & { watched: Watched };

/** Counts the changes of the history, and has them refused while a test wants that, as Safari does. */
async function watchHistory(page: Page) {
  await page.addInitScript(() => {
    const watched = { changes: 0, refuses: false };
    Object.assign(window, { watched });
    for (const name of ['pushState', 'replaceState'] as const) {
      const change = History.prototype[name];
      History.prototype[name] = function (this: History, ...how: Parameters<History['pushState']>) {
        if (watched.refuses) throw new DOMException('Attempt to use history too often', 'SecurityError');
        watched.changes += 1;
        change.apply(this, how);
      };
    }
  });
}

test.describe('the address', () => {
  test('is changed a few times while a key is held down, and is right in the end', async ({ page, list }) => {
    await watchHistory(page);
    await list.open('/access-tokens?page_size=100');
    const pks = await list.pks();
    await list.link(pks[0] ?? 0).press('Enter');
    await expect(list.drawer.of(pks[0] ?? 0).getByRole('heading', { level: 2 })).toBeFocused();
    const before = await page.evaluate(() => window.watched.changes);
    await hold(page, 'j', 98);
    await expect(list.drawer.of(pks[98] ?? 0)).toBeVisible();
    await expect(page).toHaveURL(`/access-tokens/${pks[98]}?page_size=100`);
    expect(await page.evaluate(() => window.watched.changes)).toBeLessThan(before + 7);
    await page.goBack();
    await expect(list.drawer.any).toHaveCount(0);
    await expect(page, 'nothing that was owed comes after').toHaveURL('/access-tokens?page_size=100');
  });

  test('may be refused by the browser: everything goes on, and it is right in the end', async ({ page, list }) => {
    await watchHistory(page);
    await list.open();
    const pks = await list.pks();
    await page.evaluate(() => (window.watched.refuses = true));
    await list.link(pks[0] ?? 0).press('Enter');
    await expect(list.drawer.of(pks[0] ?? 0).getByRole('heading', { level: 2 })).toBeFocused();
    for (const at of [1, 2, 3]) {
      await page.keyboard.press('j');
      await expect(list.drawer.of(pks[at] ?? 0)).toBeVisible();
    }
    await expect(page).toHaveTitle(`Access token ${pks[3]} · Tokenscope`);
    await expect(page).toHaveURL('/access-tokens');
    await page.evaluate(() => (window.watched.refuses = false));
    await expect(page).toHaveURL(`/access-tokens/${pks[3]}`);
    await page.goBack();
    await expect(list.drawer.any).toHaveCount(0);
    await expect(list.table).toBeVisible();
  });

  test('of a page that is flipped to with the key held down has no entry of its own', async ({ page, list }) => {
    await list.open();
    await list.step('Next').focus();
    for (const range of ['21–40', '41–60', '61–80', '81–100']) {
      await page.keyboard.down('Enter');
      await list.showsRange(`${range} of 10,000`);
    }
    await page.keyboard.up('Enter');
    await expect(page).toHaveURL('/access-tokens?page=5');
    await page.goBack();
    await list.showsRange('1–20 of 10,000');
  });
});

test.describe('while nothing has the focus', () => {
  test('/ leads to the search, from the first moment on', async ({ page, list }) => {
    await list.open();
    await expect(page.locator('body')).toBeFocused();
    await page.keyboard.press('/');
    await expect(list.search).toBeFocused();
    await expect(list.search).toHaveValue('');
  });

  test('J and K step, and Escape closes', async ({ page, list }) => {
    await list.open('/access-tokens/9996');
    await expect(list.drawer.section('Claims')).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
    await expect(page.locator('body')).toBeFocused();
    await page.keyboard.press('j');
    await expect(list.drawer.of(9995)).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('k');
    await expect(list.drawer.of(9996)).toBeVisible();
    await page.getByRole('heading', { level: 1 }).click();
    await page.keyboard.press('Escape');
    await expect(list.drawer.any).toHaveCount(0);
  });

  test('no key reaches behind a dialog', async ({ page, list }) => {
    await list.open('/access-tokens/9996');
    await list.drawer.delete();
    const deletion = new DeletionPage(page);
    await expect(deletion.named('Delete access token')).toBeVisible();
    await page.evaluate(() => (document.activeElement as HTMLElement).blur());
    await page.keyboard.press('j');
    await page.keyboard.press('/');
    await expect(deletion.named('Delete access token')).toBeVisible();
    await expect(list.search).not.toBeFocused();
    await deletion.button('Cancel').click();
    await expect(list.drawer.of(9996)).toBeVisible();
  });
});

test.describe('the sheet of keyboard shortcuts', () => {
  test('is opened by ? and by the menu of the theme, and gives the focus back', async ({ page, list }) => {
    await list.open();
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    // It comes with a later part of the program.
    await expect(sheet.or(page.getByRole('button', { name: 'Timeline' }))).toBeVisible();
    await page.keyboard.press('?');
    await expect(sheet.getByRole('heading', { name: 'In a row' })).toBeVisible();
    await axeInBothThemes(page);
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await list.links.nth(2).focus();
    await page.keyboard.press('?');
    await expect(sheet).toBeVisible();
    await sheet.getByRole('button', { name: 'Close' }).click();
    await expect(list.links.nth(2)).toBeFocused();
    await list.openMenu('Theme');
    await page.getByRole('button', { name: 'Keyboard shortcuts' }).click();
    await expect(sheet).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list.menu('Theme').locator('summary')).toBeFocused();
  });

  test('is not for a ? that is typed, nor while a question is open; Escape closes it alone', async ({ page, list }) => {
    await list.open('/access-tokens/9996');
    await expect(list.drawer.section('Claims')).toBeVisible();
    const sheet = page.getByRole('dialog', { name: 'Keyboard shortcuts' });
    await list.search.pressSequentially('?');
    await expect(list.search).toHaveValue('?');
    await expect(sheet).toBeHidden();
    await list.drawer.delete();
    const deletion = new DeletionPage(page);
    await expect(deletion.named('Delete access token')).toBeVisible();
    await page.keyboard.press('?');
    await expect(sheet).toBeHidden();
    await deletion.button('Cancel').click();
    await list.drawer.close.focus();
    await page.keyboard.press('?');
    await expect(sheet).toBeVisible();
    await page.keyboard.press('j');
    await page.keyboard.press('Escape');
    await expect(sheet).toBeHidden();
    await expect(list.drawer.of(9996)).toBeVisible();
  });
});

test('the first button of the page leads past everything to the tokens', async ({ page, list, selection }) => {
  await selection.open();
  const skip = page.getByRole('button', { name: 'Skip to the tokens' });
  await page.keyboard.press('Tab');
  await expect(skip).toBeFocused();
  await expect(skip).toBeInViewport({ ratio: 1 });
  expect((await skip.boundingBox())?.height).toBeGreaterThanOrEqual(24);
  await axeInBothThemes(page);
  await page.keyboard.press('Enter');
  await expect(list.links.first()).toBeFocused();
});

test.describe('Shift with a key that clicks, where the click says nothing of it', () => {
  /** As Firefox does it. */
  const click = (node: Element, key: string) => {
    for (const type of ['keydown', 'keyup']) node.dispatchEvent(new KeyboardEvent(type, { key, shiftKey: true, bubbles: true }));
    (node as HTMLElement).click();
  };

  test('selects a range', async ({ page, list }) => {
    await list.open();
    const pks = await list.pks();
    const box = (at: number) => page.getByRole('checkbox', { name: `Select token ${pks[at]}`, exact: true });
    // What ranges are comes with a later part of the program.
    await expect(page.getByRole('button', { name: /^More for access token / }).first()).toBeAttached();
    await box(2).check();
    await box(5).focus();
    await box(5).evaluate(click, ' ');
    await expect(page.getByRole('checkbox', { name: /^Select token/, checked: true })).toHaveCount(4);
    await box(9).click();
    await expect(page.getByRole('checkbox', { name: /^Select token/, checked: true }), 'the next click is without it').toHaveCount(5);
  });

  test('sorts by a second column', async ({ list }) => {
    await list.open();
    await list.headerButton('Expires').click();
    await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
    await list.headerButton('User').evaluate(click, 'Enter');
    await expect.poll(() => list.params()).toEqual({ ordering: 'expires,user' });
  });
});
