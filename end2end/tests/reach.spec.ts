import { DeletionPage } from '../pages/deletion';
import { type Locator, axe, axeInBothThemes, expect, test } from '../pages/test';

const path = '/api/v3/oauth2/';

test.describe('axe finds nothing:', () => {
  test('in the list and all that opens in it', async ({ page, list }) => {
    await list.open();
    await axeInBothThemes(page);
    await list.openMenu('Columns');
    await axeInBothThemes(page);
    await page.keyboard.press('Escape');
    await list.openMenu('Theme');
    await axeInBothThemes(page);
    await page.keyboard.press('Escape');
    await page.getByRole('checkbox', { name: 'Select token 9999' }).check();
    await list.headerButton('Scopes').click();
    await list.search.fill('gra');
    await expect(page.getByRole('option', { name: /Provider/ }).first()).toBeVisible();
    await page.keyboard.press('ArrowDown');
    await axeInBothThemes(page);
  });

  test('in the drawer', async ({ page, list }) => {
    await list.open('/access-tokens/9990?search=openid');
    await expect(list.drawer.section('Claims')).toBeVisible();
    await axeInBothThemes(page);
    await page.goto('/access-tokens/999999?user=4');
    await expect(list.drawer.any.getByRole('alert')).toBeVisible();
    await list.settled();
    await axeInBothThemes(page);
  });

  test('while nothing is there yet, where there is nothing, and in what others see', async ({ page, standin, list }) => {
    await standin.faults({ kind: 'delay', ms: 10_000, path });
    await page.goto('/');
    await expect(list.table).toHaveAttribute('aria-busy', 'true');
    await axeInBothThemes(page);
    await standin.faults();
    for (const person of ['empty', 'member'] as const) {
      await standin.signIn(person);
      await page.goto('/');
      await expect(page.getByText(`You are signed in as ${person}`)).toBeVisible();
      await list.settled();
      await axeInBothThemes(page);
    }
    await standin.signOut();
    await page.goto('/');
    await expect(list.alerts).toBeVisible();
    await axeInBothThemes(page);
  });

  test('in every failure', async ({ page, standin, list }) => {
    for (const kind of ['sign-in-page', 'conflict', 'forbidden', 'not-json', 'undecodable-row']) {
      await standin.faults({ kind, path });
      await page.goto('/');
      await expect(kind === 'undecodable-row' ? list.table.getByText('cannot be read') : list.alerts).toBeVisible();
      await axeInBothThemes(page);
    }
    await standin.faults({ kind: 'too-many', path, retry_after: 60 });
    await page.goto('/?user=1&x=y');
    await expect(page.getByText(/Trying again in/)).toBeVisible();
    await axeInBothThemes(page);
    await standin.faults();
    await page.goto('/access-tokens?user=999999');
    await expect(list.alerts).toBeVisible();
    await axeInBothThemes(page);
  });
});

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });
  test('the drawer covers the list, and gives the focus back to it', async ({ page, list }) => {
    await list.open();
    await list.link(9998).click();
    await expect(list.drawer.any).toBeVisible();
    await expect(list.table).toBeHidden();
    await page.getByRole('button', { name: 'Close' }).click();
    await expect(list.link(9998)).toBeFocused();
  });

  test('nothing is wider than the screen, and axe finds nothing', async ({ page, list }) => {
    for (const address of ['/access-tokens', '/access-tokens?search=openid&user=2', '/access-tokens/9990']) {
      await page.goto(address);
      // A token covers the list.
      await expect(address.includes('9990') ? list.drawer.section('Claims') : list.links.first()).toBeVisible();
      expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(390);
      await axe(page);
    }
  });
});

test.describe('at 200 % zoom', () => {
  test.use({ viewport: { width: 720, height: 450 }, deviceScaleFactor: 2 });
  test('nothing is cut off, and axe finds nothing', async ({ page, list }) => {
    await list.open('/access-tokens?search=openid');
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(720);
    await axe(page);
  });
});

