import type { APIRequestContext, Page } from '@playwright/test';
import { type Standin, axeInBothThemes, expect, test } from '../fixtures';

const AS_SUPERUSER = { Authorization: 'Bearer standin-superuser', Accept: 'application/json' };
/** Of member: each list, by what its rows are named in addresses, and by what it is filtered. */
const LISTS = {
  sessions: ['core/authenticated_sessions', 'uuid', 'user__username=member'],
  apiTokens: ['core/tokens', 'identifier', 'user__username=member'],
  refreshTokens: ['oauth2/refresh_tokens', 'pk', 'user=2'],
  accessTokens: ['oauth2/access_tokens', 'pk', 'user=2'],
} as const;

/** Ends, as the superuser, all that a list holds of the member's. */
async function endAll(request: APIRequestContext, { url }: Standin, list: keyof typeof LISTS): Promise<void> {
  const [path, key, filter] = LISTS[list];
  const address = `${url}/api/v3/${path}/`;
  const headers = AS_SUPERUSER;
  const page = await request.get(`${address}?page_size=100&${filter}`, { headers });
  const { results } = (await page.json()) as { results: Record<string, string | number>[] };
  expect(results.length, list).toBeGreaterThan(0);
  for (const row of results) {
    const ended = await request.delete(`${address}${encodeURIComponent(String(row[key]))}/`, { headers });
    expect(ended.status(), `${list} ${row[key]}`).toBe(204);
  }
}

const line = (page: Page, name: string) => page.getByRole('row').filter({ has: page.getByRole('rowheader', { name, exact: true }) });

/** Opens the laptop, which tries nothing by itself, and takes all of the member's. */
async function steal(page: Page): Promise<void> {
  await page.goto('/standin/thief?user=member&every=0');
  await expect(page.getByRole('heading', { name: 'What was taken from member' })).toBeVisible();
  await expect(page.getByRole('status')).toHaveText('Nothing was stolen yet.');
  await page.getByRole('button', { name: 'Steal' }).click();
  await expect(page.getByRole('status')).toHaveText('The thief is in');
  for (const name of ['Session', 'Access token', 'Refresh token', 'API token', 'App password']) {
    await expect(line(page, name).getByRole('cell').first()).toHaveText('in');
  }
}

test('who ends everything in the right order has locked the thief out', async ({ page, request, standin }) => {
  await page.goto('/standin/');
  await page.getByRole('link', { name: 'The thief’s laptop' }).click();
  await expect(page).toHaveURL(/\/standin\/thief\?user=2$/);
  await steal(page);
  await axeInBothThemes(page);
  for (const list of ['sessions', 'apiTokens', 'refreshTokens', 'accessTokens'] as const) await endAll(request, standin, list);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(page.getByRole('status')).toHaveText('The thief is locked out');
  const answers = { Session: 403, 'Access token': 401, 'Refresh token': 400, 'API token': 403, 'App password': 400 };
  for (const [name, status] of Object.entries(answers)) {
    await expect(line(page, name).getByRole('cell')).toHaveText(['locked out', String(status)]);
  }
  await axeInBothThemes(page);
  expect(await standin.thief({ user: 'member' })).toMatchObject({ in: false, access_tokens_held: 0 });
});

test('who ends access tokens and leaves the refresh token lets the thief back in', async ({ page, request, standin }) => {
  await steal(page);
  for (const list of ['sessions', 'apiTokens', 'accessTokens'] as const) await endAll(request, standin, list);
  await page.getByRole('button', { name: 'Try again' }).click();
  await expect(line(page, 'Session').getByRole('cell').first()).toHaveText('locked out');
  await expect(line(page, 'API token').getByRole('cell').first()).toHaveText('locked out');
  await expect(line(page, 'Access token').getByRole('cell')).toHaveText(['in', '200']);
  await expect(page.getByRole('status')).toHaveText('The thief is in');
});

test('the thief tries every second, and what is wrong is said', async ({ page, standin }) => {
  await standin.steal({ client: 'grafana-client' });
  await page.goto('/standin/thief?client=1');
  await expect(page.getByRole('heading', { name: 'What was taken from Grafana' })).toBeVisible();
  await expect(line(page, 'Client secret').getByRole('cell')).toHaveText(['in', '200']);
  const secret = { client_secret: 'canary-another' };
  await page.request.patch('/api/v3/providers/oauth2/1/', { headers: AS_SUPERUSER, data: secret });
  await expect(line(page, 'Client secret').getByRole('cell')).toHaveText(['locked out', '400']);
  await expect(line(page, 'Introspection').getByRole('cell')).toHaveText(['locked out', '200']);
  await expect(line(page, 'Access token').getByRole('cell').first()).toHaveText('in');

  await page.getByLabel('User, by ID or username').fill('nobody at all');
  await page.getByRole('button', { name: 'Look at this user' }).click();
  await expect(page.getByRole('alert')).toHaveText('there is no user nobody at all');
});
