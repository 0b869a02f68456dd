import type { Page } from '@playwright/test';
import { expect, test } from '../pages/catalog';

/** Where the rows of the table begin. */
async function firstRow(page: Page): Promise<number> {
  const row = page.getByRole('row').filter({ has: page.getByRole('link', { name: /^Access token \d+$/ }) }).first();
  await expect(row).toBeVisible();
  return (await row.boundingBox())?.y ?? Number.POSITIVE_INFINITY;
}

for (const [width, height, most] of [
  [1280, 800, 230],
  [1440, 900, 230],
  [1920, 1080, 230],
  [390, 844, 280],
] as const) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height } });

    test('the first row is in sight at once, and stays where it is', async ({ page, list }) => {
      await list.open();
      await expect(page.getByRole('button', { name: /^(Timeline|Filters)$/ }).first()).toBeVisible();
      expect(await firstRow(page)).toBeLessThanOrEqual(most);
    });
  });
}

test('the answer stands above the table, with what was chosen by name', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open();
  await catalog.openFacet('Status');
  await catalog.value('Status', 'Revoked').check();
  await page.keyboard.press('Escape');
  const [range = '', matching = ''] = /of ([\d,]+)/.exec((await catalog.list.pagination.textContent()) ?? '') ?? [];
  expect(range).not.toBe('');
  await expect(page.getByText(new RegExp(`^${matching} of \\d+$`))).toBeVisible();
  await expect(catalog.list.filters.getByRole('button', { name: 'Remove filter Status: Revoked' })).toBeVisible();
  expect(await firstRow(page)).toBeLessThanOrEqual(230);
  await catalog.list.filters.getByRole('button', { name: 'Clear all' }).click();
  await expect(catalog.list.filters).toBeHidden();
  await expect(catalog.list.search).toBeFocused();
});

for (const width of [1366, 1440]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 } });

    test('the first row is in sight with several filters chosen, too', async ({ page, catalog, standin }) => {
      await standin.reset({ tokens: 300 });
      await catalog.list.open('/access-tokens?status=active&scope=offline_access&finding=deactivated-user,long-lived');
      await expect(catalog.list.filters.getByRole('button', { name: 'Copy link' })).toBeVisible();
      await expect(catalog.overview).toBeVisible();
      expect(await firstRow(page)).toBeLessThanOrEqual(230);
    });
  });
}

test('a chip takes its own choice out, and no other', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.list.open('/access-tokens?status=active,revoked&scope=openid&expires=..2030-01-01T00:00:00Z');
  await expect(catalog.list.filters.getByRole('button', { name: /^Remove filter/ })).toHaveCount(4);
  await catalog.list.filters.getByRole('button', { name: 'Remove filter Status: Active' }).click();
  await expect.poll(() => catalog.list.params().status).toBe('revoked');
  await catalog.list.filters.getByRole('button', { name: /^Remove filter Expires: / }).click();
  await expect.poll(() => catalog.list.params()).toEqual({ status: 'revoked', scope: 'openid' });
  await page.goBack();
  await expect(catalog.list.filters.getByRole('button', { name: /^Remove filter/ })).toHaveCount(3);
});

for (const width of [1280, 1440]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 } });

    test('a drawer moves nothing of the list', async ({ page, list }) => {
      await list.open();
      const [pk = 0] = await list.pks();
      await expect(page.getByRole('button', { name: 'Timeline' })).toBeVisible();
      const before = await list.row(pk).boundingBox();
      await list.link(pk).click();
      await expect(list.drawer.section('Claims')).toBeVisible();
      expect(await list.row(pk).boundingBox()).toEqual(before);
    });
  });
}

test('the head of the drawer says whose token it is and for what, and leads to the others', async ({ page, list, authentik }) => {
  await list.open('/access-tokens/9997');
  const { user, provider } = await authentik.token(9997);
  const drawer = list.drawer.of(9997);
  await expect(drawer).toContainText(`${user.name}`);
  await expect(drawer.getByText('→')).toBeVisible();
  await drawer.getByRole('link', { name: 'All of this user' }).click();
  await expect(page).toHaveURL(`/access-tokens?user=${user.pk}`);
  await page.goBack();
  await drawer.getByRole('link', { name: 'All of this provider' }).click();
  await expect(page).toHaveURL(`/access-tokens?provider=${provider.pk}`);
});

test('where all tokens are loaded, the head says how many there are', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open();
  const [pk = 0] = await catalog.list.pks();
  const { user } = await authentik.token(pk);
  const { pagination } = await authentik.get<{ pagination: { count: number } }>(`/api/v3/oauth2/access_tokens/?user=${user.pk}&page_size=1`);
  await catalog.list.link(pk).click();
  await expect(catalog.list.drawer.of(pk).getByRole('link', { name: `All ${pagination.count} of this user` })).toBeVisible();
});

test('the drawer is made wider by its edge, with the pointer and with keys, and remembers it', async ({ page, list }) => {
  await list.open('/access-tokens/9997');
  const edge = list.drawer.any.getByRole('separator', { name: 'Width of the details' });
  const width = async () => (await list.drawer.any.boundingBox())?.width ?? 0;
  await expect(edge).toHaveAttribute('aria-valuenow', '480');
  const place = (await edge.boundingBox()) ?? { x: 0, y: 0, width: 0, height: 0 };
  await page.mouse.move(place.x + place.width / 2, place.y + 200);
  await page.mouse.down();
  await page.mouse.move(place.x - 100, place.y + 200);
  await page.mouse.up();
  await expect.poll(width).toBeGreaterThan(560);
  const dragged = Number(await edge.getAttribute('aria-valuenow'));
  await edge.focus();
  await page.keyboard.press('ArrowRight');
  await expect(edge).toHaveAttribute('aria-valuenow', String(dragged - 16));
  await expect(list.drawer.of(9997), 'the arrow meant the edge').toBeVisible();
  await page.reload();
  await expect(edge).toHaveAttribute('aria-valuenow', String(dragged - 16));
});