test.describe('with reduced motion', () => {
  test.use({ contextOptions: { reducedMotion: 'reduce' } });
  test('nothing goes on moving', async ({ page, standin, list }) => {
    await standin.faults({ kind: 'delay', ms: 3_000, path });
    await page.goto('/');
    await expect(list.table).toHaveAttribute('aria-busy', 'true');
    await expect.poll(() => page.evaluate(() => document.getAnimations().filter(({ playState }) => playState === 'running').length)).toBe(0);
  });
});

test.describe('with forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });
  test('axe finds nothing', async ({ page, list }) => {
    await list.open('/access-tokens/9990');
    await axe(page);
  });
});

test('from right to left nothing is cut off', async ({ page, list }) => {
  await list.open('/access-tokens/9990');
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  expect(await page.evaluate(() => document.documentElement.scrollWidth - document.documentElement.clientWidth)).toBe(0);
  await axe(page);
});

test('from right to left the arrows point along the text, and the keys go with them', async ({ page, list }) => {
  await list.open('/access-tokens/9990');
  const mirrored = (button: Locator) => button.locator('svg').evaluate((picture) => getComputedStyle(picture).transform === 'matrix(-1, 0, 0, 1, 0, 0)');
  const arrows = [list.step('First'), list.step('Previous'), list.step('Next'), list.step('Last')];
  await expect(list.drawer.next).toBeVisible();
  for (const arrow of arrows) expect(await mirrored(arrow)).toBe(false);
  await page.evaluate(() => document.documentElement.setAttribute('dir', 'rtl'));
  for (const arrow of arrows) expect(await mirrored(arrow)).toBe(true);
  for (const button of [list.drawer.previous, list.drawer.next, list.drawer.close]) expect(await mirrored(button)).toBe(false);
  await list.drawer.close.focus();
  await page.keyboard.press('ArrowLeft');
  await expect(list.drawer.of(9989)).toBeVisible();
  await page.keyboard.press('ArrowRight');
  await expect(list.drawer.of(9990)).toBeVisible();
  // The same while nothing has the focus.
  await page.evaluate(() => (document.activeElement as HTMLElement).blur());
  await page.keyboard.press('ArrowLeft');
  await expect(list.drawer.of(9989)).toBeVisible();
});

test('on paper an open token follows the list, and what is pressed is left out', async ({ page, list }) => {
  await list.open('/access-tokens/9990');
  await expect(list.drawer.section('Claims')).toBeVisible();
  for (const width of [1440, 390]) {
    await page.setViewportSize({ width, height: 800 });
    await page.emulateMedia({ media: 'print' });
    const [table, drawer] = await Promise.all([list.table.boundingBox(), list.drawer.of(9990).boundingBox()]);
    if (!table || !drawer) throw new Error('something does not print');
    expect(drawer.y).toBeGreaterThanOrEqual(table.y + table.height);
    await expect(list.table).toBeVisible();
    await expect(list.drawer.close).toBeHidden();
    await expect(page.getByRole('group', { name: 'Facets' })).toBeHidden();
    // All of it, and no part that one would have to scroll to.
    expect(await list.drawer.of(9990).evaluate((it) => it.scrollHeight - it.clientHeight)).toBe(0);
    await page.emulateMedia({ media: null });
  }
});

test('on paper the dialog stands alone', async ({ page, list }) => {
  await list.open('/access-tokens/9990');
  await list.drawer.delete();
  const dialog = new DeletionPage(page).named('Delete access token');
  await expect(dialog).toBeVisible();
  await page.emulateMedia({ media: 'print' });
  await expect(dialog).toBeVisible();
  await expect(list.table).toBeHidden();
});

