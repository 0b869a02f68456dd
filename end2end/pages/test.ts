import { test as base } from '../fixtures';
import { Authentik } from './authentik';
import { TokenListPage } from './token_list';

export { axe, axeInBothThemes, expect, holdBack } from '../fixtures';
export type { Change, Fault, Person, Standin } from '../fixtures';
export { LIST, type Token, question } from './authentik';
export type { Locator } from '@playwright/test';
export { type Column, COLUMNS, TokenListPage } from './token_list';

/** `test` with the list of access tokens on its page, and a way to ask authentik what is true. */
export const test = base.extend<{ list: TokenListPage; authentik: Authentik }>({
  list: async ({ page }, use) => use(new TokenListPage(page)),
  authentik: async ({ standin, request }, use) => use(new Authentik(standin, request)),
});
