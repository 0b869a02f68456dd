import type { Locator, Page } from '@playwright/test';

/** What opens the menu of what can be deleted, in a drawer. */
export function deleteMenu(drawer: Locator): Locator {
  return drawer.locator('summary', { hasText: /^Delete$/ });
}

/** The choice in that menu, which opens it. */
export async function deleteIn(drawer: Locator, what = 'Delete this token…'): Promise<void> {
  await deleteMenu(drawer).click();
  await drawer.getByRole('button', { name: what, exact: true }).click();
}

export type Section = 'Token' | 'Provider' | 'User' | 'Claims';

/** The drawer of one token. */
export class DrawerPage {
  readonly any: Locator;
  readonly next: Locator;
  readonly previous: Locator;
  readonly close: Locator;

  constructor(
    readonly page: Page,
    /** "Access token". */
    readonly one = 'Access token',
  ) {
    this.any = page.getByRole('dialog');
    this.next = this.any.getByRole('button', { name: 'Next token' });
    this.previous = this.any.getByRole('button', { name: 'Previous token' });
    this.close = this.any.getByRole('button', { name: 'Close' });
  }

  /** The drawer of that token, by its name. */
  of(pk: number): Locator {
    return this.page.getByRole('dialog', { name: `${this.one} ${pk}`, exact: true });
  }

  /** The menu of what can be deleted. */
  get deleteMenu(): Locator {
    return deleteMenu(this.any);
  }

  async delete(what?: string): Promise<void> {
    await deleteIn(this.any, what);
  }

  section(name: Section): Locator {
    return this.any.getByRole('region', { name, exact: true });
  }

  /** What is said of a fact, by its name. */
  fact(section: Section, name: string): Locator {
    const term = this.page.getByRole('term').filter({ hasText: new RegExp(`^${name}$`) });
    // A fact is a term with its definition; the definition is what follows.
    return this.section(section).locator(term).locator('xpath=following-sibling::dd[1]');
  }

  /** Opens every fold, so that all there is can be read. */
  async unfold(): Promise<void> {
    await this.any.evaluate((drawer) => {
      for (const fold of drawer.querySelectorAll('details')) fold.open = true;
    });
  }
}
