import { expect, test } from '../pages/catalog';

const PROVIDERS = '/api/v3/providers/oauth2/';
/** A client that keeps no secret. */
const MOBILE = { provider: 2, user: 2, scope: ['openid', 'offline_access'] };
/** One with redirect addresses of many hosts. */
const ARGO = { provider: 11, user: 2 };

test.beforeEach(async ({ standin }) => {
  await standin.reset({ tokens: 0, authentik_version: '2026.8.3' });
});

test('what rows leave out of their providers is asked for once, and judged by', async ({ catalog, standin }) => {
  const [mobile = 0, argo = 0] = await standin.change({ action: 'add', ...MOBILE }, { action: 'add', ...ARGO });
  await catalog.list.open();
  await expect(catalog.list.cell(mobile, 'Findings')).toContainText('Renewable by a public client');
  await expect(catalog.list.cell(argo, 'Findings')).toContainText('Broad redirect pattern');
  expect((await standin.requests(PROVIDERS)).length).toBe(1);
  await catalog.list.headerButton('Expires').click();
  await expect(catalog.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
  expect((await standin.requests(PROVIDERS)).length, 'what is known is not asked again').toBe(1);
});

test('they are searched by, counted and exported', async ({ page, catalog, standin }) => {
  const [mobile = 0] = await standin.change({ action: 'add', ...MOBILE }, { action: 'add', ...ARGO, count: 150 });
  await standin.forgetRequests();
  await catalog.open();
  await catalog.openFacet('Finding');
  await expect.poll(() => catalog.counts('Finding')).toMatchObject({ 'Renewable by a public client': 1, 'Broad redirect pattern': 150 });
  await page.keyboard.press('Escape');
  expect((await standin.requests(PROVIDERS)).length, 'for the list, and for reading all').toBeLessThanOrEqual(2);
  await catalog.search('mobile-app');
  await catalog.matches(1);
  await catalog.openExport();
  await catalog.format('JSON');
  const { tokens } = JSON.parse((await catalog.save()).text) as { tokens: unknown[] };
  expect(tokens).toMatchObject([
    { pk: mobile, provider_client_id: 'mobile-app', provider_client_type: 'public', findings: expect.arrayContaining(['offline-public']) },
  ]);
});

test('the rows on screen are exported with them, where not all were read', async ({ catalog, standin }) => {
  const [mobile = 0] = await standin.change({ action: 'add', ...MOBILE });
  await catalog.list.open();
  await expect(catalog.list.cell(mobile, 'Findings')).toContainText('Renewable by a public client');
  await catalog.openExport();
  await catalog.format('JSON');
  const { tokens } = JSON.parse((await catalog.save()).text) as { tokens: unknown[] };
  expect(tokens).toMatchObject([{ provider_client_id: 'mobile-app', findings: expect.arrayContaining(['offline-public']) }]);
});

test('where there is but one page, it is searched by what its rows leave out', async ({ catalog, standin }) => {
  const [grafana = 0] = await standin.change({ action: 'add', provider: 1, user: 2 }, { action: 'add', ...ARGO, count: 4 });
  await catalog.list.open('/access-tokens?search=grafana-client');
  await catalog.matches(1);
  await expect(catalog.list.link(grafana)).toBeVisible();
});

test('a name that authentik finds shows its tokens with them', async ({ catalog, standin }) => {
  const [mobile = 0] = await standin.change({ action: 'add', ...MOBILE }, { action: 'add', ...ARGO, count: 30 });
  await catalog.list.open('/access-tokens?search=mobile');
  await catalog.matches(1);
  await expect(catalog.list.cell(mobile, 'Findings')).toContainText('Renewable by a public client');
});

test('where authentik does not tell of them, that is said, until it does', async ({ page, catalog, standin }) => {
  await page.clock.install();
  const [mobile = 0] = await standin.change({ action: 'add', ...MOBILE });
  // Only the page's time is made to pass; the server's would contradict it.
  await standin.faults({ kind: 'forbidden', path: PROVIDERS }, { kind: 'date' });
  await catalog.list.open();
  const untold = page.getByText('authentik did not share the client details of 1 provider');
  await expect(untold).toBeVisible();
  await expect(catalog.list.cell(mobile, 'Findings')).not.toContainText('Renewable by a public client');
  await expect(catalog.list.alerts).toHaveCount(0);
  await standin.faults({ kind: 'date' });
  await page.clock.fastForward(61_000);
  await catalog.list.refresh.click();
  await expect(catalog.list.cell(mobile, 'Findings')).toContainText('Renewable by a public client');
  await expect(untold).toHaveCount(0);
});

test('a refresh of all that was read learns what changed of a client', async ({ catalog, standin }) => {
  const [mobile = 0] = await standin.change({ action: 'add', ...MOBILE }, { action: 'add', ...ARGO });
  await standin.faults({ kind: 'fields', of: 'provider', pk: 2, path: PROVIDERS, fields: { client_type: 'confidential' } });
  await catalog.open();
  await expect(catalog.list.cell(mobile, 'Findings')).not.toContainText('Renewable by a public client');
  await standin.faults();
  await catalog.list.refresh.click();
  await expect(catalog.list.cell(mobile, 'Findings')).toContainText('Renewable by a public client');
});

test('an export waits for them', async ({ catalog, standin }) => {
  await standin.change({ action: 'add', ...MOBILE });
  await standin.faults({ kind: 'delay', path: PROVIDERS, ms: 1_500 });
  await catalog.list.open();
  await catalog.openExport();
  await catalog.format('JSON');
  const { tokens } = JSON.parse((await catalog.save()).text) as { tokens: unknown[] };
  expect(tokens).toMatchObject([{ provider_client_id: 'mobile-app' }]);
});

test('where they may not be seen, nothing is called complete', async ({ page, catalog, standin }) => {
  await standin.change({ action: 'add', ...MOBILE, count: 15 }, { action: 'add', ...ARGO, count: 15 });
  await standin.faults({ kind: 'forbidden', path: PROVIDERS }, { kind: 'forbidden', path: '/api/v3/core/users/', query: 'search=' });
  await catalog.list.open('/access-tokens?search=mobile');
  await expect(page.getByText('Client IDs are not in these rows and were not searched.')).toBeVisible();
  await catalog.readAll.first().click();
  await catalog.isRead();
  await expect(page.getByText('authentik did not share the client details of 2 providers')).toBeVisible();
});

test('reading that waits for them alone can be ended with all tokens', async ({ page, catalog, standin }) => {
  await standin.change({ action: 'add', ...MOBILE }, { action: 'add', ...ARGO });
  await standin.faults({ kind: 'delay', path: PROVIDERS, ms: 60_000 });
  await catalog.list.open();
  await catalog.readAll.click();
  await expect(catalog.progress).toHaveAttribute('aria-valuenow', '2');
  await catalog.tool('Cancel').click();
  await catalog.isRead();
  await expect(page.getByText('authentik did not share the client details of 2 providers')).toBeVisible();
});
