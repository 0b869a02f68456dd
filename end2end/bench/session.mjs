// What is done to a page, the same on both sides, and what is measured while it is done.

import { readFileSync } from 'node:fs';
import { chromium } from 'playwright-core';

const FLAGS = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  '--enable-precise-memory-info',
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];
if (process.getuid?.() === 0) FLAGS.push('--no-sandbox');

/** A frame is made when there is something to show, and not on the next beat of 16.7 ms. */
const WITHOUT_BEAT = ['--disable-frame-rate-limit', '--disable-gpu-vsync'];

/** What is typed: names, a provider, a scope and a number; a letter at a time, then taken back. */
export const TYPED = [
  { text: 'barbara', erase: 'letters' },
  { text: 'grafana', erase: 'letters' },
  { text: 'offline_access', erase: 'all' },
  { text: '54321', erase: 'all' },
  { text: 'novak', erase: 'letters' },
];
export const SORTED = ['User', 'Provider', 'Scopes', 'Status', 'Expires', 'Issued', 'Token'];

export const FACETS = ['Status', 'Provider', 'Scope'];

const READING_LIMIT = 20 * 60_000;

const probe = readFileSync(new URL('probe.js', import.meta.url), 'utf8');

/** Opens a browser, and gives what was measured in it. */
async function inBrowser({ program, tokens, say }, flags, work) {
  const browser = await chromium.launch({ executablePath: program, args: [...FLAGS, ...flags] });
  try {
    const context = await browser.newContext({ viewport: { width: 1440, height: 900 }, locale: 'en-US' });
    const page = await context.newPage();
    page.on('pageerror', (error) => say(`  the page: ${error.message}`));
    await page.addInitScript(probe);
    return { browser: browser.version(), ...(await work(new Session(page, await context.newCDPSession(page), tokens, say))) };
  } finally {
    await browser.close();
  }
}

/** Does everything once, and gives what was measured. */
export async function measure(options) {
  const { url, address, rounds, say } = options;
  // Without the beat whatever moves while a page reads would take all there is of the machine.
  const read = await inBrowser(options, [], async (session) => {
    const firstView = await session.open(`${url}${address}`);
    const atFirst = await session.memory();
    const reading = await session.read();
    return { firstView, reading, memory: { atFirst, afterReading: await session.memory() } };
  });
  const used = await inBrowser(options, WITHOUT_BEAT, async (session) => {
    await session.open(`${url}${address}`);
    const emptyFrame = await session.emptyFrames();
    await session.read();
    const keys = [];
    const sorts = {};
    for (let round = 1; round <= rounds; round++) {
      say(`  round ${round} of ${rounds}: typing`);
      keys.push(...(await session.type()));
      say(`  round ${round} of ${rounds}: sorting`);
      for (const [column, took] of Object.entries(await session.sort())) (sorts[column] ??= []).push(...took);
    }
    const facets = await session.facets();
    return { emptyFrame, keys, sorts, facets, atLast: await session.memory() };
  });
  const { atLast, ...others } = used;
  return { ...read, ...others, memory: { ...read.memory, atLast } };
}

class Session {
  constructor(page, devtools, tokens, say) {
    this.page = page;
    this.devtools = devtools;
    this.say = say;
    this.all = `All ${new Intl.NumberFormat('en').format(tokens)}`;
    this.search = page.getByRole('combobox', { name: 'Search tokens' });
    this.table = page.getByRole('table', { name: 'Access tokens' });
    this.catalog = page.getByRole('region', { name: 'Catalog' });
  }

  /** Opens the page; gives the bytes of all files but the data that came before the first rows, and after them. */
  async open(address) {
    await this.page.goto(address);
    await this.table.getByRole('row').nth(1).waitFor();
    await this.page.waitForLoadState('networkidle');
    const { before, after } = await this.page.evaluate(() => window.bench.files());
    const sum = (files) => Object.values(files).reduce((sum, bytes) => sum + bytes, 0);
    return { bytes: sum(before), bytes_after: sum(after), before, after };
  }

