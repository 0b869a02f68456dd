import type { Page } from '@playwright/test';
import { DeletionPage, deletes } from '../pages/deletion';
import { expect, test } from '../pages/host';

interface Asked {
  again: boolean;
}

/** Mounts a console with this source as its `getToken`: functions cannot be handed to a page otherwise. */
const mountWith = (page: Page, getToken: string) => page.evaluate(`window.host.mount({ getToken: ${getToken} }).then(() => {})`);

test.describe('with a token of the host’s', () => {
  test.beforeEach(async ({ host, standin }) => {
    await standin.signOut();
    await host.open();
    await standin.signOut();
  });

  test('is asked for it, once more when nobody is known by it, and keeps it nowhere', async ({ host, page, standin }) => {
    await page.evaluate(async () => {
      const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
      const asked: Asked[] = [];
      let token = 'standin-nobody';
      Object.assign(window, { asked });
      await host.mount({
        storage: true,
        getToken: (how: Asked) => {
          asked.push(how);
          if (how.again) token = 'standin-superuser';
          return Promise.resolve(token);
        },
      });
    });
    await host.list.showsRange('1–20 of 10,000');
    const asked = await page.evaluate(() => (window as unknown as { asked: Asked[] }).asked);
    expect(asked[0]).toEqual({ again: false });
    expect(asked).toContainEqual({ again: true });
    expect(await host.told('signed-out')).toEqual([]);
    expect(await host.told('failure')).toEqual([]);
    await host.list.headerButton('Expires').click();
    await expect(host.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
    const last = (await standin.requests('/api/v3/oauth2/access_tokens/')).at(-1);
    expect(last).toMatchObject({ who: 'superuser', status: 200 });
    const kept = await page.evaluate(() => [JSON.stringify(localStorage), document.documentElement.outerHTML, document.getElementById('place')?.shadowRoot?.innerHTML]);
    expect(kept.join()).not.toContain('standin-superuser');
  });

  test('is told that a right is missing, where a person may not delete', async ({ host, page, standin }) => {
    await page.evaluate(async () => {
      const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
      await host.mount({ getToken: () => 'standin-member' });
    });
    await host.list.hasRows();
    const [pk = 0] = await host.list.pks();
    const deletion = new DeletionPage(page);
    await deletion.choose([pk]);
    await deletion.go();
    await deletion.finished();
    await expect(deletion.line(`Access token ${pk}`)).toContainText('Refused');
    const [sent] = (await deletes(standin)).get(pk) ?? [];
    expect(sent).toMatchObject({ status: 403, who: 'member' });
    expect(await host.isTold('ended')).toMatchObject({ tokens: [], counts: { deleted: 0, refused: 1 } });
  });

  for (const [how, given, name, message] of [
    ['has none that is good', 'standin-nobody', 'API token refused', 'authentik does not accept the API token'],
    ['gives none, and no cookie is there', null, 'not signed in', 'You are not signed in'],
  ] as const) {
    test(`nobody is signed in where the host ${how}`, async ({ host, page }) => {
      await page.evaluate(async (given) => {
        const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
        await host.mount({ getToken: () => given ?? Promise.resolve(null), linkTo: () => null });
      }, given);
      await expect(page.getByRole('alert')).toContainText(message);
      await host.isTold('signed-out');
      expect(await host.isTold('failure')).toMatchObject({ name, message, status: 403 });
      await expect(page.getByRole('link', { name: 'Sign in' })).toHaveCount(0);
    });
  }

  test('is not asked for another one by what something in front of authentik refuses', async ({ host, page, standin }) => {
    await standin.faults({ kind: 'firewall' });
    await page.evaluate(async () => {
      const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
      const asked: Asked[] = [];
      Object.assign(window, { asked });
      await host.mount({
        getToken: (how: Asked) => {
          asked.push(how);
          return 'standin-superuser';
        },
      });
    });
    await expect(page.getByRole('alert')).toContainText('Something in front of authentik refused the request');
    expect(await host.isTold('failure')).toMatchObject({ name: 'blocked in front of authentik', status: 403 });
    expect(await page.evaluate(() => (window as unknown as { asked: Asked[] }).asked)).not.toContainEqual({ again: true });
    expect(await host.told('signed-out')).toEqual([]);
  });

  /** What a host may give by mistake, as the source of a function. */
  const WRONG: [string, string][] = [
    ['throws', "() => { throw new Error('no way') }"],
    ['throws a TypeError', '() => undefined.token'],
    ['is rejected', "() => Promise.reject(new Error('no way'))"],
    ['gives two lines', "() => 'standin-superuser\\r\\nX-Other: 1'"],
    ['gives a NUL', "() => 'standin-\\0superuser'"],
    ['gives a letter that no header takes', "() => 'standin-süperuser'"],
    ['gives an object', '() => ({})'],
    ['gives a Symbol', '() => Symbol()'],
    ['is no function', "'standin-superuser'"],
  ];

  test.describe('that is none', () => {
    test.use({ allowedProblems: [/getToken, which this page gives it, failed/] });

    for (const [how, source] of WRONG) {
      test(`nobody is signed in where the host’s getToken ${how}, authentik is not asked, and the cause is logged`, async ({ host, page, standin }) => {
        const said = page.waitForEvent('console', (message) => message.text().includes('getToken, which this page gives it, failed'));
        await standin.forgetRequests();
        await mountWith(page, source);
        await expect(page.getByRole('alert')).toContainText('You are not signed in');
        await host.isTold('signed-out');
        expect(await standin.requests('/api/')).toEqual([]);
        await said;
      });
    }
  });

  test('that does not come is not waited for without an end', async ({ page }) => {
    await page.clock.install();
    await mountWith(page, '() => new Promise(() => {})');
    await expect(async () => {
      await page.clock.fastForward(70_000);
      await expect(page.getByRole('alert').filter({ hasText: 'authentik is not responding in time' })).toBeVisible({ timeout: 500 });
    }).toPass({ timeout: 20_000 });
  });
});

test.describe('with fetchOptions that cannot be used', () => {
  test.use({ allowedProblems: [/fetchOptions, which this page gives it, cannot be used/] });

  test('the cause is logged', async ({ host, page }) => {
    const said = page.waitForEvent('console', (message) => message.text().includes('fetchOptions, which this page gives it, cannot be used'));
    await host.open();
    await host.mount({ fetchOptions: { headers: { 'no header': 'x' } } });
    await said;
  });
});
