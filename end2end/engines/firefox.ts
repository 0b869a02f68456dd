import puppeteer, { type KeyInput } from 'puppeteer-core';
import type { Browser } from './screen';

/** Firefox, by WebDriver BiDi. */
export async function firefox(program: string, libraries: string | undefined, home: string): Promise<Browser> {
  const before = process.env.LD_LIBRARY_PATH;
  const paths = [libraries, before].filter((path) => path);
  const browser = await puppeteer.launch({
    browser: 'firefox',
    executablePath: program,
    headless: true,
    timeout: 120_000,
    protocolTimeout: 120_000,
    defaultViewport: { width: 1440, height: 900 },
    env: { ...process.env, HOME: home, ...(paths.length > 0 ? { LD_LIBRARY_PATH: paths.join(':') } : {}) },
    extraPrefsFirefox: { 'intl.accept_languages': 'en-US', 'browser.aboutwelcome.enabled': false },
  });
  const page = await browser.newPage();
  page.setDefaultTimeout(90_000);
  const problems: string[] = [];
  page.on('pageerror', (error) => problems.push(`uncaught: ${error instanceof Error ? error.message : error}`));
  page.on('console', (message) => {
    if (message.type() === 'error') problems.push(`console: ${message.text()}`);
  });
  return {
    open: async (address) => void (await page.goto(address, { waitUntil: 'domcontentloaded', timeout: 90_000 })),
    evaluate: (expression) => page.evaluate(expression),
    click: async (x, y, shift) => {
      if (shift) await page.keyboard.down('Shift');
      await page.mouse.click(x, y);
      if (shift) await page.keyboard.up('Shift');
    },
    press: async (keys, shift) => {
      if (shift) await page.keyboard.down('Shift');
      for (const key of keys) await page.keyboard.press(key as KeyInput);
      if (shift) await page.keyboard.up('Shift');
    },
    problems: () => problems.splice(0),
    close: () => browser.close(),
  };
}
