import type { Page } from '@playwright/test';

const MEMORY = 5;

/**
 * Limits the program to its initial memory plus so many pages of 64 KiB: sooner or later it has to trap,
 * as any program does that runs out of memory. Nothing else about it changes.
 */
export async function limitMemory(page: Page, pages: number): Promise<void> {
  await page.route('**/tokenscope_bg.wasm', async (route) => {
    const response = await route.fetch();
    const { 'content-encoding': _, ...headers } = response.headers();
    await route.fulfill({ response, headers, body: limited(await response.body(), pages) });
  });
}

function limited(wasm: Buffer, more: number): Buffer {
  for (let at = 8; at < wasm.length; ) {
    const [size, body] = number(wasm, at + 1);
    if (wasm[at] === MEMORY) {
      const [minimum] = number(wasm, body + 2); // after the count and the flags
      const section = Buffer.concat([Buffer.from([1, 1]), encoded(minimum), encoded(minimum + more)]);
      return Buffer.concat([wasm.subarray(0, at), Buffer.from([MEMORY]), encoded(section.length), section, wasm.subarray(body + size)]);
    }
    at = body + size;
  }
  throw new Error('the wasm has no memory of its own');
}

/** An unsigned LEB128 number, and where it ends. */
function number(bytes: Buffer, at: number): [number, number] {
  let value = 0;
  for (let shift = 0; ; shift += 7, at += 1) {
    const byte = bytes[at] ?? 0;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at + 1];
  }
}

function encoded(value: number): Buffer {
  const bytes = [];
  for (let rest = value; ; rest = Math.floor(rest / 128)) {
    if (rest < 128) return Buffer.from([...bytes, rest]);
    bytes.push((rest % 128) | 128);
  }
}