  async emptyFrames() {
    const took = [];
    for (let count = 0; count < 30; count++) took.push(await this.page.evaluate(() => window.bench.emptyFrame()));
    return took;
  }

  /** What is alive after everything that nobody holds was collected. */
  async memory() {
    await this.page.waitForTimeout(500);
    for (let count = 0; count < 3; count++) await this.devtools.send('HeapProfiler.collectGarbage');
    const { metrics } = await this.devtools.send('Performance.enable').then(() => this.devtools.send('Performance.getMetrics'));
    const metric = (name) => metrics.find((one) => one.name === name)?.value ?? 0;
    const usage = await this.devtools.send('Runtime.getHeapUsage');
    const wasm = await this.page.evaluate(() => window.bench.wasmBytes());
    const heap = metric('JSHeapUsedSize');
    return { heap, wasm, together: heap + wasm, embedder: usage.embedderHeapUsedSize, buffers: usage.backingStorageSize };
  }

  /** Has the page read every token. */
  async read() {
    this.say('  reading');
    const from = await this.page.evaluate(() => performance.now());
    await this.page.getByRole('button', { name: 'Load all tokens', exact: true }).first().click();
    const start = this.page.getByRole('group', { name: 'Load all tokens?' }).getByRole('button', { name: 'Start loading' });
    const progress = this.page.getByRole('progressbar', { name: 'Loading all tokens' });
    await start.or(progress).first().waitFor();
    if (await start.isVisible()) await start.click();
    await this.catalog.getByText(this.all).first().waitFor({ timeout: READING_LIMIT });
    await progress.waitFor({ state: 'hidden' });
    const to = await this.page.evaluate(() => performance.now());
    const longTasks = await this.page.evaluate(([from, to]) => window.bench.longTasks(from, to), [from, to]);
    return { took: to - from, longTasks };
  }

  /** Arms the probe, does something, and gives the sample. */
  async sample(kind, act) {
    await this.page.evaluate((kind) => window.bench.arm(kind), kind);
    await act();
    return this.page.evaluate(() => window.bench.taken());
  }

  /** Types and erases; a sample for each key. */
  async type() {
    const samples = [];
    await this.search.focus();
    const press = async (key, before) => {
      const taken = await this.sample('keydown', () => this.page.keyboard.press(key));
      samples.push({ before, key, ...taken });
    };
    for (const { text, erase } of TYPED) {
      for (let at = 0; at < text.length; at++) await press(text[at], text.slice(0, at));
      if (erase === 'letters') {
        for (let at = text.length; at > 0; at--) await press('Backspace', text.slice(0, at));
      } else {
        await this.search.selectText();
        await press('Backspace', text);
      }
    }
    return samples;
  }

  /** Sorts by each column, both ways; the times by column, the first click first. */
  async sort() {
    const took = {};
    for (const column of SORTED) {
      const button = this.table.getByRole('columnheader').getByRole('button', { name: new RegExp(`^${column}\\b`) });
      took[column] = [];
      for (let click = 0; click < 2; click++) {
        const sample = await this.sample('click', () => button.click());
        if (sample.mutations === 0) this.say(`  sorting by ${column} changed nothing`);
        took[column].push(sample.took);
      }
    }
    return took;
  }

  /** Chooses and lets go of facets, on a page that has them. */
  async facets() {
    const took = [];
    for (const name of FACETS) {
      const facet = this.page.getByRole('group', { name: 'Facets' }).locator('details', { hasText: name }).first();
      if (!(await facet.count())) continue;
      await facet.locator('summary').click();
      const boxes = facet.getByRole('checkbox');
      await boxes.first().waitFor();
      for (let at = 0; at < Math.min(await boxes.count(), 3); at++) {
        for (let click = 0; click < 2; click++) took.push((await this.sample('click', () => boxes.nth(at).click())).took);
      }
      await facet.locator('summary').click();
    }
    return took;
  }
}
