import type { CDPSession, Page } from '@playwright/test';
import { LONG } from '../fixtures';
import { expect, test } from '../pages/host';

/** What is alive in the page once everything that nobody holds is gone. */
async function alive(page: Page, devtools: CDPSession) {
  // What holds an element may be held by one in turn, so it takes some rounds.
  for (let round = 0; round < 4; round += 1) await devtools.send('HeapProfiler.collectGarbage');
  const { metrics } = await devtools.send('Performance.getMetrics');
  const metric = (name: string) => metrics.find((metric) => metric.name === name)?.value ?? Number.NaN;
  const wasm = await page.evaluate(() =>
    (window as unknown as { memories: WeakRef<WebAssembly.Memory>[] }).memories.flatMap((memory) => memory.deref()?.buffer.byteLength ?? []),
  );
  return { heap: metric('JSHeapUsedSize'), nodes: metric('Nodes'), listeners: metric('JSEventListeners'), wasm };
}

test('two hundred consoles leave no more behind than one hundred', LONG, async ({ host, page, context }) => {
  test.setTimeout(180_000);
  await page.addInitScript(() => {
    const memories: WeakRef<WebAssembly.Memory>[] = [];
    const { Instance } = WebAssembly;
    const Watched = function (module: WebAssembly.Module, imports: WebAssembly.Imports) {
      const instance = new Instance(module, imports);
      memories.push(new WeakRef(instance.exports.memory as WebAssembly.Memory));
      return instance;
    };
    Object.assign(window, { memories });
    Object.assign(WebAssembly, { Instance: Object.assign(Watched, { prototype: Instance.prototype }) });
  });
  await host.open();
  const devtools = await context.newCDPSession(page);
  await devtools.send('Performance.enable');
  /** Mounts consoles one after the other, in the same element and in new ones, and ends each once all of it is there. */
  const mounts = (times: number) =>
    page.evaluate(async (times) => {
      interface Host {
        told: unknown[];
        console: unknown;
        mount(options: object, element: Element): Promise<{ unmount(): Promise<void> }>;
      }
      const { host } = window as unknown as { host: Host };
      const kept = document.getElementById('place') ?? document.body;
      for (let time = 0; time < times; time += 1) {
        const element = time % 2 ? kept : document.body.appendChild(document.createElement('div'));
        const console = await host.mount({ location: 'access-tokens?page_size=10' }, element);
        const inside = (tag: string) => [...(element.shadowRoot?.querySelectorAll(tag) ?? [])];
        const isThere = () =>
          inside('table').some((table) => table.ariaBusy === 'false') && inside('summary').some((it) => it.textContent === 'Export');
        while (!isThere()) await new Promise(requestAnimationFrame);
        await console.unmount();
        if (element !== kept) element.remove();
      }
      host.told.length = 0;
      host.console = undefined;
    }, times);
  await mounts(100);
  let before = await alive(page, devtools);
  await mounts(100);
  let after = await alive(page, devtools);
  // Memory of wasm never shrinks: what happened to be under way at once has left its mark for good, early or late. What is
  // left behind grows with every hundred.
  for (let more = 0; more < 2 && String(after.wasm) !== String(before.wasm); more += 1) {
    before = after;
    await mounts(100);
    after = await alive(page, devtools);
  }
  test.info().annotations.push({ type: 'measured', description: JSON.stringify({ before, after }) });
  // One console has some 1,300 nodes.
  expect(after.nodes).toBeLessThanOrEqual(before.nodes + 100);
  expect(after.listeners).toBeLessThanOrEqual(before.listeners);
  expect(after.heap).toBeLessThanOrEqual(before.heap + 128 * 1024);
  expect(after.wasm.length, 'instances').toBeLessThanOrEqual(1);
  expect(after.wasm).toEqual(before.wasm);
});
