import type { Page } from '@playwright/test';
import { axe, axeInBothThemes, expect, test } from '../pages/catalog';
import type { CatalogPage } from '../pages/catalog';

const FIELDS = ['user', 'provider', 'scope', 'status', 'severity', 'finding', 'expires', 'sub', 'jti', 'sid', 'uid', 'nonce'];
const EXAMPLES = ['scope:offline_access', 'status:never', 'severity:high', 'finding:deactivated-user', 'expires:<1d'];

/** Resolves once what suggests is there, with the rest of the page. */
async function ready(catalog: CatalogPage, address?: string): Promise<void> {
  await catalog.list.open(address);
  await expect(catalog.readAll.or(catalog.state).first()).toBeVisible({ timeout: 15_000 });
}

function recent(page: Page) {
  return page.getByRole('group', { name: 'Recent searches' }).getByRole('option');
}

/** What the browser remembers of it, decoded. */
async function stored(page: Page): Promise<string[]> {
  const kept = await page.evaluate(() => localStorage.getItem('tokenscope.recent_searches'));
  return kept ? kept.split(' ').map(decodeURIComponent) : [];
}

test('an empty box helps whoever clicks it, or comes by a slash or by Tab, and nobody else', async ({ page, catalog }) => {
  await ready(catalog);
  const { search, suggestions } = catalog.list;
  await expect(suggestions).toHaveCount(0);
  await expect(search).toHaveAttribute('aria-expanded', 'false');

  await search.click();
  await expect(suggestions).toBeVisible();
  await expect(search).toHaveAttribute('aria-expanded', 'true');
  await expect(page.getByText(/^Searched now: users by name, username and email, and providers by name\./)).toBeVisible();
  const fields = page.getByRole('group', { name: 'Fields' }).getByRole('option');
  await expect(fields).toHaveCount(FIELDS.length + EXAMPLES.length);
  for (const field of FIELDS) await expect(fields.filter({ hasText: new RegExp(`^${field}:\\S* ?\\w`) }).first(), field).toBeAttached();
  for (const example of EXAMPLES) await expect(suggestions.getByRole('option', { name: example, exact: true })).toBeAttached();
  await page.keyboard.press('Escape');
  await expect(suggestions).toHaveCount(0);
  await expect(search).toBeFocused();

  await catalog.list.headerButton('Expires').focus();
  await page.keyboard.press('/');
  await expect(search).toBeFocused();
  await expect(search).toHaveValue('');
  await expect(suggestions).toBeVisible();
  // What stands elsewhere gets the first click.
  const [first = 0] = await catalog.list.pks();
  await catalog.list.headerButton('Status').click({ trial: true });
  await page.getByRole('checkbox', { name: `Select token ${first - 12}` }).click();
  await expect(page.getByRole('checkbox', { name: `Select token ${first - 12}` })).toBeChecked();
  await expect(suggestions).toHaveCount(0);

  await search.focus();
  await page.keyboard.press('Shift+Tab');
  await page.keyboard.press('Tab');
  await expect(search).toBeFocused();
  await expect(suggestions).toBeVisible();
  await page.keyboard.press('Tab');
  await expect(suggestions, 'nothing in it can have the focus, so it leads on').toHaveCount(0);

  // A filter that is taken out leaves the focus to the box.
  await ready(catalog, '/access-tokens?user=2');
  await catalog.list.chip('User', 'member').focus();
  await page.keyboard.press('Enter');
  await expect(search).toBeFocused();
  await expect(catalog.list.filters).toBeHidden();
  await expect(suggestions).toHaveCount(0);
});

test('a field is gone on with, and an example is searched, by the keyboard', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open();
  const { search, suggestions } = catalog.list;
  await search.focus();
  await page.keyboard.press('ArrowDown');
  const options = page.getByRole('group', { name: 'Fields' }).getByRole('option');
  const user = options.first();
  await expect(user).toHaveAttribute('aria-selected', 'true');
  expect(await search.getAttribute('aria-activedescendant')).toBe(await user.getAttribute('id'));
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('ArrowUp');
  await expect(options.last(), 'round from the text to the last').toHaveAttribute('aria-selected', 'true');
  await expect(options.last()).toBeInViewport();
  await expect(page.getByText(/^Searched now: all loaded tokens, by ID/)).toBeVisible();
  await page.keyboard.press('Escape');
  await expect(suggestions).toHaveCount(0);

  for (let step = 0; step < 4; step += 1) await page.keyboard.press('ArrowDown');
  await expect(catalog.list.option('scope:offline_access')).toHaveAttribute('aria-selected', 'true');
  await page.keyboard.press('ArrowUp');
  await page.keyboard.press('Enter');
  await expect(search).toHaveValue('scope:');
  await expect(catalog.list.option(/^scope:openid/), 'a scope of the rows').toBeVisible();
  await page.keyboard.type('offline');
  await expect(search, 'the caret stands behind it').toHaveValue('scope:offline');
  await catalog.list.option(/^scope:offline_access/).click();
  await expect.poll(() => catalog.list.params()).toEqual({ search: 'scope:offline_access' });

  await search.fill('');
  await expect.poll(() => catalog.list.params()).toEqual({});
  await search.click();
  await catalog.list.option('severity:high').click();
  await expect(search).toHaveValue('severity:high');
  await expect(suggestions).toHaveCount(0);
  expect(catalog.list.params()).toEqual({ search: 'severity:high' });
});

