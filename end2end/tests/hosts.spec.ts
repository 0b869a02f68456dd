import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Page } from '@playwright/test';
import { deleteIn } from '../pages/drawer';
import { HOSTS, PortalPage, countListeners, difference, surroundings } from '../pages/guest';
import { Authentik, LIST } from '../pages/authentik';
import { type Standin, axe, expect, test as base } from '../fixtures';

/** Tokenscope as a guest in real pages: the same journeys in each, and no trace of it in what is the host's. */

const test = base.extend<{ portal: PortalPage; authentik: Authentik }>({
  portal: async ({ page }, use, { titlePath }) => {
    const host = HOSTS.find(({ name }) => titlePath.includes(`in ${name}`));
    if (!host) throw new Error('the test is in no host');
    await countListeners(page);
    await use(new PortalPage(page, host));
  },
  authentik: async ({ standin, request }, use) => use(new Authentik(standin, request)),
});

interface Around {
  page: Page;
  portal: PortalPage;
  authentik: Authentik;
  standin: Standin;
}

/** What an administrator comes for, wherever the console is. Each begins with the list, and ends there. */
const JOURNEYS: Record<string, (around: Around) => Promise<void>> = {
  'sorts and turns the page': async ({ portal, authentik }) => {
    const { list } = portal;
    await list.headerButton('Expires').click();
    await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
    await portal.isAt(/access-tokens\?ordering=expires$/);
    await list.step('Next').click();
    await list.showsRange('21–40 of 10,000');
    const { results } = await authentik.tokens('ordering=expires,pk&page=2&page_size=20');
    await expect.poll(() => list.pks()).toEqual(results.map(({ pk }) => pk));
    await portal.isAt(/access-tokens\?ordering=expires&page=2$/);
  },
  'finds the tokens of a provider': async ({ portal }) => {
    const { list } = portal;
    await list.search.fill('mobile');
    await list.option(/^Mobile App/).click();
    await expect(list.chip('Provider', 'Mobile App (public)')).toBeVisible();
    await list.hasRows();
    await portal.isAt(/access-tokens\?provider=\d+$/);
    await list.chip('Provider', 'Mobile App (public)').click();
    await list.showsRange('1–20 of 10,000');
  },
  'deletes a token': async ({ page, portal, standin }) => {
    const { list } = portal;
    const [pk = 0] = await list.pks();
    await list.link(pk).click();
    await deleteIn(portal.drawer);
    const dialog = page.getByRole('dialog', { name: 'Delete access token' });
    await dialog.getByRole('button', { name: /^Delete / }).click();
    const receipt = page.getByRole('dialog', { name: /^Receipt: / });
    await expect(receipt).toBeVisible();
    await receipt.getByRole('button', { name: 'Close', exact: true }).click();
    await list.hasRows();
    await expect(list.link(pk)).toHaveCount(0);
    const asked = await standin.requests(`${LIST}${pk}/`);
    expect(asked.filter(({ method }) => method === 'DELETE').map(({ status }) => status)).toEqual([204]);
  },
  'opens a token, goes on to the next, and closes it': async ({ page, portal }) => {
    const { list } = portal;
    const [first = 0, second = 0] = await list.pks();
    await list.link(first).click();
    await expect(list.drawer.of(first)).toBeVisible();
    await expect(list.drawer.section('Claims')).toBeVisible();
    await portal.isAt(new RegExp(`access-tokens/${first}$`));
    await page.keyboard.press('j');
    await expect(list.drawer.of(second)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(portal.drawer).toHaveCount(0);
    await expect(list.link(second)).toBeFocused();
    await expect(portal.keys, 'keys that the console used are not for the portal').toBeEmpty();
  },
};

/** Two consoles on one page have the same names in them; each of them is tried for itself in embed.spec.ts. */
const single = HOSTS.filter(({ name }) => name !== 'twice');

for (const host of single) {
  test.describe(`in ${host.name}`, () => {
    for (const [name, journey] of Object.entries(JOURNEYS)) {
      test(name, async ({ page, portal, authentik, standin }) => {
        await portal.open();
        await portal.enter();
        await journey({ page, portal, authentik, standin });
      });
    }
  });
}

for (const host of single) {
  test.describe(`in ${host.name}`, () => {
    test('leaves the keys of the portal to the portal, and those typed into it to itself', async ({ page, portal }) => {
      await portal.open();
      await portal.enter();
      const { list } = portal;
      await list.search.pressSequentially('/jk');
      await expect(list.search).toHaveValue('/jk');
      await expect(portal.keys).toBeEmpty();
      await list.search.fill('');
      if (host.name === 'dialog') return; // all else on the page is out of reach
      await portal.bar.getByRole('link', { name: 'Home' }).focus();
      for (const key of ['/', 'j', 'k']) await page.keyboard.press(key);
      await expect(portal.keys).toHaveText('/ j k');
      await expect(portal.bar.getByRole('link', { name: 'Home' })).toBeFocused();
      await expect(portal.drawer).toHaveCount(0);
    });

    test('tells the portal when nobody is signed in any more', async ({ portal, standin }) => {
      await portal.open();
      await portal.enter();
      await expect(portal.news).toBeEmpty();
      await standin.signOut();
      await portal.list.refresh.click();
      await expect(portal.list.alerts.getByRole('link', { name: 'Sign in' })).toBeVisible();
      await expect(portal.news).toHaveText('Nobody is signed in.');
    });

    if (host.address) {
      test('Back and Forward are the portal’s, and a deep address can be reloaded', async ({ page, portal }) => {
        const { list } = portal;
        await portal.open();
        const before = await page.evaluate(() => history.length);
        await portal.enter();
        await list.headerButton('Expires').click();
        await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
        await list.hasRows();
        const [pk = 0] = await list.pks();
        await list.link(pk).click();
        await expect(list.drawer.of(pk)).toBeVisible();
        expect(await page.evaluate(() => history.length), 'home, the list, its order, a token').toBe(before + 3);
        await page.goBack();
        await expect(portal.drawer).toHaveCount(0);
        await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
        await page.goBack();
        await expect(list.header('Token')).toHaveAttribute('aria-sort', 'descending');
        await page.goForward();
        await page.goForward();
        await expect(list.drawer.of(pk)).toBeVisible();
        await portal.isAt(new RegExp(`access-tokens/${pk}\\?ordering=expires$`));
        await page.reload();
        await expect(list.drawer.of(pk)).toBeVisible();
        await expect(list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
        for (let step = 0; step < 3; step += 1) await page.goBack();
        await portal.isHome();
        await expect(list.table).toHaveCount(0);
      });

      test('its links are addresses of the portal', async ({ page, portal, context }) => {
        await portal.open();
        await portal.enter();
        const [pk = 0] = await portal.list.pks();
        const href = await portal.list.link(pk).getAttribute('href');
        const other = await context.newPage();
        await other.goto(new URL(href ?? '', page.url()).href);
        await expect(new PortalPage(other, host).list.drawer.of(pk)).toBeVisible();
      });
    } else {
      test('writes no history where the portal gives it no addresses', async ({ page, portal }) => {
        await portal.open();
        await portal.enter();
        const before = await page.evaluate(() => [history.length, location.href]);
        await portal.list.headerButton('Expires').click();
        await expect(portal.list.header('Expires')).toHaveAttribute('aria-sort', 'ascending');
        await portal.list.hasRows();
        const [pk = 0] = await portal.list.pks();
        await portal.list.link(pk).click();
        await expect(portal.list.drawer.of(pk)).toBeVisible();
        expect(await page.evaluate(() => [history.length, location.href])).toEqual(before);
      });
    }
  });
}

/** All that consoles do outside of their elements: each notices when somebody comes back, who may be somebody else. */
function returns({ name }: { name: string }) {
  const consoles = name === 'twice' ? 2 : 1;
  return { gone: [], came: ['document visibilitychange', 'window pageshow'].map((kind) => `${consoles} listeners for ${kind}`) };
}

for (const host of HOSTS) {
  test.describe(`in ${host.name}`, () => {
    test('leaves the page as it was, while it is there and afterwards', async ({ page, portal }) => {
      await portal.open();
      const before = await surroundings(page);
      expect(before, 'listeners are counted').toContainEqual(expect.stringMatching(/listeners for window keydown/));
      await visit(portal);
      expect(difference(before, await surroundings(page))).toEqual(returns(host));
      await portal.leave();
      await expect(page.locator('token-scope')).toHaveCount(0);
      expect(difference(before, await surroundings(page))).toEqual({ gone: [], came: [] });
    });

    test('has nothing that axe finds', async ({ page, portal }) => {
      await portal.open();
      await visit(portal);
      await axe(page);
    });
  });
}

async function visit(portal: PortalPage) {
  if (portal.host.name !== 'twice') return portal.enter();
  await portal.bar.getByRole('link', { name: 'Tokens' }).click();
  for (const kind of ['Access tokens', 'Refresh tokens']) {
    await expect(portal.page.getByRole('table', { name: kind })).toHaveAttribute('aria-busy', 'false');
  }
}

test.describe('in dialog', () => {
  test('Escape closes what is open inside, one after the other, and then the portal’s dialog', async ({ page, portal }) => {
    const { list } = portal;
    await portal.open();
    await portal.enter();
    const dialog = page.getByRole('dialog', { name: 'Tokens of this portal' });
    const [pk = 0] = await list.pks();
    await list.link(pk).click();
    const drawer = list.drawer.of(pk);
    await expect(drawer).toBeVisible();

    const inMenu = page.getByRole('checkbox', { name: 'Provider', exact: true });
    await list.openMenu('Columns');
    await expect(inMenu).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(inMenu).toBeHidden();
    await expect(drawer).toBeVisible();

    await list.search.fill('mobile');
    await expect(list.option(/^Mobile App/)).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(list.suggestions).toHaveCount(0);
    await expect(list.search).toHaveValue('mobile');
    await page.keyboard.press('Escape');
    await expect(list.search).toHaveValue('');
    await expect(drawer).toBeVisible();

    await list.pageField.focus();
    await page.keyboard.press('Escape');
    await expect(drawer).toBeVisible();

    await deleteIn(drawer);
    const question = page.getByRole('dialog', { name: 'Delete access token' });
    await expect(question).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(question).toBeHidden();
    await expect(drawer).toBeVisible();

    await page.keyboard.press('Escape');
    await expect(drawer).toHaveCount(0);
    await expect(dialog).toBeVisible();
    await page.keyboard.press('Escape');
    await expect(dialog).toBeHidden();
  });
});

test.describe('in plain', () => {
  test('on a phone, nothing covers the kinds of tokens', async ({ page, portal }) => {
    await page.setViewportSize({ width: 390, height: 844 });
    await portal.open();
    await portal.enter();
    // Fails where something else would take the click.
    const first = portal.list.tab('Access tokens');
    await first.click({ trial: true, position: { x: 2, y: 20 }, timeout: 5_000 });
  });
});

test('two consoles on one page do not know of each other', async ({ page }) => {
  const portal = new PortalPage(page, HOSTS.find(({ name }) => name === 'twice') as (typeof HOSTS)[number]);
  await portal.open();
  await visit(portal);
  const [access, refresh] = [page.locator('token-scope').first(), page.locator('token-scope').last()];
  const order = (console: typeof access, column: string) =>
    console.getByRole('columnheader').filter({ has: page.getByRole('button', { name: new RegExp(`^${column}\\b`) }) });
  await access.getByRole('button', { name: /^Expires/ }).click();
  await expect(order(access, 'Expires')).toHaveAttribute('aria-sort', 'ascending');
  await expect(order(refresh, 'Token')).toHaveAttribute('aria-sort', 'descending');
  await refresh.getByRole('link', { name: /^Refresh token \d+$/ }).first().click();
  await expect(refresh.getByRole('dialog', { name: /^Refresh token \d+$/ })).toBeVisible();
  await expect(access.getByRole('dialog')).toHaveCount(0);
  await page.keyboard.press('Escape');
  await expect(refresh.getByRole('dialog')).toHaveCount(0);
});

test('the page of its own can be shown in a frame', async ({ page }) => {
  await page.goto('/portal/frame/#/tokens/');
  const frame = page.frameLocator('iframe[title="OAuth2 tokens"]');
  const table = frame.getByRole('table', { name: 'Access tokens' });
  await expect(table).toHaveAttribute('aria-busy', 'false');
  await frame.getByRole('button', { name: /^Expires/ }).click();
  await expect(table.getByRole('columnheader', { name: /^Expires/ })).toHaveAttribute('aria-sort', 'ascending');
  await expect(page).toHaveURL(/\/portal\/frame\/#\/tokens\/$/);
  await axe(page);
});

test('the snippets of docs/hosts.md are the files that run here', () => {
  const root = join(__dirname, '../..');
  const text = readFileSync(join(root, 'docs/hosts.md'), 'utf8');
  const snippets = [...text.matchAll(/^```\w+ (end2end\/\S+)\n([^]*?)^```$/gm)];
  expect(snippets.length).toBeGreaterThan(4);
  for (const [, file = '', snippet] of snippets) expect(snippet, file).toBe(readFileSync(join(root, file), 'utf8'));
});
