// Makes the script between the page and the module: node script.mjs FOLDER
//
// wasm-bindgen's script is a module with one wasm in it. On a page with several consoles each has an instance to itself,
// so that they share nothing, and one that trapped takes no other along. So the script becomes a function that makes an
// instance: `instance(host, module)`. What nobody calls is dropped on the way: libraries export classes that the console
// never makes.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';

const { buildSync } = createRequire(new URL('../../../end2end/package.json', import.meta.url))('esbuild');

/** What the page and guests call. */
const DOORS = ['initSync', 'standalone', 'embedded', 'navigate', 'returned', 'windUp', 'leave'];

const [folder] = process.argv.slice(2);
const generated = join(folder, 'tokenscope.js');
const { build, parts } = JSON.parse(readFileSync(join(folder, 'parts.json'), 'utf8'));

/** The text with something in it exchanged, which must be there. */
function exchange(text, what, by) {
  const exchanged = text.replace(what, by);
  if (exchanged === text) throw new Error(`the generated script has changed: there is no ${what} in it`);
  return exchanged;
}

// `if (Symbol.dispose) X.prototype[Symbol.dispose] = …` would keep each class alive; `free` says the same.
let glue = readFileSync(generated, 'utf8').replace(/^\s*if \(Symbol\.dispose\) .*$/gm, '');
// All ways into the wasm lead through one door.
glue = exchange(glue, 'wasm = instance.exports;', 'wasm = guarded(instance.exports);');
writeFileSync(generated, glue);

const { outputFiles } = buildSync({
  stdin: { contents: `export { ${DOORS.join(', ')} } from './tokenscope.js';`, resolveDir: folder },
  write: false,
  bundle: true,
  format: 'esm',
  target: 'es2022',
  pure: ['FinalizationRegistry'],
  // All parts are fetched by the same few lines, which wasm-bindgen names once for each.
  logOverride: { 'duplicate-object-key': 'silent' },
  logLevel: 'warning',
});
const [{ text }] = outputFiles;
const body = exchange(text, /export \{[^}]*\};\s*$/, '');
if (/^import\b|\bimport\.meta\b/m.test(body)) throw new Error('the generated script has changed: it imports something');

const lines = (names, line) => `\n${names.map((name) => `  '${name}': ${line(name)},`).join('\n')}\n`;
const files = lines(['tokenscope_bg.wasm', ...Object.keys(parts)], (name) => `new URL('./${name}', import.meta.url)`);
const needs = lines(Object.keys(parts), (name) => JSON.stringify(parts[name]));

const script = readFileSync(new URL('instance.js', import.meta.url), 'utf8')
  .replace('/* FILES */', () => files)
  .replace('/* NEEDS */', () => needs)
  .replace('__BUILD__', build)
  .replace('/* GLUE */', () => body)
  .replace('/* DOORS */', () => DOORS.filter((door) => door !== 'initSync').join(', '));
writeFileSync(join(folder, 'tokenscope_bg.js'), script);
for (const left of ['tokenscope.js', '__wasm_split.js', 'parts.json']) rmSync(join(folder, left));
