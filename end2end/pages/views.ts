import type { Locator, Page } from '@playwright/test';

/** The menu of views. */
export class ViewsPage {
  readonly builtIn: Locator;
  readonly own: Locator;
  readonly links: Locator;
  readonly saveThis: Locator;
  readonly name: Locator;
  /** All that the menu holds. */
  readonly panel: Locator;

  constructor(readonly page: Page) {
    this.builtIn = page.getByRole('list', { name: 'Built-in views' });
    this.own = page.getByRole('list', { name: 'Your views' });
    this.saveThis = page.getByRole('button', { name: 'Save this view…' });
    this.name = page.getByRole('textbox', { name: 'Name of the view' });
    this.panel = page.getByRole('group', { name: 'Views', exact: true });
    this.links = this.panel.getByRole('link');
  }

  /** The button that opens it, which says which view is on screen. */
  button(name: string | RegExp): Locator {
    return this.page.locator('summary').filter({ hasText: typeof name === 'string' ? new RegExp(`^\\s*${name}\\s*$`) : name });
  }

  async open(): Promise<void> {
    await this.button(/^\s*View(s$|: )/).click();
    await this.builtIn.waitFor();
  }

  link(name: string): Locator {
    return this.panel.getByRole('link', { name, exact: true });
  }

  /** What is announced. */
  said(text: string): Locator {
    return this.page.getByRole('status').filter({ hasText: text });
  }

  /** A button of the menu. */
  action(name: string): Locator {
    return this.panel.getByRole('button', { name, exact: true });
  }

  /** Saves what is on screen, in the open menu. */
  async save(name: string): Promise<void> {
    await this.saveThis.click();
    await this.name.fill(name);
    await this.name.press('Enter');
    await this.own.getByRole('link', { name, exact: true }).waitFor();
  }

  /** What the browser keeps of them. */
  async kept(): Promise<string> {
    return this.page.evaluate(() => localStorage.getItem('tokenscope.views') ?? '');
  }

  /** Has the browser keep these, as if they had been saved before. */
  async keep(...lines: string[]): Promise<void> {
    await this.page.evaluate((kept) => localStorage.setItem('tokenscope.views', kept), lines.join('\n'));
  }
}
