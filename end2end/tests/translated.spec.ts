import type { Page } from '@playwright/test';
import { LONG } from '../fixtures';
import { TokenListPage } from '../pages/token_list';
import { CatalogPage } from '../pages/catalog';
import { HOSTS, PortalPage } from '../pages/guest';
import { expect, test } from '../pages/test';

/** Which texts a translator takes: all of them, or those with words in them, as most do. */
const TRANSLATORS = { 'every text': '[^\\s]', 'words only': '\\p{L}{2}' };

/**
 * Translates as browsers do: an element takes the place of each text node, those that come later included. The words stay
 * the same, so that what the page says can be compared.
 */
async function translate(page: Page, taken: string): Promise<void> {
  await page.evaluate((taken) => {
    const words = new RegExp(taken, 'u');
    const guest = [...document.querySelectorAll('*')].find(({ shadowRoot }) => shadowRoot);
    const root = guest?.shadowRoot ?? document.body;
    const translateAll = () => {
      const walker = document.createTreeWalker(root, NodeFilter.SHOW_TEXT);
      const texts: Text[] = [];
      while (walker.nextNode()) texts.push(walker.currentNode as Text);
      for (const text of texts) {
        if (!words.test(text.data) || text.parentElement?.closest('font, script, style')) continue;
        const [outer, inner] = [document.createElement('font'), document.createElement('font')];
        inner.textContent = text.data;
        outer.append(inner);
        text.replaceWith(outer);
      }
    };
    translateAll();
    new MutationObserver(translateAll).observe(root, { childList: true, characterData: true, subtree: true });
  }, taken);
}

/** Marks the second letter of each text, as what highlights words on any page does: the text node is taken apart. */
async function highlight(page: Page): Promise<void> {
  await page.evaluate(() => {
    const main = document.querySelector('main') as HTMLElement;
    const isHighlighted = (text: Text) => {
      const isMarked = [text.previousSibling, text.nextSibling].some((node) => node?.nodeName === 'MARK');
      const parent = text.parentElement;
      if (!parent || isMarked || text.data.trim().length < 3 || parent.closest('mark, option, script, style')) return false;
      // There the pieces would be told as words apart, whoever made them.
      return !/flex|grid/.test(getComputedStyle(parent).display);
    };
    const highlightIn = (nodes: Node[]) => {
      const texts = new Set<Text>();
      for (const node of nodes) {
        if (node instanceof Text) texts.add(node);
        const walker = document.createTreeWalker(node, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) texts.add(walker.currentNode as Text);
      }
      // All are looked at before the first is taken apart: styles are worked out anew after each change.
      for (const text of [...texts].filter(isHighlighted)) {
        const middle = text.splitText(1);
        middle.splitText(1);
        const mark = document.createElement('mark');
        mark.textContent = middle.data;
        middle.replaceWith(mark);
      }
    };
    highlightIn([main]);
    new MutationObserver((records) => {
      highlightIn(records.flatMap(({ type, target, addedNodes }) => (type === 'characterData' ? [target] : [...addedNodes])));
    }).observe(main, { childList: true, characterData: true, subtree: true });
  });
}

/** What the page says, and which token each row and control is about. */
async function said(page: Page): Promise<string[]> {
  return page.evaluate(() => {
    const shown = document.querySelector<HTMLElement>('main')?.innerText ?? '';
    const labelled = [...document.querySelectorAll('main [aria-label]')].filter((element) => element.checkVisibility());
    const controls = labelled.map((element) => element.getAttribute('aria-label') ?? '');
    return [...shown.split(/\s+/), ...controls];
  });
}

/** What a person does, after which elements that stay show something else. */
type Step = [string, (list: TokenListPage, catalog: CatalogPage) => Promise<void>];

const ALONG_THE_LIST: Step[] = [
  ['the next page', async (list) => list.step('Next').click()],
  ['another order', async (list) => list.headerButton('User').click()],
  ['a token', async (list) => list.links.nth(2).click()],
  ['the token after it', async (list) => list.drawer.next.click()],
  ['and the one after that', async (list) => list.drawer.next.click()],
  ['two tokens selected', async (list) => select(list, [0, 1])],
  ['five tokens selected', async (list) => select(list, [2, 3, 4])],
  ['a search', async (list) => list.search.fill('ada')],
  ['another search', async (list) => list.search.fill('ad')],
  ['no search', async (list) => list.search.fill('')],
  ['another kind', async (list) => list.tab('Refresh tokens').click()],
];

