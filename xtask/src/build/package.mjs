// What makes a built folder an npm package: package.json, and a manifest that says what each file weighs and is.

import { createHash } from 'node:crypto';
import { copyFileSync, existsSync, readFileSync, readdirSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const MANIFEST = 'tokenscope-manifest.json';
const root = (name) => fileURLToPath(new URL(`../../../${name}`, import.meta.url));

/** A value out of Cargo.toml, which is the one place that says it. */
function ofCargo(name) {
  const value = new RegExp(`^${name} = "([^"]+)"$`, 'm').exec(readFileSync(root('Cargo.toml'), 'utf8'))?.[1];
  if (!value) throw new Error(`Cargo.toml does not say a ${name}`);
  return value;
}

/** Puts in what a package needs besides the program. The page is no part of it: it has nothing to import. */
export function writePackage(folder) {
  const typed = (name) => ({ types: `./${name}.d.ts`, default: `./${name}.js` });
  const described = {
    name: 'tokenscope',
    version: ofCargo('version'),
    description: ofCargo('description'),
    license: ofCargo('license'),
    keywords: ['authentik', 'oauth2', 'tokens', 'web-component'],
    type: 'module',
    main: './tokenscope.js',
    types: './tokenscope.d.ts',
    exports: {
      '.': typed('tokenscope'),
      './element': typed('tokenscope-element'),
      './tokenscope.js': typed('tokenscope'),
      './tokenscope-element.js': typed('tokenscope-element'),
      './*.wasm': './*.wasm',
      './*.css': './*.css',
      './*.json': './*.json',
    },
    sideEffects: ['./tokenscope-element.js'],
    files: ['tokenscope*.js', 'tokenscope*.d.ts', '*.wasm', '*-guest.css', 'themes/*.css', MANIFEST, 'LICENSE*'],
  };
  writeFileSync(join(folder, 'package.json'), `${JSON.stringify(described, null, 2)}\n`);
  for (const name of ['tokenscope.d.ts', 'tokenscope-element.d.ts']) copyFileSync(root(`public/${name}`), join(folder, name));
  copyFileSync(root('public/package.md'), join(folder, 'README.md'));
  for (const name of ['LICENSE', 'LICENSE-APACHE', 'LICENSE-MIT']) copyFileSync(root(name), join(folder, name));
}

/** Says of each file how large it is, as it is and compressed, and what its hash is as `integrity` wants it. */
export function writeManifest(folder) {
  const names = readdirSync(folder, { recursive: true }).filter((name) => /\.(?:js|css|wasm|html|svg)$/.test(name));
  const size = (name) => (existsSync(join(folder, name)) ? statSync(join(folder, name)).size : undefined);
  const files = names.sort().map((name) => {
    const hash = createHash('sha384').update(readFileSync(join(folder, name))).digest('base64');
    return [name.replaceAll('\\', '/'), { size: size(name), brotli: size(`${name}.br`), integrity: `sha384-${hash}` }];
  });
  const manifest = { version: ofCargo('version'), files: Object.fromEntries(files) };
  writeFileSync(join(folder, MANIFEST), `${JSON.stringify(manifest, null, 2)}\n`);
}
