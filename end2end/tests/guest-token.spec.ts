import { EndingPage, deletes } from '../pages/ending';
import { expect, test } from '../pages/host';

interface Asked {
  again: boolean;
}

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
    const ending = new EndingPage(page);
    await ending.choose([pk]);
    await ending.go();
    await ending.finished();
    await expect(ending.line(`Access token ${pk}`)).toContainText('Refused');
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

  test.describe('that it fails to give', () => {
    // The host's own mistake is told to the host.
    test.use({ allowedProblems: [/no token today/] });
    test('nobody is signed in, and authentik is not blamed', async ({ host, page }) => {
      await page.evaluate(async () => {
        const { host } = window as unknown as { host: { mount(options: object): Promise<unknown> } };
        await host.mount({ getToken: () => Promise.reject(new Error('no token today')), linkTo: () => null });
      });
      await expect(page.getByRole('alert')).toContainText('You are not signed in');
      await host.isTold('signed-out');
      expect(await host.isTold('failure')).toMatchObject({ name: 'not signed in', status: 403 });
    });
  });

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
});
