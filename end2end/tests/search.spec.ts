import { LIST, expect, question, test } from '../pages/test';

const USERS = '/api/v3/core/users/';
const PROVIDERS = '/api/v3/providers/oauth2/';

test('suggests users and providers, asking less often than keys are pressed', async ({ page, list, standin }) => {
  await list.open();
  await standin.forgetRequests();
  await list.search.pressSequentially('git');
  await expect(list.option(/GitLab.*Provider$/)).toBeVisible();
  await expect(list.option('Search for “git”')).toBeVisible();
  await list.search.press('Control+a');
  await list.search.pressSequentially('member');
  await expect(list.option(/Mira Member.*User$/)).toBeVisible();
  await expect(list.option(/GitLab/)).toHaveCount(0);
  await expect(page.getByRole('status').filter({ hasText: 'Use the arrow keys to choose' })).toHaveCount(1);
  const users = (await standin.requests(USERS)).filter(({ query }) => query !== '').length;
  const providers = (await standin.requests(PROVIDERS)).length;
  expect(users, 'nine keys').toBeLessThan(9);
  expect(providers).toBe(users);
  expect(await standin.requests(LIST), 'the list waits for a choice').toEqual([]);
});

test('a newer text calls the question about the older one off', async ({ list, standin }) => {
  await list.open();
  const delay = { kind: 'delay', ms: 20_000, query: 'search=gra&' };
  await standin.faults({ ...delay, path: USERS }, { ...delay, path: PROVIDERS });
  await list.search.fill('gra');
  const older = async (path: string) => (await standin.requests(path)).find(({ query }) => query.startsWith('search=gra&'));
  await expect.poll(async () => (await older(USERS)) && (await older(PROVIDERS)), 'asked').toBeTruthy();
  await list.search.press('f');
  await expect(list.option(/^Grafana/)).toBeVisible();
  for (const path of [USERS, PROVIDERS]) {
    await expect.poll(async () => (await older(path))?.abandoned, path).toBe(true);
  }
});

test('is worked by the keyboard alone', async ({ list }) => {
  await list.open();
  await list.search.fill('grafana');
  await expect(list.option(/^Grafana/)).toBeVisible();
  const active = async () => list.search.getAttribute('aria-activedescendant');
  expect(await active()).toBeNull();
  const [text, grafana] = [list.option('Search for “grafana”'), list.option(/^Grafana/)];
  for (const [option, other] of [[grafana, text], [text, grafana]] as const) {
    await list.search.press('ArrowDown');
    await expect(option).toHaveAttribute('aria-selected', 'true');
    await expect(other).toHaveAttribute('aria-selected', 'false');
    expect(await active()).toBe(await option.getAttribute('id'));
  }
  await list.search.press('ArrowDown');
  expect(await active(), 'back in the text').toBeNull();
  await list.search.press('ArrowUp');
  await expect(text).toHaveAttribute('aria-selected', 'true');
  await list.search.press('Escape');
  await expect(list.suggestions).toHaveCount(0);
  await expect(list.search, 'Escape keeps the text').toHaveValue('grafana');
  expect(list.params()).toEqual({});

  await list.search.press('a');
  await list.search.press('Backspace');
  await expect(list.option(/^Grafana/)).toBeVisible();
  await list.search.press('ArrowDown');
  await list.search.press('Enter');
  await expect(list.chip('Provider', 'Grafana')).toBeVisible();
  await expect(list.search).toHaveValue('');
  await expect(list.search).toBeFocused();
  await list.hasRows();
  expect(list.params()).toEqual({ provider: '1' });
});

