// Writes `x.br` and `x.gz` beside every file of a folder that compresses well: node compress.mjs FOLDER
// Node brings both encoders along, at their strongest, so the build needs no compression library of its own.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const worthIt = new Set(['.html', '.css', '.js', '.mjs', '.wasm', '.svg', '.json', '.webmanifest', '.txt']);

const folder = process.argv[2];
for (const name of readdirSync(folder, { recursive: true })) {
  if (!worthIt.has(extname(name))) continue;
  const file = join(folder, name);
  const plain = readFileSync(file);
  const { BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  const brotli = brotliCompressSync(plain, {
    params: {
      [BROTLI_PARAM_MODE]: name.endsWith('.wasm') ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
      [BROTLI_PARAM_QUALITY]: 11,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
  writeFileSync(`${file}.br`, brotli);
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
}
