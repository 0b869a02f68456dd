// Makes a built folder small: node finish.mjs FOLDER [--minify]
//
// The style sheets become one; scripts and styles lose what only people read (Trunk's own minifier does not know
// today's JavaScript); the names between the wasm and its script are cut short; and `x.br` and `x.gz` are written beside
// every file that compresses well. Node brings both encoders along, at their strongest.

import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { shortenNames } from './names.mjs';

const { buildSync, transformSync } = createRequire(new URL('../../end2end/package.json', import.meta.url))('esbuild');

const worthIt = new Set(['.html', '.css', '.js', '.mjs', '.wasm', '.svg', '.json', '.webmanifest', '.txt']);

const [folder, option] = process.argv.slice(2);
const minify = option === '--minify';

buildSync({
  entryPoints: [fileURLToPath(new URL('../../style/tokenscope.css', import.meta.url))],
  outfile: join(folder, 'tokenscope.css'),
  external: ['*.svg'],
  bundle: true,
  minify,
  allowOverwrite: true,
  logLevel: 'warning',
});

const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));

if (minify) {
  for (const file of files.filter((file) => ['.js', '.mjs'].includes(extname(file)))) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { minify: true, format: 'esm', target: 'es2022' });
    writeFileSync(file, code);
  }
  const [wasm, script] = [join(folder, 'tokenscope_bg.wasm'), join(folder, 'tokenscope.js')];
  if (existsSync(wasm)) {
    const short = shortenNames(readFileSync(wasm), readFileSync(script, 'utf8'));
    if (!WebAssembly.validate(short.wasm)) throw new Error('shortening the names broke the wasm');
    writeFileSync(wasm, short.wasm);
    writeFileSync(script, short.script);
  }
}

for (const file of files.filter((file) => worthIt.has(extname(file)))) {
  const plain = readFileSync(file);
  writeFileSync(`${file}.br`, brotli(plain, extname(file) === '.wasm'));
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
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
