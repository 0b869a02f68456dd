// SHA256SUMS for what is packed, as `sha256sum --check` reads it: node checksums.mjs FOLDER

import { createHash } from 'node:crypto';
import { readFileSync, readdirSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';

const [folder] = process.argv.slice(2);
const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
const names = files.map((entry) => join(entry.parentPath, entry.name).slice(folder.length + 1).replaceAll('\\', '/'));
const sum = (name) => createHash('sha256').update(readFileSync(join(folder, name))).digest('hex');
writeFileSync(join(folder, 'SHA256SUMS'), names.sort().map((name) => `${sum(name)}  ${name}\n`).join(''));