test('what is found later does not take the place of what was chosen by an arrow', async ({ list, standin }) => {
  await list.open();
  let answer = () => {};
  const late = new Promise<void>((done) => (answer = done));
  await list.page.route(`**${PROVIDERS}*`, async (route) => {
    await late;
    await route.continue();
  });
  await list.search.fill('grafana');
  const text = list.option('Search for “grafana”');
  await expect(text).toBeVisible();
  await list.search.press('ArrowDown');
  await expect(text).toHaveAttribute('aria-selected', 'true');
  await expect.poll(async () => (await standin.requests(USERS)).filter(({ query }) => query.includes('search=grafana')).length).toBe(1);
  answer();
  await expect(list.option(/^Grafana/)).toBeVisible();
  await expect(text).toHaveAttribute('aria-selected', 'true');
});

test('a slash leads to the box from anywhere', async ({ page, list }) => {
  await list.open();
  await list.headerButton('Expires').focus();
  await page.keyboard.press('/');
  await expect(list.search).toBeFocused();
  await expect(list.search).toHaveValue('');
});

test('chosen users and providers become filters, and can be removed', async ({ list, standin }) => {
  await list.open('/access-tokens?page=2');
  await list.search.fill('member');
  await list.option(/Mira Member/).click();
  await list.showsRange('1–20 of 48');
  await list.search.fill('mobile');
  await list.option(/^Mobile App/).click();
  await expect(list.chip('Provider', 'Mobile App (public)')).toBeVisible();
  await expect(list.chip('User', 'member')).toBeVisible();
  expect(list.params()).toEqual({ user: '2', provider: '2' });
  const asked = question((await standin.requests(LIST)).at(-1)?.query ?? '');
  expect(asked).toMatchObject({ user: '2', provider: '2', page: '1' });
  await list.chip('Provider', 'Mobile App (public)').click();
  await list.showsRange('1–20 of 48');
  await list.chip('User', 'member').focus();
  await list.page.keyboard.press('Enter');
  await list.showsRange('1–20 of 10,000');
  await expect(list.filters).toBeHidden();
  const lost = await list.page.evaluate(() => document.activeElement === document.body);
  expect(lost, 'the focus is not lost with the chip').toBe(false);
});

