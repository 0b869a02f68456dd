import { type Locator, SelectionPage, axe, expect, test } from '../pages/selection';

/** It stays, can be reached, and says why it does nothing: to readers, to the pointer and to the keyboard. */
async function saysWhy(control: Locator, why: string | RegExp): Promise<void> {
  await expect(control).toHaveAttribute('aria-disabled', 'true');
  await expect(control).toHaveAccessibleDescription(why);
  await control.focus();
  const reason = control.page().getByRole('tooltip').filter({ hasText: why, visible: true });
  await expect(reason).toHaveCount(1);
  await control.page().keyboard.press('Enter');
  await expect(control.page().getByRole('dialog', { name: /^Delete/ })).toHaveCount(0);
}

test('the superuser may delete, from the row and from the selection', async ({ page, selection }) => {
  await selection.open();
  await selection.list.row(9999).hover();
  await selection.more(9999).click();
  await expect(selection.action('Delete…')).not.toHaveAttribute('aria-disabled');
  await selection.action('Delete…').click();
  await expect(page.getByRole('dialog', { name: 'Delete access token' })).toContainText('9999');
  await page.keyboard.press('Escape');
  await selection.box(9999).check();
  await selection.box(9998).check();
  await expect(selection.delete).not.toHaveAttribute('aria-disabled');
  await selection.delete.click();
  await expect(page.getByRole('dialog', { name: 'Delete 2 access tokens' })).toBeVisible();
});

for (const person of ['member', 'viewer'] as const) {
  test(`of the ${person} authentik does not say what they may, so they may try`, async ({ page, selection, standin }) => {
    await standin.signIn(person);
    await selection.open();
    const [pk = 0] = await selection.list.pks();
    await selection.more(pk).press('Enter');
    await expect(selection.action('Delete…')).not.toHaveAttribute('aria-disabled');
    await selection.action('Delete…').press('Enter');
    await expect(page.getByRole('dialog', { name: 'Delete access token' })).toBeVisible();
  });
}

test('once authentik has refused, every control says so, and no other kind does', async ({ page, selection, standin }) => {
  await standin.signIn('member');
  await selection.open();
  const [pk = 0, other = 0] = await selection.list.pks();
  // The part that deletes comes last.
  await selection.more(pk).press('Enter');
  await expect(selection.action('Delete…')).not.toHaveAttribute('aria-disabled');
  await page.keyboard.press('Escape');
  await selection.list.link(pk).press('Delete');
  const dialog = page.getByRole('dialog', { name: 'Delete access token' });
  await dialog.getByRole('button', { name: /^Delete access token|^Delete 1 / }).click();
  await page.keyboard.press('Escape');
  const why = /^You are not a superuser, and authentik refused to let you delete access tokens\./;
  await selection.more(other).press('Enter');
  await expect(selection.action('Delete…')).toHaveAttribute('aria-disabled', 'true');
  await expect(selection.action('Delete…').getByText(why)).toBeVisible();
  await axe(page);
  await selection.action('Delete…').press('Enter');
  await expect(selection.action('Delete…'), 'nothing happens').toBeFocused();
  await page.keyboard.press('Escape');
  await selection.list.link(other).press('Delete');
  await expect(page.getByRole('status').filter({ hasText: why })).toHaveCount(1);
  await expect(page.getByRole('dialog', { name: /^Delete/ })).toHaveCount(0);
  await selection.box(other).check();
  await saysWhy(selection.delete, why);
  await axe(page);
  await page.getByRole('link', { name: 'Refresh tokens' }).click();
  await page.getByRole('button', { name: /^More for refresh token \d+$/ }).first().press('Enter');
  await expect(selection.action('Delete…')).not.toHaveAttribute('aria-disabled');
});

test('who is signed out meanwhile is told so', async ({ page, selection, standin }) => {
  await selection.open();
  await selection.box(9999).check();
  await standin.signOut();
  await selection.list.refresh.click();
  await expect(page.getByRole('alert').first()).toBeVisible();
  await saysWhy(selection.delete, 'You are not signed in. Sign in to authentik to delete tokens.');
});

test('whoever cannot be asked who they are may try', async ({ page, standin }) => {
  await standin.faults({ kind: 'html-500', path: '/api/v3/core/users/me/' });
  const selection = new SelectionPage(page);
  await selection.open();
  await selection.more(9999).press('Enter');
  await expect(selection.action('Delete…')).not.toHaveAttribute('aria-disabled');
});

test('a touch screen shows the controls of all rows', async ({ browser, standin }) => {
  const context = await browser.newContext({ viewport: { width: 390, height: 844 }, hasTouch: true, isMobile: true, baseURL: standin.url });
  const selection = new SelectionPage(await context.newPage());
  await selection.open();
  await expect(selection.more(9999)).toHaveCSS('opacity', '1');
  await context.close();
});
