// Makes the folder that is served, all but the page itself: node site.mjs MODULE FOLDER [--ships]
//
// The style sheets become three, one for the first view and two for what comes after it, and as many for guests; the
// scripts become one for each of the three ways in. What ships loses what only people read, and has `x.br` and `x.gz`
// beside every file that compresses well.

import { copyFileSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { extname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { compress } from './compress.mjs';
import { olderSheet, olderSheetOfGuests } from './older_colours.mjs';
import { writePackage } from './package.mjs';

const { buildSync, transformSync } = createRequire(new URL('../../../end2end/package.json', import.meta.url))('esbuild');

const [module, folder, option] = process.argv.slice(2);
const minify = option === '--ships';

const source = (name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));
const usual = { bundle: true, minify, logLevel: 'warning' };

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

for (const name of readdirSync(module)) copyFileSync(join(module, name), join(folder, name));
copyFileSync(source('public/icon.svg'), join(folder, 'icon.svg'));
writePackage(folder);

if (minify) {
  const files = readdirSync(folder, { recursive: true }).map((name) => join(folder, name));
  for (const file of files.filter((file) => extname(file) === '.js')) {
    const { code } = transformSync(readFileSync(file, 'utf8'), { minify: true, format: 'esm', target: 'es2022' });
    writeFileSync(file, code);
  }
  compress(files);
}
