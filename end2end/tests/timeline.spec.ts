import { axe, type CatalogPage, expect, isNotApplied, settled, test } from '../pages/catalog';

const HOUR = 3_600;
const DAY = 24 * HOUR;

/** How many tokens a bar says that it stands for. */
function counted(name: string): number {
  return Number((/: ([\d,]+) tokens?(,|$)/.exec(name)?.[1] ?? '').replaceAll(',', ''));
}

async function names(catalog: CatalogPage): Promise<string[]> {
  return catalog.bars.evaluateAll((bars) => bars.map((bar) => bar.getAttribute('aria-label') ?? ''));
}

const sum = (numbers: number[]) => numbers.reduce((sum, number) => sum + number, 0);

test('all bars count by when tokens expire, and the table says the same', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  await catalog.openTimeline();
  await catalog.range('All').check();
  const never = all.filter((token) => token.expires === null || isNotApplied(token)).length;
  await expect.poll(async () => sum((await names(catalog)).map(counted))).toBe(all.length - never);
  for (const name of await names(catalog)) expect(name).toMatch(/^.+: [\d,]+ tokens?(, [\d,]+ (active|expired|revoked))*$/);
  await catalog.timeline.getByText('As a table').click();
  const cells = catalog.timeline.getByRole('table').getByRole('cell');
  await expect(cells.last()).toBeVisible();
  expect(sum((await cells.allTextContents()).map((text) => Number(text.replaceAll(',', ''))))).toBe(all.length);

  await catalog.timeline.getByRole('link', { name: `Never expires: ${never}` }).click();
  await catalog.matches(never);
  expect(catalog.list.params()).toEqual({ expires: 'never' });
  await expect(catalog.span).toHaveAccessibleName('Remove filter Expires: never');
  await catalog.span.click();
  await catalog.matches(all.length);
  await page.goBack();
  await catalog.matches(never);
});

test('it opens on the shortest range that shows how tokens are spread, and keeps it', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, claims: {}, scope: ['openid'] } as const;
  await standin.change(
    { ...add, expires_in: 2 * DAY, count: 4 },
    { ...add, expires_in: 4 * DAY, count: 3 },
    { ...add, expires_in: 90 * DAY, count: 2, provider: 3 },
    { ...add, expires_in: null },
  );
  await catalog.open();
  await catalog.openTimeline();
  await expect(catalog.range('7 d')).toBeChecked();
  expect(sum((await names(catalog)).map(counted))).toBe(7);
  await expect(catalog.timeline.getByText('At other times: 2')).toBeVisible();
  await expect(catalog.timeline.getByText('Active 7')).toBeVisible();
  await catalog.range('1 y').check();
  await expect.poll(async () => sum((await names(catalog)).map(counted))).toBe(9);
  await expect(catalog.timeline.getByText('At other times')).toHaveCount(0);
  await catalog.range('24 h').check();
  await expect.poll(async () => sum((await names(catalog)).map(counted))).toBe(0);
  // The hours that 24 hours from now on touch.
  await expect(catalog.bars).toHaveCount(25);
});

test('bars say how many are active, expired and revoked; what expired is there where there is some', async ({ catalog, standin }) => {
  await standin.reset({ tokens: 0 });
  const add = { action: 'add', user: 2, provider: 1, claims: {}, scope: ['openid'] } as const;
  await standin.change(
    { ...add, expires_in: 3 * HOUR, count: 4 },
    { ...add, expires_in: 3 * HOUR, revoked: true },
    { ...add, expires_in: 9 * HOUR, count: 2 },
    { ...add, expires_in: -2 * HOUR, count: 2 },
  );
  await catalog.open();
  await catalog.openTimeline();
  await expect(catalog.range('24 h')).toBeChecked();
  await expect(catalog.bars).toHaveCount(27);
  const told = (await names(catalog)).filter((name) => counted(name) > 0);
  expect(told).toHaveLength(3);
  expect(told[0]).toMatch(/^\w+ \d+, \d{4}, \d+:00 – \d+:59\s[AP]M: 2 tokens, 2 expired$/);
  expect(told[1]).toMatch(/: 5 tokens, 4 active, 1 revoked$/);
  expect(told[2]).toMatch(/: 2 tokens, 2 active$/);
  const legend = catalog.timeline.getByRole('list').getByRole('listitem');
  await expect(legend.filter({ hasText: /^(Active|Revoked|Expired) \d+$/ })).toHaveText(['Active 6', 'Revoked 1', 'Expired 2']);
  await expect(catalog.bars.nth(2)).toHaveAccessibleName(/^Now, /);
});