test('the keyboard reaches everything, and the focus is seen', async ({ page, list }) => {
  await list.open();
  // The filters come with a later part of the program.
  await expect(page.getByRole('button', { name: 'Timeline' })).toBeVisible();
  await list.search.focus();
  const names: string[] = [];
  for (let stop = 0; stop < 28; stop += 1) {
    await page.keyboard.press('Tab');
    const { name, outline } = await page.evaluate(() => {
      const active = document.activeElement as HTMLElement;
      const seen = getComputedStyle(active);
      return { name: active.getAttribute('aria-label') ?? active.innerText, outline: seen.outlineStyle };
    });
    names.push(name.trim().replace(/\s+/g, ' '));
    expect(outline, name).not.toBe('none');
  }
  expect(names.slice(0, 27)).toEqual([
    ...['Status', 'Provider', 'Scope', 'User', 'Findings', 'Group by', 'Timeline', 'Export', 'Refresh', 'Columns'],
    ...['Auto refresh', 'Views', 'Load all tokens'],
    ...['Select all on this page', 'Token', 'User', 'Provider', 'Scopes', 'Status', 'Findings', 'Expires', 'Issued'],
    'Width of Issued',
    ...['Select token 10000', 'Access token 10000', '+3 more scopes', 'More for access token 10000'],
  ]);
});

test('the policy holds: strict, and never violated on a whole journey', async ({ page, list }) => {
  const answer = await page.goto('/');
  const policy = answer?.headers()['content-security-policy'] ?? '';
  for (const part of ["default-src 'none'", "script-src 'self' 'wasm-unsafe-eval'", "style-src 'self'", "require-trusted-types-for 'script'"]) {
    expect(policy).toContain(part);
  }
  await list.hasRows();
  await list.link(9996).click();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await list.headerButton('User').click();
  await list.settled();
  await list.search.fill('a');
  await expect(page.getByRole('listbox')).toBeVisible();
  expect(await page.evaluate(() => Object.keys(localStorage).filter((key) => !/^tokenscope\.(theme|columns|page_size|export_about_lines)$/.test(key)))).toEqual([]);
});

for (const width of [320, 352, 375, 390, 768, 800, 850, 1440]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 800 } });
    test('no control lies over another or off the screen', async ({ page, list }) => {
      const apart = async (...controls: Locator[]) => {
        const boxes = await Promise.all(controls.map((control) => control.boundingBox()));
        for (const [at, box] of boxes.entries()) {
          if (!box) throw new Error(`control ${at} is not there`);
          expect(box.x, `control ${at} begins on the screen`).toBeGreaterThanOrEqual(0);
          expect(box.x + box.width, `control ${at} ends on the screen`).toBeLessThanOrEqual(width);
          for (const other of boxes.slice(at + 1)) {
            if (!other) continue;
            const beside = box.x + box.width <= other.x + 0.5 || other.x + other.width <= box.x + 0.5;
            const below = box.y + box.height <= other.y + 0.5 || other.y + other.height <= box.y + 0.5;
            expect(beside || below, `control ${at} lies over none`).toBe(true);
          }
        }
      };
      await list.open();
      const readAll = page.getByRole('button', { name: 'Load all tokens', exact: true });
      await expect(readAll).toBeVisible();
      const handle = (name: string) => page.locator('summary', { hasText: name }).first();
      await apart(readAll, handle('Export'), list.refresh, handle('Columns'));
      const who = page.getByTitle('authentik Default Admin');
      const inBar = [page.getByText('akadmin'), page.getByText('Superuser').first()];
      const seen = await Promise.all(inBar.map((one) => one.isVisible()));
      await apart(handle('Theme'), ...inBar.filter((_, at) => seen[at]));
      await expect(who).toBeVisible();
      await list.links.first().click();
      await expect(list.drawer.section('Claims')).toBeVisible();
      const tools = list.drawer.any.getByRole('banner').or(list.drawer.any).getByRole('button', { name: /^(Previous token|Next token|Copy link|Refresh token|Close)$/ });
      await expect(tools).toHaveCount(5);
      await apart(list.drawer.deleteMenu, ...(await tools.all()));
    });
  });
}
