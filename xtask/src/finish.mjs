// Makes a built folder small: node finish.mjs FOLDER [--minify]
//
// The style sheets become three, one for the first view and two for what comes after it, and as many for guests;
// scripts and styles lose what only people read (Trunk's own minifier does not know today's JavaScript); the names between
// the wasm and its script are cut short; and `x.br` and `x.gz` are written beside every file that compresses well. Node
// brings both encoders along, at their strongest for what ships; a development build must not take a minute for it.

import { createHash } from 'node:crypto';
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';
import { shortenNames, withText } from './names.mjs';
import { olderSheet, olderSheetOfGuests } from './older.mjs';
import { writeManifest, writePackage } from './package.mjs';

const { buildSync, transformSync } = createRequire(new URL('../../end2end/package.json', import.meta.url))('esbuild');

const worthIt = new Set(['.html', '.css', '.js', '.mjs', '.wasm', '.svg', '.json', '.webmanifest', '.txt']);

const [folder, option] = process.argv.slice(2);
const minify = option === '--minify';

const source = (name) => fileURLToPath(new URL(`../../${name}`, import.meta.url));
const usual = { bundle: true, minify, allowOverwrite: true, logLevel: 'warning' };

// The first view's; and those that are fetched together with the part of the program that needs them.
const sheets = ['tokenscope.css', 'later.css', 'deletion.css'].map((sheet) => source(`style/${sheet}`));
buildSync({ ...usual, entryPoints: sheets, outdir: folder, external: ['*.svg'] });

// The same for guests. A host's root may have any size of type, so that a guest measures in a unit of its own.
const ofGuests = { 'tokenscope-guest': source('style/guest.css'), 'later-guest': source('style/guest-later.css'), 'deletion-guest': source('style/deletion.css') };
for (const { path, text } of buildSync({ ...usual, entryPoints: ofGuests, outdir: folder, write: false, external: ['*.svg'] }).outputFiles) {
  writeFileSync(path, inUnits(text));
}

// Colours for browsers that do not know light-dark().
const styles = Object.fromEntries(['theme', 'delete_dialog', 'host'].map((name) => [name, readFileSync(source(`style/${name}.css`), 'utf8')]));
const coloured = [styles.theme, styles.delete_dialog];
for (const [name, css] of [
  ['older.css', olderSheet(coloured)],
  ['older-guest.css', olderSheetOfGuests(coloured, styles.host)],
]) {
  writeFileSync(join(folder, name), transformSync(css, { loader: 'css', minify }).code);
}

// A preset reads the variables of a design system; where the page has none, the console's own values stay.
const own = new Map(
  [...readFileSync(source('style/theme.css'), 'utf8').matchAll(/^ {2}(--ts-[\w-]+):\s*([^;]+);/gm)].map(([, name, value]) => [name, value]),
);
mkdirSync(join(folder, 'themes'), { recursive: true });
for (const name of readdirSync(source('style/themes'))) {
  const css = readFileSync(source(`style/themes/${name}`), 'utf8').replace(
    /(--ts-[\w-]+): ([^;]+);/g,
    (_, property, value) => `${property}: ${value.replace(/\)+$/, (ends) => `, ${own.get(property)}${ends}`)};`,
  );
  writeFileSync(join(folder, 'themes', name), inUnits(minify ? transformSync(css, { loader: 'css', minify }).code : css));
}

// What scripts say to each other goes by these names; all else becomes part of them.
buildSync({
  ...usual,
  minify: false,
  entryPoints: ['boot.js', 'tokenscope.js', 'tokenscope-element.js'].map((name) => source(`public/${name}`)),
  outdir: folder,
  external: ['./tokenscope_bg.js', './tokenscope.js'],
  format: 'esm',
  target: 'es2022',
});

/** Every rem as so many units; where a query asks for the width of a container, no custom property may stand. */
function inUnits(css) {
  const rem = /(?<![\w.-])(-?\d*\.?\d+)rem\b/g;
  const parts = css.split(/(@container[^{]*\{)/);
  const exchanged = parts.map((part, at) =>
    at % 2 === 1 ? part.replace(rem, (_, number) => `${number * 16}px`) : part.replace(rem, 'calc(var(--ts-unit)*$1)'),
  );
  return exchanged.join('');
}

writePackage(folder);

const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));

if (minify) {
  for (const file of files.filter((file) => ['.js', '.mjs'].includes(extname(file)))) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { minify: true, format: 'esm', target: 'es2022' });
    writeFileSync(file, code);
  }
  const [wasm, script] = [join(folder, 'tokenscope_bg.wasm'), join(folder, 'tokenscope_bg.js')];
  if (existsSync(wasm)) {
    const short = shortenNames(readFileSync(wasm), readFileSync(script, 'utf8'));
    if (!WebAssembly.validate(short.wasm)) throw new Error('shortening the names broke the wasm');
    writeFileSync(wasm, short.wasm);
    writeFileSync(script, short.script);
  }
}

// The program, its script and its parts have the same names in every build. Each says which build it is of, so that none is
// taken for one of another.
const script = join(folder, 'tokenscope_bg.js');
const programs = files.filter((file) => extname(file) === '.wasm').sort();
const said = [script, ...programs].map((file) => createHash('sha256').update(readFileSync(file)).digest('hex'));
const build = createHash('sha256').update(said.join()).digest('hex').slice(0, 16);
for (const file of programs) writeFileSync(file, withText(readFileSync(file), 'build', build));
const glue = readFileSync(script, 'utf8');
if (!glue.includes('__BUILD__')) throw new Error('the script does not say which build it is of');
writeFileSync(script, glue.replaceAll('__BUILD__', build));

for (const file of files.filter((file) => worthIt.has(extname(file)))) {
  const plain = readFileSync(file);
  writeFileSync(`${file}.br`, brotli(plain, extname(file) === '.wasm'));
  writeFileSync(`${file}.gz`, gzipSync(plain, { level: minify ? 9 : 1 }));
}

writeManifest(folder);

function brotli(plain, binary) {
  const { BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  return brotliCompressSync(plain, {
    params: {
      [BROTLI_PARAM_MODE]: binary ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
      [BROTLI_PARAM_QUALITY]: minify ? 11 : 3,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}
