// Drops what nobody calls, before wasm-opt looks for what that leaves unused: node shake.mjs FOLDER
//
// Libraries export classes to JavaScript that the console never makes; wasm-bindgen keeps them in script and wasm.

import { readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dropUnused } from './names.mjs';

const { buildSync } = createRequire(new URL('../../end2end/package.json', import.meta.url))('esbuild');

/** What the page and embedders call. */
const DOORS = ['default', 'standalone'];

const folder = process.argv[2];
const [wasm, script] = [join(folder, 'tokenscope_bg.wasm'), join(folder, 'tokenscope.js')];

// `if (Symbol.dispose) X.prototype[Symbol.dispose] = …` would keep each class alive; `free` says the same.
const disposal = /^if \(Symbol\.dispose\) .*$/gm;
writeFileSync(script, readFileSync(script, 'utf8').replace(disposal, ''));

buildSync({
  stdin: { contents: `export { ${DOORS.join(', ')} } from './tokenscope.js';`, resolveDir: folder },
  outfile: script,
  allowOverwrite: true,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  pure: ['FinalizationRegistry'],
  logLevel: 'warning',
});
writeFileSync(wasm, dropUnused(readFileSync(wasm), readFileSync(script, 'utf8')));