const WITH_ALL_READ: Step[] = [
  ['all tokens read', async (_, catalog) => {
    await catalog.readAll.click();
    await catalog.isRead();
  }],
  ['a choice', async (_, catalog) => {
    await catalog.openFacet('Status');
    await catalog.value('Status', 'Revoked').click();
  }],
  ['another choice', async (_, catalog) => catalog.value('Status', 'Active').click()],
  ['one part of them', async (_, catalog) => catalog.count('High findings').click()],
  ['all of them again', async (list) => list.filters.getByRole('button', { name: 'Clear all' }).click()],
  ['some tokens selected', async (list) => select(list, [0, 1, 2])],
  ['a search in everything', async (list) => list.search.fill('ada scope:openid')],
  ['another order', async (list) => list.headerButton('Findings').click()],
  ['another search, whose matches are marked', async (list) => search(list, 'a')],
  ['the rest of them', async (list) => list.step('Next').click()],
  ['a longer search', async (list) => search(list, 'an')],
  ['a refresh', async (list, catalog) => {
    await list.refresh.click();
    await catalog.isRead();
  }],
];

/** Searches, and waits until it counts: the next step would go on from what was there before. */
async function search(list: TokenListPage, words: string): Promise<void> {
  await list.search.fill(words);
  await expect.poll(() => list.params()['search']).toBe(words);
}

async function select(list: TokenListPage, rows: number[]): Promise<void> {
  for (const row of rows) await list.table.getByRole('checkbox', { name: /^Select token/ }).nth(row).check();
}

type Altered = [string, Step[], (page: Page) => Promise<void>, object?];

const ALTERED: Altered[] = [
  ...Object.entries(TRANSLATORS).flatMap(([name, taken]): Altered[] => [
    [`translated along the list: ${name}`, ALONG_THE_LIST, (page) => translate(page, taken), name === 'every text' ? {} : LONG],
    [`translated with all tokens read: ${name}`, WITH_ALL_READ, (page) => translate(page, taken), LONG],
  ]),
  ['highlighted along the list', ALONG_THE_LIST, highlight, LONG],
  ['highlighted with all tokens read', WITH_ALL_READ, highlight],
];

for (const [how, steps, alter, details = {}] of ALTERED) {
  test(`an altered page says what one says that is not, ${how}`, details, async ({ page, context, standin }) => {
    test.slow();
    await standin.reset({ tokens: 400 });
    // What is said of times is the same on both: the clock stands still, and the server does not tell of its own.
    await context.clock.setFixedTime(new Date());
    await context.route('**/api/**', async (route) => {
      const response = await route.fetch();
      const { date: _, ...headers } = response.headers();
      await route.fulfill({ response, headers });
    });
    const pages = [page, await context.newPage()];
    for (const page of pages) await new TokenListPage(page).open();
    await alter(page);
    for (const [step, go] of steps) {
      for (const page of pages) {
        await go(new TokenListPage(page), new CatalogPage(page));
        await expect(page.getByRole('table').first()).toHaveAttribute('aria-busy', 'false');
      }
      await expect(async () => {
        const [altered, plain] = await Promise.all(pages.map(said));
        expect(altered, step).toEqual(plain);
      }).toPass({ timeout: 5_000 });
    }
  });
}

test('names are data, and not to be translated', async ({ list, authentik }) => {
  await list.open();
  const { results } = await authentik.tokens('ordering=-pk&page_size=1');
  const [{ pk, user, provider }] = results as [(typeof results)[0]];
  for (const [column, name] of [['User', user.username], ['Provider', provider.name]] as const) {
    const text = list.cell(pk, column).getByText(name, { exact: true }).first();
    expect(await text.evaluate((element) => element.closest('[translate]')?.getAttribute('translate'))).toBe('no');
  }
  const status = await list.cell(pk, 'Status').evaluate((cell) => cell.querySelector('[translate=no]') ?? cell.closest('[translate=no]'));
  expect(status, 'words of ours may be').toBeNull();
});

test('a translated guest shows the tokens that its rows act on', async ({ page, authentik }) => {
  const portal = new PortalPage(page, HOSTS[0]!);
  await portal.open();
  await portal.enter();
  await translate(page, TRANSLATORS['every text']);
  await portal.list.step('Next').click();
  const { results } = await authentik.tokens('ordering=-pk&page_size=20&page=2');
  await expect.poll(() => portal.list.pks()).toEqual(results.map(({ pk }) => pk));
  for (const { pk, user } of results) await expect(portal.list.cell(pk, 'User')).toContainText(user.name);
});