test('a pasted address names its filters, from the rows or, without rows, from authentik', async ({ page, list }) => {
  await list.open('/access-tokens?user=2&provider=1');
  await expect(list.chip('User', 'member')).toBeVisible();
  await expect(list.chip('Provider', 'Grafana')).toBeVisible();
  await page.goto('/access-tokens?user=4&provider=25');
  await expect(list.chip('User', 'empty')).toBeVisible();
  await expect(list.chip('Provider', 'Archive (never used)')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear filters' }).click();
  await list.showsRange('1–20 of 10,000');
});

test('a text that authentik ignores is answered by names, and the page says what that covers', async ({ page, list, standin }) => {
  await list.open();
  await standin.forgetRequests();
  await list.search.fill('Nextcloud');
  await list.search.press('Enter');
  const notice = page.getByRole('status').filter({ hasText: 'These are all tokens of' });
  await expect(notice).toHaveText(/that match “Nextcloud” by name, username, email or provider\. Accents matter here \(ü ≠ u\)\. Scopes, client IDs and IDs in claims were not searched\./);
  await expect(notice.getByRole('button', { name: 'Load all 10,000 tokens' })).toBeVisible();
  expect(await list.marks()).toContain('Nextcloud');
  const asked = (await standin.requests(LIST)).map(({ query }) => question(query));
  expect(asked.filter(({ search }) => search === 'Nextcloud')).toHaveLength(1);
  expect(asked.some(({ provider, page_size }) => provider !== undefined && page_size === '100')).toBe(true);

  await list.search.fill('nothing-like-this');
  await list.search.press('Enter');
  await expect(page.getByText('No user or provider matches')).toBeVisible();
  await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
  await page.getByRole('button', { name: 'Clear search' }).click();
  await list.hasRows();
  expect(await list.pks()).toHaveLength(20);
  await expect(list.search).toHaveValue('');
});

test('words are found without regard to accents, case and order', async ({ page, list, standin }) => {
  await standin.reset({ tokens: 0 });
  await standin.change({ action: 'rename-user', user: 2, name: 'Zoë Łukasz Quux' });
  await standin.change({ action: 'add', user: 2, count: 2 }, { action: 'add', user: 3 });
  await list.open('/access-tokens?search=quux%20LUKASZ%20zoe');
  await expect(page.getByRole('status').filter({ hasText: '2 of the 3 on this page' })).toContainText('so nothing is missing');
  expect(new Set(await list.marks())).toEqual(new Set(['Zoë', 'Łukasz', 'Quux']));
});

test('rows that match by luck are not taken for a search, which is found out once', async ({ page, list, standin }) => {
  await list.open('/access-tokens?user=2&search=member');
  await expect(page.getByRole('status').filter({ hasText: 'These are all tokens of' })).toBeVisible();
  await list.step('Next').click();
  await list.showsRange('21–40 of 48');
  const texts = (await standin.requests(LIST)).map(({ query }) => question(query).search).filter((text) => text !== undefined);
  expect(texts.filter((text) => text.startsWith('tokenscope-'))).toHaveLength(1);
});

test('where authentik searches, its answer counts', async ({ page, list, standin }) => {
  await standin.faults({ kind: 'search-honoured' });
  await list.open('/access-tokens?search=grafana');
  await expect(list.pagination).toContainText(/^1–20 of [1-9][\d,]*/);
  await expect(list.pagination).not.toContainText('10,000');
  await expect(page.getByText(/^Only this page was searched|of \d+ on this page/)).toHaveCount(0);
  expect(await list.marks()).toContain('Grafana');
  await list.step('Next').click();
  await list.showsRange('21–40 of [\\d,]+');
  await expect(page.getByText(/^Only this page was searched|of \d+ on this page/)).toHaveCount(0);
  await list.search.fill('nothing-like-this');
  await list.search.press('Enter');
  await expect(page.getByRole('heading', { name: 'No access tokens match' })).toBeVisible();
});

test('who may not look users up is told so, and can search all the same', async ({ page, list, standin }) => {
  await standin.signIn('member');
  await list.open();
  await list.search.fill('grafana');
  await expect(page.getByText('authentik does not let you look up users and providers, so none are suggested.')).toBeVisible();
  await expect(list.suggestions.getByRole('option')).toHaveCount(1);
  await list.search.press('Enter');
  await expect(page.getByText(/Searched all \d+ tokens that authentik shows you for “grafana”/)).toBeVisible();
  await expect(page.getByText('on this page match')).toHaveCount(0);
  await expect(list.alerts).toHaveCount(0);
});

test('a user whom authentik does not know is refused at the chip, and nowhere else', async ({ page, list }) => {
  await page.goto('/access-tokens?user=999999');
  const words = 'Select a valid choice. That choice is not one of the available choices.';
  await expect(list.chip('User', '#999999')).toHaveAccessibleDescription(words);
  await expect(page.getByText(words)).toHaveCount(1);
  await expect(list.alerts).toHaveCount(1);
  await expect(list.alerts).toContainText('authentik does not accept this request');
  await expect(list.table).toBeHidden();
  await list.chip('User', '#999999').click();
  await list.showsRange('1–20 of 10,000');
  await expect(list.alerts).toHaveCount(0);
});

test('what is wrong with the search stands at the box, the rest in the panel', async ({ page, list, standin }) => {
  const body = { search: ['Too long.'], ordering: ['Unheard of.'], non_field_errors: ['Not like this.'], code: 'invalid', odd: { a: [1] } };
  await standin.faults({ kind: 'bad-request', body, path: LIST, query: 'search=' });
  await list.open();
  await list.search.fill('whatever');
  await list.search.press('Enter');
  await expect(list.search).toHaveAccessibleDescription('Too long.');
  await expect(list.alerts).toContainText('Not like this.');
  await expect(list.alerts).toContainText('ordering: Unheard of.');
  await expect(list.alerts).toContainText('odd');
  await expect(page.getByText('Too long.')).toHaveCount(1);
});
