import { expect, test } from '../pages/test';

const HOUR = 3_600_000;

for (const [hours, words] of [[26, '26 hours ahead of'], [-26, '26 hours behind']] as const) {
  test(`with a computer's clock ${words} the server's, the server's counts, and that is said once`, async ({ page, list, standin }) => {
    await standin.reset({ tokens: 0 });
    const [soon = 0, later = 0, ended = 0] = await standin.change(
      { action: 'add', expires_in: 2.5 * 3_600 },
      { action: 'add', expires_in: 30 * 3_600 },
      { action: 'add', expires_in: -600 },
    );
    await page.clock.install({ time: Date.now() + hours * HOUR });
    await list.open();
    await expect(list.cell(soon, 'Status')).toHaveText('Active');
    await expect(list.cell(soon, 'Expires')).toHaveText('in 2 hours');
    await expect(list.cell(later, 'Status')).toHaveText('Active');
    await expect(list.cell(ended, 'Status')).toHaveText('Expired');
    for (const pk of [soon, later, ended]) await expect(list.cell(pk, 'Findings')).not.toContainText('Past its expiry date');
    const notice = page.getByText(`This computer’s clock is ${words} the server’s.`);
    await expect(notice).toHaveCount(1);
    await list.refresh.click();
    await expect(notice).toHaveCount(1);
    // What ends while one looks on, ends by the server's clock. Only the page's time is made to pass, so the server tells no more.
    await standin.faults({ kind: 'date' });
    await page.clock.fastForward(3 * HOUR);
    await expect(list.cell(soon, 'Status')).toHaveText('Expired');
  });
}

test('a clock that is right, or nearly so, is worth no word', async ({ page, list }) => {
  await page.clock.install({ time: Date.now() + 40_000 });
  await list.open();
  await list.refresh.click();
  await expect(list.refresh).toBeEnabled();
  await expect(page.getByText('This computer’s clock')).toHaveCount(0);
});

for (const [locale, here] of [['de-DE', '24.12.2026, 19:30:00'], ['en-GB', '24 Dec 2026, 19:30:00'], ['en-US', 'Dec 24, 2026, 7:30:00 PM']] as const) {
  test.describe(`in a browser that speaks ${locale}`, () => {
    test.use({ locale });
    test('dates are written as there, with UTC in their titles', async ({ list, standin }) => {
      await standin.reset({ tokens: 0 });
      const end = Date.parse('2026-12-24T18:30:00Z');
      const [pk = 0] = await standin.change({ action: 'add', expires_in: Math.round((end - Date.now()) / 1_000) });
      // The stand-in adds whole seconds to a moment of its own.
      await standin.faults({ kind: 'fields', fields: { expires: new Date(end).toISOString() } });
      await list.open(`/access-tokens/${pk}`);
      const expires = list.drawer.fact('Token', 'Expires').getByText(here);
      await expect(expires).toHaveAttribute('title', `${here} (2026-12-24 18:30:00 UTC)`);
    });
  });
}
