import { defineConfig } from '@playwright/test';

/** `cargo xtask test browser` sets the three variables; see fixtures.ts for the other two. */
const chromium = process.env.TOKENSCOPE_CHROMIUM;

const flags = [
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-gpu',
  '--disable-quic',
  '--disable-sync',
  '--no-first-run',
  // No test reaches outside: names other than these do not exist for the browser.
  '--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1, EXCLUDE localhost',
];
// Chromium refuses its sandbox to root, which is who one is in many containers.
if (process.getuid?.() === 0) flags.push('--no-sandbox');

export default defineConfig({
  testDir: 'tests',
  fullyParallel: true,
  ...(process.env.TOKENSCOPE_LONG ? {} : { grepInvert: /@long/ }),
  // A test that has to be tried again is a test that fails.
  retries: 0,
  workers: 2,
  forbidOnly: !!process.env.CI,
  timeout: 30_000,
  expect: { timeout: 5_000 },
  reporter: [['list'], ['html', { open: 'never' }]],
  use: {
    browserName: 'chromium',
    viewport: { width: 1440, height: 900 },
    locale: 'en-US',
    timezoneId: 'Europe/Berlin',
    serviceWorkers: 'block',
    screenshot: 'only-on-failure',
    launchOptions: { args: flags, ...(chromium ? { executablePath: chromium } : {}) },
  },
});
