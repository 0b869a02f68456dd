import type { Page } from '@playwright/test';
import { CatalogPage, type Count, expect, test } from '../pages/catalog';
import { test as hostTest } from '../pages/host';
import { ViewsPage } from '../pages/views';
import { axe, axeInBothThemes } from '../fixtures';
import { TokenListPage } from '../pages/token_list';

/** Views: what a list is filtered and ordered by, under a name. */

const BUILT_IN = ['Expires in the next 24 hours', 'Never expire', 'Deactivated people', 'Can use authentik’s own API', 'High findings'];

test.describe('built in', () => {
  test('each is a link that shows what its name says, and the button tells which one is on screen', async ({ page, catalog, standin, authentik }) => {
    await standin.reset({ tokens: 300 });
    await catalog.open();
    const views = new ViewsPage(page);
    await expect(views.button('Views')).toBeVisible();
    for (const [name, params, count] of [
      ['Expires in the next 24 hours', { status: 'active', expires: '<1d', ordering: 'expires' }, 'Expiring within a day'],
      ['Never expire', { status: 'never' }, 'Never expiring'],
      ['High findings', { severity: 'high' }, 'High findings'],
      ['Can use authentik’s own API', { finding: 'authentik-api' }, undefined],
      ['Deactivated people', { status: 'active,never,unknown', active: 'no' }, 'Live'],
    ] as [string, Record<string, string>, Count | undefined][]) {
      await views.open();
      await views.builtIn.getByRole('link', { name, exact: true }).click();
      await expect.poll(() => catalog.list.params()).toEqual(params);
      await expect(views.button(`View: ${name}`)).toBeFocused();
      await expect(views.builtIn).toBeHidden();
      if (count) {
        const counted = await catalog.count(count).locator('strong').textContent();
        await expect(catalog.list.pagination).toContainText(new RegExp(`of ${counted}(\\D|$)`));
      }
    }
    for (const pk of await catalog.list.pks()) expect((await authentik.token(pk)).user.is_active).toBe(false);
    await views.open();
    await expect(views.builtIn.getByRole('link', { name: 'Deactivated people' })).toHaveAttribute('aria-current', 'page');
    await expect(views.link('Never expire')).not.toHaveAttribute('aria-current');
    await page.keyboard.press('Escape');
    await catalog.list.filters.getByRole('button', { name: 'Clear all' }).click();
    await expect(views.button('Views')).toBeVisible();
  });

  test('they keep the kind of token and the rows per page, and leave out what says nothing of codes', async ({ page, catalog, standin }) => {
    await standin.reset({ tokens: 300 });
    await page.goto('/refresh-tokens?page_size=50&page=2');
    const views = new ViewsPage(page);
    await views.open();
    await expect(views.links).toHaveText(BUILT_IN);
    await expect(views.link('Never expire')).toHaveAttribute('href', '/refresh-tokens?status=never&page_size=50');
    await page.keyboard.press('Escape');
    await catalog.list.tab('Authorization codes').click();
    await views.open();
    await expect(views.links).toHaveText(BUILT_IN.slice(0, 3));
    await expect(views.link('Never expire')).toHaveAttribute('href', /^\/authorization-codes\?status=never/);
  });

  test('the middle button opens one in a tab of its own', async ({ page, context, catalog, standin }) => {
    await standin.reset({ tokens: 300 });
    await catalog.open();
    const views = new ViewsPage(page);
    await views.open();
    const opened = context.waitForEvent('page');
    await views.link('Never expire').click({ button: 'middle' });
    const other = new ViewsPage(await opened);
    await expect(other.button('View: Never expire')).toBeVisible();
    expect(catalog.list.params()).toEqual({});
  });

  test('where all tokens have to be loaded, it is asked as always', async ({ page, list }) => {
    await list.open();
    const views = new ViewsPage(page);
    await views.open();
    await views.link('Never expire').click();
    await expect(new CatalogPage(page).question).toBeVisible();
  });

  test('the order in which filters were chosen makes no other view of them', async ({ page }) => {
    await page.goto('/access-tokens?active=no&status=unknown,active,never');
    await expect(new ViewsPage(page).button('View: Deactivated people')).toBeVisible();
  });
});

