// Makes the page in a folder that site.mjs has filled: node page.mjs FOLDER PUBLIC_URL [--ships]
//
// Nothing but the page, and the manifest that names its hash, depends on the address it is served at. In index.html,
// Trunk's attributes say what is to be there, so that `trunk serve` makes the same page out of it.

import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { compress } from './compress.mjs';
import { writeManifest } from './package.mjs';

const [folder, publicUrl, option] = process.argv.slice(2);

const page = readFileSync(new URL('../../../index.html', import.meta.url), 'utf8')
  .replace(/<!--.*?-->/gs, '')
  .replace(/<link data-trunk rel="(?:rust|copy-[a-z]+)"[^>]*>/g, '')
  .replace('data-trunk rel="css"', 'rel="stylesheet"')
  .replaceAll(' data-trunk', '')
  .replace(/(href|src)="(?:public|style)\//g, (_, attribute) => `${attribute}="${publicUrl}`)
  .replace(/\s+/g, ' ')
  .replaceAll(' />', '>')
  .replaceAll('> <', '><');
if (page.includes('data-trunk')) throw new Error('index.html asks Trunk for something that page.mjs does not know');

const file = join(folder, 'index.html');
writeFileSync(file, page);
if (option === '--ships') {
  compress([file]);
  writeManifest(folder);
}
