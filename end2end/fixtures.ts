import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout } from 'node:timers/promises';
import type { AxeResults, RunOptions } from 'axe-core';
import { type BrowserContext, type ConsoleMessage, type Page, expect, test as base } from '@playwright/test';
import { Listening, Standin } from './standin';

export { expect };
export type { Change, Fault, Person, Recipe, Robbed, Seen, Thief, Victim } from './standin';
export { Listening, Standin } from './standin';

/** The policy that docs/security.md asks for. */
export const CONSOLE_POLICY =
  "default-src 'none'; script-src 'self' 'wasm-unsafe-eval'; style-src 'self'; img-src 'self' data: http: https:; connect-src 'self'; " +
  "font-src 'self'; manifest-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'self'; object-src 'none'; " +
  "require-trusted-types-for 'script'";

/** For a test that takes too long for every change: `cargo xtask test --long` runs it. */
export const LONG = { tag: '@long' };

interface OfTest {
  /** The stand-in behind the pages of this test, as at its start. */
  standin: Standin;
  /** What may go wrong on the page in this test, where that is what it is about. */
  allowedProblems: RegExp[];
  /** What went wrong so far; must be empty in the end. */
  problems: string[];
}

interface OfWorker {
  standinProcess: Listening;
}

/** Keeps a part that is fetched after the first view from a page, until the function that this gives is called. */
export async function holdBack(page: Page, part: string): Promise<() => void> {
  let release = () => {};
  const released = new Promise<void>((resolve) => (release = resolve));
  await page.route(`**/split_${part}.wasm`, async (route) => {
    await released;
    await route.fallback();
  });
  return release;
}

/** Delays all such parts, to find tests that do not wait for what they need. */
async function delayParts(context: BrowserContext): Promise<void> {
  const late = Number(process.env.TOKENSCOPE_LATE ?? 0);
  if (!late) return;
  await context.route(/\/split_\w+\.wasm$/, async (route) => {
    await setTimeout(late);
    // The page may be gone by then.
    await route.fallback().catch(() => {});
  });
}

/**
 * `test` with a stand-in of its own, which fails on anything that no page may do: a violation of its policy, an uncaught
 * error, an error in the console, a request to anywhere but this machine.
 */
export const test = base.extend<OfTest, OfWorker>({
  standinProcess: [
    async ({}, use) => {
      const standin = await Listening.start('TOKENSCOPE_STANDIN', portals());
      await use(standin);
      await standin.stop();
    },
    { scope: 'worker' },
  ],
  baseURL: async ({ standinProcess }, use) => use(standinProcess.url),
  standin: async ({ standinProcess, context }, use) => {
    const standin = new Standin(standinProcess.url, context);
    await standin.reset();
    await use(standin);
  },
  allowedProblems: [[], { option: true }],
  problems: [
    // The stand-in is asked for so that each test begins with one that was reset, whether it names it or not.
    async ({ context, standin: _, allowedProblems }, use, testInfo) => {
      const problems: string[] = [];
      const tell = (problem: string) => {
        if (!allowedProblems.some((allowed) => allowed.test(problem))) problems.push(problem);
      };
      await watch(context, tell);
      await delayParts(context);
      await use(problems);
      if (testInfo.status !== testInfo.expectedStatus) await tellWhatIsShown(context);
      expect(problems, 'what no page may do').toEqual([]);
    },
    { auto: true },
  ],
});

/** The portals that show the console as a guest, each below a path of its own; and the console where they expect it. */
function portals(): string[] {
  const { TOKENSCOPE_PORTAL: folder, TOKENSCOPE_DIST_BELOW_TOKENS: tokens } = process.env;
  if (!folder || !tokens) throw new Error('TOKENSCOPE_PORTAL is not set: run `cargo xtask test browser`');
  const also = readdirSync(folder).map((name) => `/portal/${name}/=${join(folder, name)}`);
  return [`/tokens/=${tokens}`, ...also].flatMap((site) => ['--also', site]);
}