test.describe('of one’s own', () => {
  test('a view is saved, found again, renamed, deleted and brought back, by keys alone', async ({ page, catalog, standin }) => {
    await standin.reset({ tokens: 300 });
    await catalog.list.open('/access-tokens?status=revoked&page_size=10&page=2');
    const views = new ViewsPage(page);
    await views.button('Views').focus();
    await page.keyboard.press('Enter');
    await views.saveThis.focus();
    await page.keyboard.press('Enter');
    await expect(views.name).toBeFocused();
    await page.keyboard.type('Weekly check');
    await page.keyboard.press('Enter');
    await expect(views.said('View “Weekly check” saved.')).toBeAttached();
    await expect(views.saveThis).toBeFocused();
    await expect(views.button('View: Weekly check')).toBeVisible();
    expect(await views.kept()).toBe('Weekly%20check access-tokens?status=revoked');

    await page.goto('/refresh-tokens');
    await views.open();
    await views.own.getByRole('link', { name: 'Weekly check' }).press('Enter');
    await expect(page).toHaveURL('/access-tokens?status=revoked');
    await expect(views.button('View: Weekly check')).toBeFocused();

    await page.keyboard.press('Enter');
    await views.action('Rename Weekly check').press('Enter');
    await expect(views.name).toHaveValue('Weekly check');
    await page.keyboard.press('Escape');
    await expect(views.link('Weekly check')).toBeFocused();
    await views.action('Rename Weekly check').press('Enter');
    await page.keyboard.type('Monday');
    await page.keyboard.press('Enter');
    await expect(views.link('Monday')).toBeFocused();
    await expect(views.said('View renamed to “Monday”.')).toBeAttached();
    expect(await views.kept()).toBe('Monday access-tokens?status=revoked');

    await views.action('Delete view Monday').press('Enter');
    await expect(views.said('View “Monday” deleted.')).toBeAttached();
    await expect(views.own).toBeHidden();
    expect(await views.kept()).toBe('');
    await expect(views.action('Undo')).toBeFocused();
    await page.keyboard.press('Enter');
    await expect(views.link('Monday')).toBeFocused();
    expect(await views.kept()).toBe('Monday access-tokens?status=revoked');
    await page.keyboard.press('Escape');
    await expect(views.button('View: Monday')).toBeFocused();
  });

  test('a name that cannot be had is told why, beside the field', async ({ page, list, standin }) => {
    await standin.reset({ tokens: 100 });
    await list.open('/access-tokens?user=2');
    const views = new ViewsPage(page);
    await views.open();
    await views.saveThis.click();
    for (const [name, problem] of [
      ['  ', 'A view needs a name.'],
      ['never expire', '“never expire” is a built-in view. Choose another name.'],
      ['eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'This looks like a token. Names stay in this browser, so choose another one.'],
    ] as const) {
      await views.name.fill(name);
      await views.name.press('Enter');
      await expect(views.name).toHaveAccessibleDescription(problem);
      await expect(views.said(problem)).toBeAttached();
      await expect(views.name).toBeFocused();
    }
    await views.name.fill('Bob');
    await expect(views.name).toHaveAccessibleDescription('');
    await views.name.press('Escape');
    await expect(views.saveThis).toBeFocused();
    expect(await views.kept()).toBe('');
  });

  test('the name of another one asks whether to replace it', async ({ page, list, standin }) => {
    await standin.reset({ tokens: 100 });
    await page.goto('/access-tokens');
    const views = new ViewsPage(page);
    await views.keep('Mine access-tokens?user=2', 'Other access-tokens?user=3');
    await list.open('/access-tokens?user=5');
    await views.open();
    await views.saveThis.click();
    await views.name.fill('mine');
    await views.name.press('Enter');
    await expect(views.name).toHaveAccessibleDescription('There is a view called “mine” already.');
    expect(await views.kept()).toContain('user=2');
    await views.action('Replace it').click();
    await expect(views.own.getByRole('link')).toHaveText(['mine', 'Other']);
    expect(await views.kept()).toBe('mine access-tokens?user=5\nOther access-tokens?user=3');
    // Renaming replaces nothing.
    await views.action('Rename Other').click();
    await views.name.fill('Mine');
    await views.name.press('Enter');
    await expect(views.name).toHaveAccessibleDescription('There is a view called “Mine” already.');
    await expect(views.action('Replace it')).toHaveCount(0);
  });

  test('what looks like a token is never kept, nor what makes no sense shown', async ({ page, standin }) => {
    await standin.reset({ tokens: 100 });
    const token = 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln';
    await page.goto('/access-tokens');
    const views = new ViewsPage(page);
    await views.keep('x', `A access-tokens?search=${token}`, `${token} access-tokens`, 'B nowhere', 'C refresh-tokens?user=2');
    await page.goto(`/access-tokens?user=2&search=${token}`);
    await views.open();
    await expect(views.own.getByRole('link')).toHaveText(['C']);
    await views.saveThis.click();
    await views.name.fill('Mine');
    await views.name.press('Enter');
    await expect(views.own.getByRole('link')).toHaveText(['C', 'Mine']);
    expect(await views.kept()).toBe('C refresh-tokens?user=2\nMine access-tokens?user=2');
  });

  test('fifty are the most, and long names and odd ones harm nothing', async ({ page, list, standin }) => {
    await standin.reset({ tokens: 100 });
    await page.goto('/access-tokens');
    const views = new ViewsPage(page);
    const odd = '<b>\u202e أهلا';
    const many = Array.from({ length: 48 }, (_, at) => `View%20${at} access-tokens?user=${at + 10}`);
    await views.keep(`${encodeURIComponent(odd)} access-tokens?user=3`, `${'W'.repeat(100)} access-tokens?user=2`, ...many);
    await list.open('/access-tokens?user=2');
    await expect(views.button(/^View: W+$/)).toBeVisible();
    expect((await views.button(/^View: W+$/).boundingBox())?.width).toBeLessThan(400);
    await views.open();
    await expect(views.link(odd)).toHaveAttribute('href', '/access-tokens?user=3');
    await expect(page.getByText('50 views are the most there can be. Delete one to save another.')).toBeVisible();
    await expect(views.saveThis).toHaveCount(0);
    await views.action('Delete view View 0').click();
    await expect(views.saveThis).toBeVisible();
  });

  test('what another tab saved is there, and is not lost', async ({ page, list, standin }) => {
    await standin.reset({ tokens: 100 });
    await list.open('/access-tokens?user=2');
    const views = new ViewsPage(page);
    await expect(views.button('Views')).toBeVisible();
    await views.keep('Theirs access-tokens?user=3');
    await views.open();
    await expect(views.link('Theirs')).toBeVisible();
    await views.save('Mine');
    expect(await views.kept()).toBe('Theirs access-tokens?user=3\nMine access-tokens?user=2');
  });

  test('the link to one is copied', async ({ page, list, context, standin, baseURL }) => {
    await context.grantPermissions(['clipboard-read', 'clipboard-write']);
    await standin.reset({ tokens: 100 });
    await page.goto('/access-tokens');
    const views = new ViewsPage(page);
    await views.keep('Mine refresh-tokens?user=2&ordering=expires');
    await list.open();
    await views.open();
    const copied = () => page.evaluate(() => navigator.clipboard.readText());
    await views.action('Copy link to Mine').click();
    await expect.poll(copied).toBe(`${baseURL}/refresh-tokens?user=2&ordering=expires`);
    await views.action('Copy link to Never expire').click();
    await expect.poll(copied).toBe(`${baseURL}/access-tokens?status=never`);
    await expect(views.own, 'the menu stays').toBeVisible();
  });
});

for (const width of [1280, 390]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('axe finds nothing, and all of the menu is in sight', async ({ page, list, standin }) => {
      await standin.reset({ tokens: 0 });
      await page.goto('/access-tokens');
      const views = new ViewsPage(page);
      await views.keep('Weekly%20check access-tokens?user=2', `${'Long%20'.repeat(12)} refresh-tokens?user=2`);
      // Without rows, of which the menu would cover some.
      await page.goto('/access-tokens?user=2');
      await list.settled();
      await views.open();
      await axeInBothThemes(page);
      const box = await views.panel.boundingBox();
      expect(box?.x).toBeGreaterThanOrEqual(0);
      expect((box?.x ?? 0) + (box?.width ?? 0)).toBeLessThanOrEqual(width);
      await views.saveThis.click();
      await views.name.press('Enter');
      await expect(views.name).toHaveAttribute('aria-invalid', 'true');
      await axe(page);
    });
  });
}

