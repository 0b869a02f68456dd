import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { Readable } from 'node:stream';
import { setTimeout as pause } from 'node:timers/promises';
import { Builder, Capabilities, Key, Origin, error } from 'selenium-webdriver';
import type { Browser } from './screen';

const KEYS: Record<string, string> = { Enter: Key.ENTER, Escape: Key.ESCAPE };

/** WebKitGTK, by WebDriver, on a virtual screen. It does not report errors, so the page is asked for them. */
export async function webkit(program: string, home: string): Promise<Browser> {
  const started: ChildProcess[] = [];
  const end = async () => {
    for (const child of started.reverse()) {
      if (child.exitCode !== null || child.signalCode !== null) continue;
      const gone = once(child, 'exit');
      child.kill();
      const kill = setTimeout(() => child.kill('SIGKILL'), 10_000);
      await gone;
      clearTimeout(kill);
    }
  };
  process.once('exit', () => started.forEach((child) => child.kill()));

  // The server takes a number that is free, and tells which.
  const xvfb = spawn('Xvfb', ['-displayfd', '3', '-screen', '0', '1600x1100x24', '-nolisten', 'tcp'], {
    stdio: ['ignore', 'ignore', 'ignore', 'pipe'],
  });
  started.push(xvfb);
  const display = await firstLine(xvfb, xvfb.stdio[3] as Readable);

  const port = await freePort();
  const env = {
    ...process.env,
    DISPLAY: `:${display}`,
    HOME: home,
    XDG_CACHE_HOME: join(home, 'cache'),
    XDG_CONFIG_HOME: join(home, 'config'),
    XDG_DATA_HOME: join(home, 'data'),
    GDK_BACKEND: 'x11',
    LANG: 'C.UTF-8',
    LIBGL_ALWAYS_SOFTWARE: '1',
    WEBKIT_DISABLE_DMABUF_RENDERER: '1',
    // Neither a bus nor a keyring is asked for what no page needs.
    GSETTINGS_BACKEND: 'memory',
    NO_AT_BRIDGE: '1',
    GIO_USE_VFS: 'local',
  };
  const server = `http://127.0.0.1:${port}`;
  const driver = spawn(program, [`--port=${port}`], { env, stdio: 'ignore' });
  started.push(driver);
  await answers(driver, server);

  const wanted = new Capabilities({
    browserName: 'MiniBrowser',
    pageLoadStrategy: 'normal',
  });
  const session = await new Builder().usingServer(server).withCapabilities(wanted).build();
  await session.manage().setTimeouts({ script: 30_000, pageLoad: 90_000 });
  await session.manage().window().setRect({ x: 0, y: 0, width: 1440, height: 900 });
  return {
    open: (address) => session.get(address),
    evaluate: async (expression) => {
      const ask = () => session.executeScript(`return (${expression})`);
      // What is asked while one document follows another is sometimes never answered. All that is asked can be asked again.
      return ask().catch((asked) => (asked instanceof error.TimeoutError ? ask() : Promise.reject(asked)));
    },
    click: async (x, y, shift) => {
      let actions = session.actions();
      if (shift) actions = actions.keyDown(Key.SHIFT);
      actions = actions.move({ x, y, origin: Origin.VIEWPORT }).click();
      if (shift) actions = actions.keyUp(Key.SHIFT);
      await actions.perform();
    },
    press: async (keys, shift) => {
      let actions = session.actions();
      if (shift) actions = actions.keyDown(Key.SHIFT);
      for (const key of keys) actions = actions.keyDown(KEYS[key] ?? key).keyUp(KEYS[key] ?? key);
      if (shift) actions = actions.keyUp(Key.SHIFT);
      await actions.perform();
    },
    problems: () => [],
    close: async () => {
      try {
        await Promise.race([session.quit(), pause(30_000, undefined, { ref: false })]);
      } finally {
        await end();
      }
    },
  };
}

async function firstLine(child: ChildProcess, from: Readable): Promise<string> {
  const lines = createInterface({ input: from });
  const line = await Promise.race([once(lines, 'line'), once(child, 'exit')]);
  if (typeof line[0] !== 'string') throw new Error('Xvfb ended before it told its display');
  return line[0];
}

async function freePort(): Promise<number> {
  const server = createServer();
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const { port } = server.address() as AddressInfo;
  await once(server.close(), 'close');
  return port;
}

async function answers(child: ChildProcess, server: string): Promise<void> {
  const until = Date.now() + 90_000;
  while (Date.now() < until && child.exitCode === null) {
    const answer = await fetch(`${server}/status`, { signal: AbortSignal.timeout(5_000) }).catch(() => null);
    if (answer?.ok) return;
    await pause(100);
  }
  throw new Error('WebKitWebDriver does not answer');
}