/** Prints what was open and shown when a test failed: after a run elsewhere, the output is often all there is. */
async function tellWhatIsShown(context: BrowserContext) {
  for (const page of context.pages()) {
    const shown = page.locator('dialog[open], [role=dialog], [role=alert], [role=status]');
    const texts = await shown.allInnerTexts().catch(() => ['(the page does not answer)']);
    const parts = texts.filter((text) => text.trim() !== '').map((text) => text.replace(/\s+/g, ' ').slice(0, 1_500));
    console.log([`${page.url()} shows:`, ...parts].join('\n  | '));
  }
}

interface Violation {
  directive: string;
  blocked: string;
  sample: string;
  where: string;
}

async function watch(context: BrowserContext, tell: (problem: string) => void) {
  await context.exposeBinding('tellViolation', (_, { directive, blocked, sample, where }: Violation) => {
    tell(`policy: ${directive} refused ${blocked} ${sample} (${where})`);
  });
  await context.addInitScript(() => {
    const { tellViolation } = window as unknown as { tellViolation(violation: Violation): void };
    window.addEventListener('securitypolicyviolation', (event) => {
      const where = `${event.sourceFile}:${event.lineNumber}`;
      tellViolation({ directive: event.effectiveDirective, blocked: event.blockedURI, sample: event.sample, where });
    });
  });
  context.on('weberror', (error) => tell(`uncaught: ${error.error().stack ?? error.error().message}`));
  context.on('page', (page) => page.on('crash', () => tell('the page crashed')));
  context.on('console', (message) => {
    if (message.type() === 'error' && !isFailedRequest(message)) tell(`console: ${message.text()}`);
  });
  context.on('request', (request) => {
    const url = new URL(request.url());
    const here = ['127.0.0.1', 'localhost'].includes(url.hostname);
    if (/^(https?|wss?):$/.test(url.protocol) && !here) tell(`request to ${url.href}`);
  });
}

/**
 * Chromium reports every failed request as an error. At the API that is what faults are for, and an icon that no page
 * named is nobody's fault; anywhere else it counts.
 */
function isFailedRequest(message: ConsoleMessage): boolean {
  if (!message.text().startsWith('Failed to load resource:')) return false;
  const { pathname } = new URL(message.location().url, 'http://x');
  return pathname.startsWith('/api/') || pathname === '/favicon.ico';
}

const axeSource = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Rules that axe has and does not apply unless it is asked to. */
const BESIDES: RunOptions['rules'] = { 'target-size': { enabled: true } };

/** Fails when axe finds anything by any of its rules, best practices included. */
export async function axe(page: Page, options: RunOptions = {}): Promise<void> {
  await page.evaluate(axeSource);
  // What is scrolled half below the bar is no smaller a target.
  await page.evaluate(() => scrollTo(0, 0));
  const results = await page.evaluate(
    (options) => (window as unknown as { axe: { run(options: RunOptions): Promise<AxeResults> } }).axe.run(options),
    { resultTypes: ['violations'], rules: BESIDES, ...options } satisfies RunOptions,
  );
  const findings = results.violations.map(({ id, impact, help, nodes }) => ({
    rule: `${id} (${impact}): ${help}`,
    where: nodes.map((node) => `${node.target.join(' ')}\n${node.failureSummary}`),
  }));
  expect(findings, 'what axe finds').toEqual([]);
}

/** The same in the light, and then in the dark, where nothing but the colours differs. */
export async function axeInBothThemes(page: Page): Promise<void> {
  await axe(page);
  await inTheme(page, 'dark');
  await axe(page, { runOnly: ['color-contrast', 'link-in-text-block'] });
  await inTheme(page, 'light');
}

async function inTheme(page: Page, colorScheme: 'light' | 'dark'): Promise<void> {
  await page.emulateMedia({ colorScheme });
  // A colour on its way from one theme to the other is in neither.
  await page.evaluate(() => {
    for (const animation of document.getAnimations()) if (animation instanceof CSSTransition) animation.finish();
  });
}