test('the timeline keeps its button where it is, and says in a line when there is nothing to draw', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open();
  const button = page.getByRole('button', { name: 'Timeline', exact: true });
  const before = await button.boundingBox();
  await catalog.openTimeline();
  await expect(catalog.bars.first()).toBeVisible();
  expect(await button.boundingBox()).toEqual(before);
  await catalog.list.search.fill('expires:never');
  await expect(catalog.timeline.getByText('None of these tokens expires.')).toBeVisible();
  await expect(catalog.bars).toHaveCount(0);
  await expect(catalog.range('All')).toBeHidden();
  const { height = 0 } = (await catalog.timeline.getByText('None of these tokens expires.').locator('../..').boundingBox()) ?? {};
  expect(height, 'one line').toBeLessThan(60);
  await catalog.list.search.fill('nobody-is-called-so');
  await expect(catalog.timeline.getByText('No token matches, so there is nothing to draw')).toBeVisible();
  await catalog.list.search.fill('');
  await expect(catalog.bars.first()).toBeVisible();
});

test('bars are chosen by the pointer and by the keyboard, one or several', async ({ page, catalog, standin, authentik }) => {
  await standin.reset({ tokens: 1_000 });
  const all = await settled(standin, authentik);
  await catalog.open();
  await catalog.openTimeline();
  await catalog.range('All').check();
  await expect(catalog.timeline.getByText('At other times')).toHaveCount(0);
  const counts = (await names(catalog)).map(counted);
  const first = counts.findIndex((count, at) => at > 0 && count > 0 && (counts[at + 1] ?? 0) > 0 && at + 2 < counts.length);
  const upTo = (to: number) => sum(counts.slice(first, to + 1));
  await catalog.bars.nth(first).click();
  await catalog.matches(upTo(first));
  const [stretch = ''] = ((await catalog.bars.nth(first).getAttribute('aria-label')) ?? '').replace(/^Now, /, '').split(/: [\d,]+ token/);
  await expect(catalog.span, 'the chip says it as the bar does').toHaveAccessibleName(`Remove filter Expires: ${stretch}`);
  await expect(catalog.bars.nth(first)).toHaveAttribute('aria-pressed', 'true');
  await expect(catalog.bars.and(page.getByRole('button', { pressed: true }))).toHaveCount(1);
  const { expires = '' } = catalog.list.params();
  const [from = 0, to = 0] = expires.split('..').map((text) => Date.parse(text));
  const wanted = all.filter(({ expires }) => expires !== null && Date.parse(expires) >= from && Date.parse(expires) < to);
  expect(wanted).toHaveLength(upTo(first));
  expect(await catalog.list.pks()).toEqual(wanted.map(({ pk }) => pk).reverse().slice(0, 20));

  await page.keyboard.press('Shift+ArrowRight');
  await expect(catalog.bars.nth(first + 1)).toBeFocused();
  await catalog.matches(upTo(first + 1));
  await expect(catalog.bars.and(page.getByRole('button', { pressed: true }))).toHaveCount(2);
  await page.keyboard.press('Shift+ArrowRight');
  await catalog.matches(upTo(first + 2));
  await page.keyboard.press('ArrowLeft');
  await expect(catalog.bars.nth(first + 1), 'walks without choosing').toBeFocused();
  await catalog.matches(upTo(first + 2));
  await page.keyboard.press('End');
  await expect(catalog.bars.last()).toBeFocused();
  await page.keyboard.press('Home');
  await expect(catalog.bars.first()).toBeFocused();
  await page.keyboard.press('Enter');
  await catalog.matches(counts[0] ?? 0);
  await catalog.span.click();
  await catalog.matches(all.length);
  expect(catalog.list.params()).toEqual({});
});

test('the bars are one stop of Tab, between the ranges and the table', async ({ page, catalog, standin }) => {
  await standin.reset({ tokens: 300 });
  await catalog.open();
  await catalog.openTimeline();
  await catalog.range('All').check();
  await page.keyboard.press('Tab');
  await expect(catalog.timeline.getByRole('link', { name: /^Never expires/ })).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(catalog.bars.first()).toBeFocused();
  await page.keyboard.press('End');
  await catalog.range('24 h').check();
  await catalog.range('24 h').focus();
  await page.keyboard.press('Tab');
  await page.keyboard.press('Tab');
  await expect(catalog.bars.first(), 'also where there are fewer').toBeFocused();
  await page.keyboard.press('Tab');
  await expect(catalog.timeline.getByText('As a table')).toBeFocused();
});

for (const forcedColors of ['none', 'active'] as const) {
  test(`it can be read on a phone, colours ${forcedColors === 'none' ? 'as they are' : 'forced'}`, async ({ page, catalog, standin }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await page.emulateMedia({ forcedColors });
    await standin.reset({ tokens: 1_000 });
    await catalog.open();
    await catalog.openTimeline();
    for (const name of ['24 h', '7 d', '30 d', '1 y', 'All'] as const) {
      await catalog.range(name).check();
      await expect(catalog.range(name)).toBeChecked();
      for (const bar of [catalog.bars.first(), catalog.bars.last()]) {
        const box = await bar.boundingBox();
        expect(box && box.x >= 0 && box.x + box.width <= 390 && box.width > 6, name).toBe(true);
      }
    }
    expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBeLessThanOrEqual(390);
    await axe(page);
  });
}
