// Makes a built folder small: node finish.mjs FOLDER [--minify]
//
// Scripts lose what only people read (Trunk's own minifier does not know today's JavaScript), and `x.br` and
// `x.gz` are written beside every file that compresses well. Node brings both encoders along, at their strongest.

import { readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const { transformSync } = createRequire(new URL('../../end2end/package.json', import.meta.url))('esbuild');

const worthIt = new Set(['.html', '.css', '.js', '.mjs', '.wasm', '.svg', '.json', '.webmanifest', '.txt']);
const scripts = new Set(['.js', '.mjs']); // Trunk does the styles

const [folder, option] = process.argv.slice(2);
for (const name of readdirSync(folder, { recursive: true })) {
  const kind = extname(name);
  if (!worthIt.has(kind)) continue;
  const file = join(folder, name);
  if (scripts.has(kind) && option === '--minify') writeFileSync(file, minified(readFileSync(file, 'utf8')));
  const plain = readFileSync(file);
  writeFileSync(`${file}.br`, brotli(plain, kind === '.wasm'));
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
}

function minified(script) {
  return transformSync(script, { minify: true, format: 'esm', target: 'es2022' }).code;
}

function brotli(plain, binary) {
  const { BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  return brotliCompressSync(plain, {
    params: {
      [BROTLI_PARAM_MODE]: binary ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
      [BROTLI_PARAM_QUALITY]: 11,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}
