import { LIST, expect, test } from '../pages/catalog';

test('before all tokens are loaded facets list what is known, and a tick asks to load them, once', async ({ page, catalog, standin }) => {
  await catalog.list.open();
  await expect(catalog.readAll).toBeVisible({ timeout: 15_000 });
  await standin.forgetRequests();
  for (const [facet, values] of [
    ['Severity', ['High', 'Medium', 'Low']],
    ['User type', ['Internal', 'External', 'Service account', 'Internal service account']],
    ['Active user', ['Active user', 'Deactivated user']],
    ['Status', ['Active', 'Never expires', 'End unknown', 'Expired', 'Revoked']],
  ] as const) {
    await catalog.openFacet(facet);
    const boxes = catalog.facet(facet).getByRole('checkbox');
    await expect(boxes).toHaveCount(values.length);
    for (const value of values) await expect(catalog.facet(facet).getByRole('checkbox', { name: value, exact: true })).toBeVisible();
    await page.keyboard.press('Escape');
  }
  await catalog.openFacet('Finding');
  await expect(catalog.facet('Finding').getByRole('checkbox')).toHaveCount(10);
  await page.keyboard.press('Escape');
  await expect(catalog.question, 'to look costs nothing').toHaveCount(0);
  expect(await standin.requests(LIST)).toEqual([]);

  await catalog.openFacet('Status');
  await expect(page.getByText('Counts appear once all tokens are loaded.').filter({ visible: true })).toHaveCount(1);
  await expect(page.getByText('loaded so far').filter({ visible: true })).toHaveCount(0);
  await catalog.facet('Status').getByRole('checkbox', { name: 'Revoked', exact: true }).check();
  await expect(catalog.question).toHaveCount(1);
  expect(catalog.list.params()).toEqual({ status: 'revoked' });
  await expect(catalog.facet('Status').getByRole('checkbox', { name: 'Revoked', exact: true })).toBeChecked();
  await expect(catalog.facet('Status').getByRole('button', { name: 'Load all tokens' })).toHaveCount(0);
  await page.keyboard.press('Escape');
  await catalog.question.getByRole('button', { name: 'Not now' }).click();
  await catalog.list.hasRows();
  expect(catalog.list.params()).toEqual({});
});

test('providers and scopes are those of the rows on the page, and are named when chosen', async ({ page, catalog }) => {
  await catalog.list.open();
  await expect(catalog.readAll).toBeVisible({ timeout: 15_000 });
  await catalog.openFacet('Provider');
  const providers = catalog.facet('Provider').getByRole('checkbox');
  await expect(catalog.facet('Provider').getByText('These are the values of the rows on this page.')).toBeVisible();
  const named = await Promise.all((await providers.all()).map((box) => box.getAttribute('aria-label')));
  expect(named.length).toBeGreaterThan(3);
  await expect(catalog.list.table).toContainText(named[0] ?? '');
  await catalog.facet('Provider').getByRole('checkbox', { name: 'Grafana', exact: true }).check();
  await expect(catalog.list.filters.getByRole('button', { name: 'Remove filter Provider: Grafana' })).toBeVisible();
  await expect(providers, 'there is as much to choose from as before').toHaveCount(named.length);
  await page.keyboard.press('Escape');
  await catalog.openFacet('Scope');
  await expect(catalog.facet('Scope').getByRole('checkbox', { name: 'openid', exact: true })).toBeVisible();
});

test('few tokens are loaded when a facet is opened, and counted in it', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.list.open();
  await expect(catalog.readAll).toBeVisible({ timeout: 15_000 });
  await catalog.openFacet('Status');
  await expect(catalog.value('Status', 'Revoked')).toBeVisible();
  await expect(catalog.question).toHaveCount(0);
});
