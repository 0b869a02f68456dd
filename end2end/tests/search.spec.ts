import { expect, test } from '../fixtures';
import { Console } from '../pages/console';

const LIST = '/api/v3/oauth2/access_tokens/';

test.describe('suggestions', () => {
  test('are found while typing, chosen by keyboard, and become filters', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await standin.forgetRequests();
    await console.search.pressSequentially('member');
    const options = page.getByRole('listbox', { name: 'Suggestions' }).getByRole('option');
    await expect(options).toHaveText([/Search for “member”/, /Mira Member.*member.*User/s]);
    expect((await standin.requests('/api/v3/core/users/')).length).toBeLessThan(6);
    await page.keyboard.press('ArrowDown');
    await page.keyboard.press('ArrowDown');
    await expect(options.nth(1)).toHaveAttribute('aria-selected', 'true');
    await expect(console.search).toHaveAttribute('aria-activedescendant', 'ts-suggestion-user-2');
    await page.keyboard.press('Enter');
    await expect(page).toHaveURL(/\?user=2$/);
    await expect(console.pages).toContainText('1–20 of 48');
    await expect(page.getByRole('group', { name: 'Filters' })).toContainText('Usermember');
    await expect(console.search).toHaveValue('');
    await page.getByRole('button', { name: 'Remove filter User: member' }).click();
    await expect(console.pages).toContainText('of 10,000');
  });

  test('close on Escape, and a provider is one of them', async ({ page }) => {
    const console = new Console(page);
    await console.open('/access-tokens?page=3');
    await console.search.fill('grafana');
    const list = page.getByRole('listbox', { name: 'Suggestions' });
    await expect(list.getByRole('option', { name: /Provider/ }).first()).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list).toHaveCount(0);
    await expect(console.search).toHaveValue('grafana');
    await console.search.fill('grafan');
    await list.getByRole('option', { name: /Provider/ }).first().click();
    await expect(page).toHaveURL(/access-tokens\?provider=\d+$/);
  });

  test('are not promised to whom authentik does not give them', async ({ page, standin }) => {
    await standin.signIn('member');
    const console = new Console(page);
    await console.open();
    await console.search.fill('grafana');
    await expect(page.getByText('authentik does not let you look up users and providers')).toBeVisible();
  });

  test('give a pasted address its names', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open('/access-tokens?user=4&provider=1');
    await expect(page.getByRole('button', { name: 'Remove filter User: empty' })).toBeVisible();
    await expect(page.getByText('No access tokens match')).toBeVisible();
    expect((await standin.requests('/api/v3/core/users/4/')).length).toBe(1);
    await page.getByRole('button', { name: 'Clear the filters' }).click();
    await expect(console.pages).toContainText('of 10,000');
  });
});

test.describe('free text', () => {
  test('that authentik ignores is looked for on the page, with the numbers', async ({ page, standin }) => {
    const console = new Console(page);
    await console.open();
    await standin.change({ action: 'rename-user', user: 2, name: 'Zoë Quux' });
    await standin.forgetRequests();
    await console.search.fill('zoe quux');
    await console.search.press('Enter');
    await expect(page).toHaveURL(/\?search=zoe%20quux$/);
    await expect(page.getByRole('status').filter({ hasText: /\d of the 20 on this page/ })).toContainText('returned all 10,000');
    for (const text of await console.table.locator('mark').allInnerTexts()) expect(['Zoë', 'Quux']).toContain(text);
    expect((await standin.requests(LIST)).map(({ query }) => new URLSearchParams(query).get('search'))).toEqual(['zoe quux']);
    await console.search.fill('no such thing');
    await console.search.press('Enter');
    await expect(page.getByText('Nothing on this page matches')).toBeVisible();
    await page.getByRole('button', { name: 'Clear the search' }).click();
    await expect(console.table.getByRole('row')).toHaveCount(21);
  });

  test('that authentik honours is taken at its word', async ({ page, standin }) => {
    await standin.faults({ kind: 'search-honoured' });
    const console = new Console(page);
    await console.open('/access-tokens?search=member');
    await expect(console.pages).not.toContainText('10,000');
    await expect(page.getByText('authentik does not search tokens')).toHaveCount(0);
  });

  test('is never believed by luck: where all rows match, a text that is nowhere tells', async ({ page, standin }) => {
    await standin.reset({ tokens: 0 });
    await standin.change({ action: 'add', user: 2, provider: 1, count: 3 });
    const console = new Console(page);
    await console.open('/access-tokens?search=member');
    await expect(page.getByRole('status').filter({ hasText: '3 of the 3 on this page' })).toContainText('so nothing is missing');
    expect(await standin.requests(LIST)).toHaveLength(2);
  });
});

test('a filter that authentik refuses is marked where it stands, and nowhere else', async ({ page }) => {
  const console = new Console(page);
  await page.goto('/access-tokens?user=999999');
  const message = 'Select a valid choice. That choice is not one of the available choices.';
  await expect(page.getByText(message)).toHaveCount(1);
  await expect(page.getByRole('button', { name: 'Remove filter User: #999999' })).toHaveAccessibleDescription(message);
  await expect(console.alert).toContainText('What is wrong is marked above');
});
