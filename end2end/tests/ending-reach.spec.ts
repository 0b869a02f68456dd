import { axeInBothThemes, expect, test } from '../pages/ending';

for (const width of [1440, 390]) {
  test.describe(`axe finds nothing where tokens are ended, ${width} px:`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('in the question', async ({ page, list, ending, standin }) => {
      await standin.reset({ tokens: 120 });
      await list.open('/access-tokens?page_size=50');
      const [pk = 0] = await list.pks();
      await list.link(pk).click();
      await list.drawer.of(pk).getByRole('button', { name: 'Delete', exact: true }).click();
      await expect(ending.dialog.getByText(/hangs on a token/)).toBeVisible();
      await axeInBothThemes(page);
      await ending.button('Cancel').click();
      await list.drawer.close.click();
      await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
      await ending.choose([]);
      await expect(ending.named('Delete 50 access tokens')).toBeVisible();
      await axeInBothThemes(page);
    });

    test('in the run and the receipt', async ({ page, list, ending, standin }) => {
      await standin.signIn('viewer');
      await list.open();
      const pks = (await list.pks()).slice(0, 6);
      await standin.change({ action: 'delete', pks: pks.slice(0, 1) });
      await standin.addFaults(
        { kind: 'forbidden', method: 'DELETE', path: `/api/v3/oauth2/access_tokens/${pks[1]}/` },
        { kind: 'conflict', method: 'DELETE', path: `/api/v3/oauth2/access_tokens/${pks[2]}/` },
        { kind: 'delay', ms: 1_000, method: 'DELETE' },
      );
      await ending.choose(pks);
      await ending.go();
      await ending.button('Pause').click();
      await expect(ending.progress).toBeVisible();
      await axeInBothThemes(page);
      await ending.button('Resume').click();
      await ending.finished();
      await expect(ending.button('Retry 1 failed')).toBeVisible();
      await axeInBothThemes(page);
      await page.keyboard.press('Escape');
      await expect(ending.band).toBeVisible();
      await axeInBothThemes(page);
    });

    test('where it stands still', async ({ page, list, ending, standin }) => {
      await list.open();
      await standin.addFaults({ kind: 'session-ended', method: 'DELETE' });
      await ending.choose((await list.pks()).slice(0, 3));
      await ending.go();
      await expect(ending.dialog.getByRole('alert')).toBeVisible();
      await axeInBothThemes(page);
    });
  });
}

test('all of it is done by keyboard', async ({ page, list, ending }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await list.link(pk).focus();
  await page.keyboard.press('Enter');
  const start = list.drawer.of(pk).getByRole('button', { name: 'Delete', exact: true });
  // Until the last part of the program is there, it says that it is not.
  await expect(start).toBeEnabled();
  await start.focus();
  await page.keyboard.press('Enter');
  await expect(ending.dialog.getByRole('heading', { name: 'Delete access token' })).toBeFocused();
  // The way there leads over Cancel; the focus does not leave the dialog.
  await page.keyboard.press('Tab');
  await expect(ending.button('Cancel')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(ending.confirm).toBeFocused();
  await page.keyboard.press('Enter');
  await ending.finished();
  await expect(ending.dialog.getByRole('heading', { name: 'Receipt: 1 access token' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list.table).toBeFocused();
});
