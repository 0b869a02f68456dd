import { type Token, axe, everything, expect, grouped, isNotApplied, newest, settled, status, test } from '../pages/catalog';

const API = 'goauthentik.io/api';

/** Whether a token is to be dealt with now, as docs/findings.md has it. */
function isHigh(token: Token): boolean {
  const { user, scope, revoked, expires, is_expired } = token;
  if (status(token) === 'Expired' || (is_expired && revoked)) return false;
  if (revoked) return scope.includes(API) && user.is_active;
  const hasNoEnd = expires === null || isNotApplied({ is_expired, expires });
  return !user.is_active || isNotApplied({ is_expired, expires }) || (scope.includes(API) && (user.is_superuser || hasNoEnd));
}

/** One token of each severity and one without findings. Nobody knows when they were issued, nor so how long they last. */
const ADD = { action: 'add', user: 2, provider: 1, expires_in: 3_600, claims: {}, scope: ['openid'] } as const;
const ONE_OF_EACH = [{ ...ADD, user: 1, scope: [API] }, { ...ADD, expires_in: null }, { ...ADD, provider: 3 }, ADD] as const;

test('the overview counts what needs somebody now, and leads to it; a reload keeps to that', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 2_000 });
  const all = await settled(standin, authentik);
  const high = all.filter(isHigh);
  expect(high.length).toBeGreaterThan(0);
  expect(high.length, 'few enough to act on').toBeLessThan(all.length / 8);
  await catalog.open();
  await expect(catalog.count('High findings')).toHaveAccessibleName(`High findings ${grouped(high.length)}`);
  await catalog.count('High findings').click();
  await catalog.matches(high.length);
  await expect(catalog.count('High findings')).toHaveAttribute('aria-current', 'true');
  expect(catalog.list.params()).toEqual({ severity: 'high' });
  await page.reload();
  await catalog.isRead();
  await catalog.matches(high.length);
  expect(await catalog.list.pks()).toEqual(newest(high, () => true));
});

test('the facet counts each token once, by its worst finding, and other facets narrow it', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open('/access-tokens?search=finding:any');
  const flagged = Number(/of ([\d,]+)/.exec(await catalog.list.pagination.innerText())?.[1]?.replaceAll(',', ''));
  await catalog.openFacet('Severity');
  await expect(catalog.facet('Severity')).toContainText('by its worst finding');
  const { High = 0, Medium = 0, Low = 0, ...others } = await catalog.counts('Severity');
  expect(others).toEqual({});
  expect(High).toBe(all.filter(isHigh).length);
  expect(High + Medium + Low).toBe(flagged);
  await catalog.value('Severity', 'High').check();
  await catalog.value('Severity', 'Medium').check();
  await catalog.matches(High + Medium);
  expect(catalog.list.params()).toMatchObject({ severity: 'high,medium' });
  await catalog.value('Severity', 'Medium').uncheck();
  await catalog.openFacet('Finding');
  await catalog.value('Finding', 'Never expires').check();
  await catalog.matches(all.filter((token) => isHigh(token) && token.expires === null && !token.revoked).length);
});

test('severities are searched for, left out, suggested, and explained where there is none', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const [high = 0, medium = 0, low = 0, fine = 0] = await standin.change(...ONE_OF_EACH);
  await catalog.open('/access-tokens?rows=all');
  for (const [text, pks] of [
    ['severity:high', [high]],
    ['severity:Medium', [medium]],
    ['severity:low', [low]],
    ['-severity:low', [fine, medium, high]],
    ['-severity:low finding:any', [medium, high]],
  ] as const) {
    await catalog.search(text);
    await expect.poll(() => catalog.list.pks(), text).toEqual(pks);
  }
  const { search, suggestions } = catalog.list;
  await search.fill('severity:worst');
  await expect(search).toHaveAccessibleDescription('“worst” is not a severity. Try high, medium or low.');
  await search.fill('');
  await search.pressSequentially('-sev');
  await expect(suggestions.getByRole('option')).toHaveText([/^-severity:.*the worst finding of a token/]);
  await catalog.list.option(/^-severity:/).click();
  await expect(suggestions.getByRole('option')).toHaveText([/^-severity:high/, /^-severity:medium/, /^-severity:low/]);
});

test('a row says in words how many findings it has and how severe the worst is, and so does the drawer for each', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const [high = 0, medium = 0, low = 0, fine = 0] = await standin.change(...ONE_OF_EACH);
  await catalog.list.open();
  await expect(catalog.list.cell(high, 'Findings')).toContainText('3 findings, worst: high. Unlimited access to authentik’s API');
  await expect(catalog.list.cell(medium, 'Findings')).toContainText('1 finding, medium. Never expires');
  await expect(catalog.list.cell(low, 'Findings')).toContainText('1 finding, low. Broad redirect pattern');
  await expect(catalog.list.cell(fine, 'Findings')).toHaveText('');
  await catalog.list.link(high).click();
  const section = page.getByRole('dialog').getByRole('region', { name: 'Findings', exact: true });
  await expect(section.getByRole('listitem').getByRole('heading')).toHaveText([
    /^Unlimited access to authentik’s API\s*High$/,
    /^Can use authentik’s own API\s*Medium$/,
    /^Superuser’s token\s*Low$/,
  ]);
  await axe(page);
});

test('a deactivated user’s token is a finding while it works, and a value of the facet always', async ({ catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  await settled(standin, authentik);
  const theirs = (await everything(authentik)).filter(({ user }) => !user.is_active);
  const working = theirs.filter((token) => !['Expired', 'Revoked'].includes(status(token)));
  expect(working.length).toBeLessThan(theirs.length);
  await catalog.open();
  await catalog.openFacet('Active user');
  await expect(catalog.facet('Active user')).toContainText('Expired and revoked tokens count too. For those that still work, see the finding “Deactivated user’s token still works”.');
  await expect.poll(async () => (await catalog.counts('Active user'))['Deactivated user']).toBe(theirs.length);
  await catalog.openFacet('Finding');
  await expect.poll(async () => (await catalog.counts('Finding'))['Deactivated user’s token still works']).toBe(working.length);
});

test('a file tells the worst severity of each token', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  await standin.change(...ONE_OF_EACH);
  await catalog.open('/access-tokens?ordering=-findings');
  await catalog.openExport();
  await catalog.format('JSON');
  const { tokens } = JSON.parse((await catalog.save()).text) as { tokens: { worst_severity: string | null }[] };
  expect(tokens.map((token) => token.worst_severity)).toEqual(['high', 'medium', 'low', null]);
});

test.describe('with forced colours', () => {
  test.use({ contextOptions: { forcedColors: 'active' } });
  test('a severity has a shape and a frame of its own', async ({ catalog, standin }) => {
    await standin.reset({ tokens: 0 });
    const pks = (await standin.change(...ONE_OF_EACH)).slice(0, 3);
    await catalog.list.open();
    const looks: string[] = [];
    for (const pk of pks) {
      const cell = catalog.list.cell(pk, 'Findings');
      await expect(cell).toContainText('finding');
      looks.push(
        await cell.locator('svg').evaluate((picture) => {
          const { borderTopStyle, borderTopWidth } = getComputedStyle(picture.parentElement as Element);
          return [picture.innerHTML, borderTopStyle, borderTopWidth].join(' ');
        }),
      );
    }
    expect(new Set(looks.map((look) => look.replace(/ \w+ [\d.]+px$/, ''))).size, 'shapes').toBe(3);
    expect(new Set(looks.map((look) => look.replace(/^.*(?= \w+ [\d.]+px$)/s, ''))).size, 'frames').toBe(3);
  });
});
