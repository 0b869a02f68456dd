import type { Page } from '@playwright/test';
import { CatalogPage } from '../pages/catalog';
import { type Token, axeInBothThemes, expect, test } from '../pages/test';

const encoded = (value: object) => Buffer.from(JSON.stringify(value)).toString('base64url');

/** A token as a client has it, whose signature is its own. */
function jwt(claims: object): string {
  return [encoded({ alg: 'RS256', typ: 'JWT' }), encoded(claims), Buffer.from('a signature of its own').toString('base64url')].join('.');
}

function claimsOf({ id_token }: Token): Record<string, string> {
  return JSON.parse(id_token ?? '{}') as Record<string, string>;
}

/** Everything that leaves the page or stays behind it: addresses asked for, the address itself, what is stored. */
async function traces(page: Page, asked: string[]): Promise<string> {
  const stored = await page.evaluate(() => JSON.stringify([{ ...localStorage }, { ...sessionStorage }, history.state, location.href]));
  return [...asked, stored].join('\n');
}

test('a pasted token is read in the page, goes nowhere, and leads to the token', async ({ page, list, authentik, standin }) => {
  await standin.reset({ tokens: 300 });
  const { results } = await authentik.tokens('ordering=pk&page_size=100');
  const token = results.find((token) => claimsOf(token)['jti'] && claimsOf(token)['sub']);
  if (!token) throw new Error('no token has an id');
  const pasted = jwt(claimsOf(token));
  await list.open();
  const asked: string[] = [];
  page.on('request', (request) => asked.push(`${request.url()} ${request.postData() ?? ''}`));
  await list.search.fill(`Bearer ${pasted}`);
  await expect(page.getByText('it is not sent, stored or put into the address')).toBeVisible();
  const card = page.getByRole('status').filter({ hasText: 'What this token says about itself' });
  await expect(card).toContainText(claimsOf(token)['iss'] ?? '');
  await axeInBothThemes(page);
  await list.search.press('Enter');
  await expect(list.search).toHaveValue(`Bearer ${pasted}`);
  await card.getByRole('button', { name: 'Find this token' }).click();
  await new CatalogPage(page).readAll.click();
  await expect(list.links).toHaveText([String(token.pk)]);
  await expect(card).toHaveCount(0);
  const [, payload, signature] = pasted.split('.');
  const left = await traces(page, asked);
  expect(left).not.toContain(payload);
  expect(left).not.toContain(signature);
});

test('with all tokens read a pasted token is not searched for either', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 300 });
  await new CatalogPage(page).open();
  const secret = 'Ab3dEf6hIj9k'.repeat(6);
  await list.search.fill(secret);
  await expect(page.getByText('Nothing can be read from it')).toBeVisible();
  await list.search.press('Enter');
  await list.search.press('Escape');
  await list.search.fill('ada');
  await expect.poll(() => list.params()['search']).toBe('ada');
  expect(await page.evaluate(() => JSON.stringify(localStorage) + location.href)).not.toContain(secret);
});

test('a token in the address is taken out, asked of nobody, and told of', async ({ page, list, standin }) => {
  await standin.forgetRequests();
  const token = jwt({ sub: '1', jti: 'abc' });
  await list.open(`/access-tokens?search=${token}&user=2&scope=${token}`);
  await expect(page.getByText('The address contained something that looks like a token')).toBeVisible();
  expect(list.params()).toEqual({ user: '2' });
  const seen = await standin.requests('/api/');
  expect(seen.filter(({ query }) => query.includes(token))).toEqual([]);
});

for (const claim of ['jti', 'sid', 'sub'] as const) {
  test(`an id from a log finds its tokens, as ${claim} or as a word`, async ({ page, list, authentik, standin }) => {
    await standin.reset({ tokens: 300 });
    const pages = await Promise.all([1, 2, 3].map((at) => authentik.tokens(`ordering=pk&page_size=100&page=${at}`)));
    const tokens = pages.flatMap(({ results }) => results);
    // A subject may be an e-mail address, which is found in users as well.
    const isId = (id = '') => id.length >= 16 && !id.includes('@');
    const id = tokens.map((token) => claimsOf(token)[claim]).find(isId) ?? '';
    const newestFirst = tokens.filter((token) => claimsOf(token)[claim] === id).map(({ pk }) => pk).reverse();
    const catalog = new CatalogPage(page);
    await catalog.open();
    for (const text of [`${claim}:${id}`, id]) {
      await catalog.search(text);
      await expect.poll(() => list.pks()).toEqual(newestFirst.slice(0, 20));
    }
    await catalog.search(`${claim}:${id}x`);
    await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
  });
}