test('before all is loaded, a field offers its values, and authentik is not asked for them', async ({ page, catalog, standin }) => {
  await ready(catalog);
  const { search, suggestions } = catalog.list;
  await standin.forgetRequests();
  await search.click();
  await catalog.list.option(/^status:\s*live/).click();
  await expect(search).toHaveValue('status:');
  await expect(search).toBeFocused();
  await expect(suggestions.getByRole('option')).toHaveCount(6);
  await expect(page.getByText('live, active, never, unknown, expired or revoked')).toBeVisible();
  await catalog.list.option(/^status:never/).click();
  await expect(search).toHaveValue('status:never');
  expect(await standin.requests('/api/v3/core/users/')).toEqual([]);
  await search.press('Enter');
  await expect(page.getByText('authentik cannot search for “status:never”.')).toBeVisible();
});

test('searches that were made are offered again, the last first, and can be cleared', async ({ page, catalog }) => {
  await ready(catalog);
  const { search } = catalog.list;
  for (const text of ['grafana', 'a', 'ada', 'ada novak', 'scope:']) {
    await search.fill(text);
    await search.press('Enter');
  }
  await search.fill('');
  await search.press('Enter');
  await expect.poll(() => stored(page)).toEqual(['ada novak', 'grafana']);

  await page.reload();
  await ready(catalog);
  await search.click();
  await expect(recent(page)).toHaveText(['ada novak', 'grafana']);
  await recent(page).filter({ hasText: 'grafana' }).click();
  await expect.poll(() => catalog.list.params()).toEqual({ search: 'grafana' });
  await expect.poll(() => stored(page)).toEqual(['grafana', 'ada novak']);

  await search.fill('');
  await search.press('Enter');
  await search.click();
  await page.keyboard.press('Tab');
  const clear = page.getByRole('button', { name: 'Clear recent searches' });
  await expect(clear).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(search, 'the button is gone').toBeFocused();
  await expect(clear).toHaveCount(0);
  await expect(recent(page)).toHaveCount(0);
  expect(await stored(page)).toEqual([]);
});

test('what is typed is kept once it has stood for two seconds, and no part of it', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await page.clock.install();
  await catalog.open();
  await page.clock.pauseAt(Date.now() + 60_000);
  const { search } = catalog.list;
  for (const text of ['a', 'ad', 'ada']) {
    await search.fill(text);
    await page.clock.runFor(1_500);
  }
  expect(await stored(page)).toEqual([]);
  await page.clock.runFor(2_500);
  expect(await stored(page)).toEqual(['ada']);
  await search.fill('ada novak');
  await page.clock.runFor(2_500);
  expect(await stored(page)).toEqual(['ada novak']);
});

test('nothing that may be a secret is remembered', async ({ page, catalog }) => {
  await ready(catalog);
  const { search } = catalog.list;
  for (const secret of ['cGCMvVHnpQtwhkPbBzzCtWkHgSbJ4OR2SwTlEyJZ', 'jti:4e969fcc02e7440fbb1e6a3a4b5c6d7e', 'eyJhbGciOiJSUzI1NiJ9.eyJzdWIiOiIxIn0.c2ln', 'grafana']) {
    await search.fill(secret);
    await search.press('Enter');
  }
  await expect.poll(() => stored(page)).toEqual(['grafana']);
});

test('where nothing may be stored, searches are kept as long as the page', async ({ page, catalog }) => {
  await page.addInitScript(() => {
    Object.defineProperty(window, 'localStorage', { get: () => { throw new DOMException('no', 'SecurityError'); } });
  });
  await ready(catalog);
  await catalog.list.search.fill('grafana');
  await catalog.list.search.press('Enter');
  await catalog.list.search.fill('');
  await catalog.list.search.press('Enter');
  await catalog.list.search.click();
  await expect(recent(page)).toHaveText(['grafana']);
});

test('a person who sees their own tokens only is told that these are searched', async ({ page, catalog, standin }) => {
  await standin.signIn('member');
  await ready(catalog);
  await catalog.list.search.click();
  await expect(page.getByText('Searched now: your own tokens.')).toBeVisible();
});

for (const width of [390, 1440]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 844 } });
    test('the help fits, and has no fault that axe finds', async ({ page, catalog }) => {
      await ready(catalog);
      await catalog.list.search.fill('grafana');
      await catalog.list.search.press('Enter');
      await catalog.list.search.fill('');
      await catalog.list.search.press('Enter');
      await catalog.list.search.click();
      await page.keyboard.press('ArrowDown');
      await expect(recent(page)).toHaveAttribute('aria-selected', 'true');
      const box = await catalog.list.suggestions.boundingBox();
      expect(box && box.x >= 0 && box.x + box.width <= width && box.y + box.height <= 844).toBe(true);
      if (width > 400) await axeInBothThemes(page);
      else await axe(page);
    });
  });
}
