import { axeInBothThemes, expect, test } from '../pages/deletion';

for (const width of [1440, 390]) {
  test.describe(`axe finds nothing where tokens are ended, ${width} px:`, () => {
    test.use({ viewport: { width, height: 844 } });

    test('in the question', async ({ page, list, deletion, standin }) => {
      await standin.reset({ tokens: 120 });
      await list.open('/access-tokens?page_size=50');
      const [pk = 0] = await list.pks();
      await list.link(pk).click();
      await list.drawer.delete();
      await expect(deletion.dialog.getByText(/Nothing depends on it/)).toBeVisible();
      await axeInBothThemes(page);
      await deletion.button('Cancel').click();
      await list.drawer.close.click();
      await page.getByRole('checkbox', { name: 'Select all on this page' }).check();
      await deletion.choose([]);
      await expect(deletion.named('Delete 50 access tokens')).toBeVisible();
      await axeInBothThemes(page);
    });

    test('in the run and the receipt', async ({ page, list, deletion, standin }) => {
      await standin.signIn('viewer');
      await list.open();
      const pks = (await list.pks()).slice(0, 6);
      await standin.change({ action: 'delete', pks: pks.slice(0, 1) });
      await standin.addFaults(
        { kind: 'forbidden', method: 'DELETE', path: `/api/v3/oauth2/access_tokens/${pks[1]}/` },
        { kind: 'conflict', method: 'DELETE', path: `/api/v3/oauth2/access_tokens/${pks[2]}/` },
        { kind: 'delay', ms: 1_000, method: 'DELETE' },
      );
      await deletion.choose(pks);
      await deletion.go();
      await deletion.button('Pause').click();
      await expect(deletion.progress).toBeVisible();
      await axeInBothThemes(page);
      await deletion.button('Resume').click();
      await deletion.finished();
      await expect(deletion.button('Retry 1 failed')).toBeVisible();
      await axeInBothThemes(page);
      await page.keyboard.press('Escape');
      await expect(deletion.band).toBeVisible();
      await axeInBothThemes(page);
    });

    test('where it is stopped', async ({ page, list, deletion, standin }) => {
      await list.open();
      await standin.addFaults({ kind: 'session-ended', method: 'DELETE' });
      await deletion.choose((await list.pks()).slice(0, 3));
      await deletion.go();
      await expect(deletion.dialog.getByRole('alert')).toBeVisible();
      await axeInBothThemes(page);
    });
  });
}

test('all of it is done by keyboard', async ({ page, list, deletion }) => {
  await list.open();
  const [pk = 0] = await list.pks();
  await list.link(pk).focus();
  await page.keyboard.press('Enter');
  const start = list.drawer.any.getByRole('button', { name: 'Delete this token…' });
  await list.drawer.deleteMenu.focus();
  await page.keyboard.press('Enter');
  // Until the last part of the program is there, it says that it is not.
  await expect(start).toBeEnabled();
  await page.keyboard.press('Tab');
  await expect(start).toBeFocused();
  await page.keyboard.press('Enter');
  await expect(deletion.dialog.getByRole('heading', { name: 'Delete access token' })).toBeFocused();
  // The way there leads over Cancel; the focus does not leave the dialog.
  await page.keyboard.press('Tab');
  await expect(deletion.button('Cancel')).toBeFocused();
  await page.keyboard.press('Tab');
  await expect(deletion.confirm).toBeFocused();
  await page.keyboard.press('Enter');
  await deletion.finished();
  await expect(deletion.dialog.getByRole('heading', { name: 'Receipt: 1 access token' })).toBeFocused();
  await page.keyboard.press('Escape');
  await expect(list.table).toBeFocused();
});