test('a link to the open token is copied', async ({ page, list, context }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await list.open('/access-tokens/9997?page=2');
  await list.drawer.any.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});

test('an order that only all tokens can answer keeps the rows, and asks above them', async ({ page, list }) => {
  await list.open();
  const before = await list.pks();
  await list.headerButton('Scopes').click();
  await expect(page.getByRole('group', { name: /all tokens\?$/ })).toBeVisible();
  expect(await list.pks()).toEqual(before);
  await page.getByRole('button', { name: 'Not now' }).click();
  await expect(list.header('Scopes')).not.toHaveAttribute('aria-sort');
  expect(await list.pks()).toEqual(before);
});

test('a refresh that fails is a line above the rows that are there', async ({ list, standin }) => {
  await list.open();
  const before = await list.pks();
  await standin.faults({ kind: 'bad-request', path: '/api/v3/oauth2/' });
  await list.refresh.click();
  await expect(list.alerts).toHaveCount(1);
  expect((await list.alerts.boundingBox())?.height).toBeLessThan(110);
  expect(await list.pks()).toEqual(before);
});

test('where one row breaks the page, the others can be had without it', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.list.open();
  const [broken = 0] = await catalog.list.pks();
  await standin.faults({ kind: 'broken-row', pk: broken });
  await catalog.list.refresh.click();
  await page.getByRole('button', { name: 'Leave out what cannot be read' }).click();
  await expect(catalog.list.alerts).toHaveCount(0);
  await expect(catalog.list.link(broken)).toHaveCount(0);
  await expect(catalog.list.links).toHaveCount(20);
});

for (const width of [1280, 1366, 1440, 1920, 390]) {
  test.describe(`at ${width} pixels`, () => {
    test.use({ viewport: { width, height: 900 } });

    test('no name of a scope is cut', async ({ list, standin }) => {
      const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, scope: ['openid', 'goauthentik.io/api'] });
      await list.open();
      const [name] = await list.cell(pk, 'Scopes').getByRole('listitem').all();
      await expect(name ?? list.cell(pk, 'Scopes')).toHaveText('goauthentik.io/api');
      expect(await name?.evaluate(({ clientWidth, scrollWidth }) => scrollWidth <= clientWidth)).toBe(true);
    });

    test('names of scopes stand whole, as many as there is room for', async ({ list, standin }) => {
      await standin.reset({ tokens: 0 });
      const scope = ['openid', 'email', 'profile', 'ak_proxy', 'groups', 'read:user', 'read:org', 'entitlements'];
      const [pk = 0] = await standin.change({ action: 'add', user: 2, provider: 1, scope });
      await list.open();
      const names = list.cell(pk, 'Scopes').getByRole('listitem');
      await expect(names.last()).toHaveText(/more scopes$|^entitlements$/);
      const cut = await names.evaluateAll((items) => items.filter((item) => item.scrollWidth > item.clientWidth + 1).length);
      expect(cut).toBe(0);
      const [cell, last] = await Promise.all([list.cell(pk, 'Scopes').boundingBox(), names.last().boundingBox()]);
      if (!cell || !last) throw new Error('no scopes');
      expect(last.x + last.width).toBeLessThanOrEqual(cell.x + cell.width);
      expect(await names.count(), 'the room is used').toBeGreaterThanOrEqual(width === 1920 ? 5 : 2);
    });
  });
}

test('the focus never goes beneath the drawer', async ({ page, list }) => {
  await list.open('/access-tokens/9997');
  await expect(list.drawer.section('Claims')).toBeVisible();
  await list.search.focus();
  await expect(list.drawer.of(9997)).toBeVisible();
  // The last of the tools lies beneath the drawer.
  const columns = page.locator('summary', { hasText: 'Columns' });
  for (let stop = 0; stop < 12 && !(await columns.evaluate((it) => it.matches(':focus'))); stop += 1) await page.keyboard.press('Tab');
  await expect(columns).toBeFocused();
  await expect(list.drawer.any).toHaveCount(0);
  await expect(columns, 'the focus stays where the person went').toBeFocused();
});

test('what can be done with the selection stays in reach beside an open token', async ({ page, list }) => {
  await list.open();
  await page.getByRole('checkbox', { name: 'Select token 9999' }).check();
  await list.link(9997).click();
  await expect(list.drawer.section('Claims')).toBeVisible();
  await page.getByRole('group', { name: 'Selection' }).getByRole('button', { name: /^Delete/ }).click();
  await expect(page.getByRole('dialog', { name: 'Delete access token' })).toBeVisible();
});

test('a link to what is filtered is copied', async ({ page, catalog, context, standin }) => {
  await context.grantPermissions(['clipboard-read', 'clipboard-write']);
  await standin.reset({ tokens: 100 });
  await catalog.list.open('/access-tokens?status=revoked');
  await catalog.list.filters.getByRole('button', { name: 'Copy link' }).click();
  await expect.poll(() => page.evaluate(() => navigator.clipboard.readText())).toBe(page.url());
});
