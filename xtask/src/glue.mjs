// Makes the script between the page and the wasm: node glue.mjs FOLDER PARTS
//
// wasm-bindgen's script is a module with one wasm in it. On a page with several consoles each has an instance to itself,
// so that they share nothing, and one that trapped takes no other along. So the script becomes a function that makes an
// instance: `instance(host, module)`. On the way, what nobody calls is dropped, before wasm-opt looks for what that
// leaves unused: libraries export classes that the console never makes.

import { readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { dropUnused } from './names.mjs';

const { buildSync } = createRequire(new URL('../../end2end/package.json', import.meta.url))('esbuild');

/** What the page and guests call. */
const DOORS = ['initSync', 'standalone', 'embedded', 'navigate', 'returned', 'windUp', 'leave'];

const [folder, parts] = process.argv.slice(2);
const [wasm, script] = ['tokenscope_bg.wasm', 'tokenscope_bg.js'].map((name) => join(folder, name));
const generated = { glue: join(parts, 'tokenscope.js'), loading: join(parts, '__wasm_split.js') };

/** The text with something in it exchanged, which must be there. */
function exchange(text, what, by) {
  const exchanged = text.replace(what, by);
  if (exchanged === text) throw new Error(`the generated script has changed: there is no ${what} in it`);
  return exchanged;
}

/** What the generated script says of the parts: which there are, which others each needs, what they share. */
function partsOf(text) {
  const shared = /const \{([^}]*)\} = initSync/.exec(text)?.[1];
  // A development build marks the parts that belong together.
  const canary = /\{ __wasm_split: \{([^}]*)\} \}/.exec(text)?.[1];
  const loads = text.matchAll(/^(?:export )?const (\w+) = (wrapAsyncCb\()?makeLoad\([^"]*"\.\/([^"]+)"[^[]*?, \[([^\]]*)\]\)/gms);
  const found = [...loads].map(([, name, called, file, needs]) => ({
    name,
    file,
    called: called !== undefined,
    needs: needs.split(',').map((need) => need.trim()).filter(Boolean),
  }));
  if (shared === undefined || canary === undefined || found.length !== text.split('makeLoad(').length - 2) {
    throw new Error('the generated script has changed: it does not say which parts there are');
  }
  return { shared: shared.replace(/[\s,]+$/, ''), canary, found };
}

const { shared, canary, found } = partsOf(readFileSync(generated.loading, 'utf8'));
const fileOf = Object.fromEntries(found.map(({ name, file }) => [name, file]));

// The parts are fetched by `load` below; the linker's names for that stay.
writeFileSync(
  generated.loading,
  found
    .filter(({ called }) => called)
    .map(({ name, file }) => `export const ${name} = later('${file}');`)
    .join('\n'),
);

// `if (Symbol.dispose) X.prototype[Symbol.dispose] = …` would keep each class alive; `free` says the same.
let glue = readFileSync(generated.glue, 'utf8').replace(/^if \(Symbol\.dispose\) .*$/gm, '');
// All ways into the wasm lead through one door.
glue = exchange(glue, 'wasm = instance.exports;', 'wasm = guarded(instance.exports);');
writeFileSync(generated.glue, glue);

const { outputFiles } = buildSync({
  stdin: { contents: `export { ${DOORS.join(', ')} } from './tokenscope.js';`, resolveDir: parts },
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

const table = ['tokenscope_bg.wasm', ...found.map(({ file }) => file)]
  .map((name) => `  '${name}': new URL('./${name}', import.meta.url),`)
  .join('\n');
const needs = found.map(({ file, needs }) => `  '${file}': [${needs.map((need) => `'${fileOf[need]}'`).join(', ')}],`).join('\n');

writeFileSync(
  script,
  `${readFileSync(new URL('glue.js', import.meta.url), 'utf8')
    .replace('/* FILES */', () => `\n${table}\n`)
    .replace('/* NEEDS */', () => `\n${needs}\n`)
    .replaceAll('/* SHARED */', () => shared)
    .replace('/* CANARY */', () => canary)
    .replace('/* GLUE */', () => body)
    .replace('/* DOORS */', () => DOORS.filter((door) => door !== 'initSync').join(', '))}`,
);
writeFileSync(wasm, dropUnused(readFileSync(join(parts, 'tokenscope_bg.wasm')), readFileSync(script, 'utf8')));
for (const { file } of found) writeFileSync(join(folder, file), readFileSync(join(parts, file)));
for (const left of ['tokenscope.js', '__wasm_split.js']) rmSync(join(folder, left), { force: true });