test.describe('on a phone', () => {
  test.use({ viewport: { width: 390, height: 844 } });

  test('a long name gives way to what stands beside it', async ({ page, list }) => {
    await list.open('/access-tokens?user=2');
    const views = new ViewsPage(page);
    await views.open();
    await views.save('Everything that Mira has, every week');
    await page.keyboard.press('Escape');
    await expect(views.button(/^View: Everything/)).toBeVisible();
    await expect(page.getByRole('button', { name: 'Load all tokens', exact: true })).toBeInViewport({ ratio: 1 });
  });
});

hostTest.describe('in somebody else’s page', () => {
  hostTest('they are kept where the host lets them, and last as long as the page where not', async ({ host, page }) => {
    await host.open();
    await host.mount({ storage: false, location: 'access-tokens?user=2' });
    const views = new ViewsPage(page);
    await views.open();
    await expect(page.getByText('Nothing can be stored here, so your views last until this page is closed.')).toBeVisible();
    await views.save('Mine');
    await page.keyboard.press('Escape');
    await expect(views.button('View: Mine')).toBeFocused();
    await host.navigate('refresh-tokens');
    await new TokenListPage(page, 'Refresh tokens').hasRows();
    await views.open();
    await views.link('Mine').click();
    await expect.poll(() => host.location()).toBe('access-tokens?user=2');
    expect(await stored(page)).toEqual([]);
    await host.update({ storage: true });
    await views.open();
    await expect(page.getByText('Nothing can be stored here')).toHaveCount(0);
    await views.save('Mine');
    expect(await stored(page)).toEqual(['tokenscope.views']);
  });
});

function stored(page: Page): Promise<string[]> {
  return page.evaluate(() => Object.keys(localStorage));
}
