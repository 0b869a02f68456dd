// What the program and the console are made of, as CycloneDX: node sbom.mjs FOLDER TARGET
//
// Cargo says which crates end up in the program for TARGET, and which in the console. What only helps to build them
// (procedural macros, build scripts, Node packages) is in neither.

import { execFileSync } from 'node:child_process';
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

const [folder, target] = process.argv.slice(2);
const root = fileURLToPath(new URL('../../..', import.meta.url));

/** The checksum of each crate that comes from a registry. */
const checksums = new Map(
  [...readFileSync(join(root, 'Cargo.lock'), 'utf8').matchAll(/^name = "(.+)"\nversion = "(.+)"\nsource = .+\nchecksum = "(.+)"/gm)].map(
    ([, name, version, checksum]) => [`${name}@${version}`, checksum],
  ),
);

/** Every crate, and which others it needs. */
const components = new Map();
const needs = new Map();

/** Puts in a crate with all that it needs, and gives its reference. */
function put(name, target) {
  const form = '{p}|{l}|{r}'; // name, version and place; license; repository
  const options = ['--package', name, '--target', target, '--edges', 'normal,no-proc-macro', '--prefix', 'depth', '--format', form];
  const tree = execFileSync('cargo', ['tree', '--locked', ...options], { cwd: root, encoding: 'utf8', maxBuffer: 1e8 });
  // The crates between the root of the tree and the line at hand.
  const path = [];
  for (const line of tree.trim().split('\n')) {
    const said = /^(\d+)(\S+) v(\S+?)(?: .*?)?\|(.*?)\|(\S*)/.exec(line);
    if (!said) throw new Error(`cargo tree says what cannot be read: ${line}`);
    const [, depth, name, version, license, repository] = said;
    const crate = component(name, version, license, repository);
    path.splice(Number(depth), Infinity, crate);
    needs.get(path.at(-2))?.add(crate);
  }
  return path[0];
}

function component(name, version, license, repository) {
  const hash = checksums.get(`${name}@${version}`);
  const reference = hash ? `pkg:cargo/${name}@${version}` : `${name}@${version}`;
  if (!components.has(reference)) {
    needs.set(reference, new Set());
    components.set(reference, {
      type: 'library',
      'bom-ref': reference,
      name,
      version,
      // Older crates put a slash where today's put OR.
      ...(license && { licenses: [{ expression: license.replaceAll(/\s*\/\s*/g, ' OR ') }] }),
      ...(hash && { hashes: [{ alg: 'SHA-256', content: hash }], purl: reference }),
      ...(repository && { externalReferences: [{ type: 'vcs', url: repository }] }),
    });
  }
  return reference;
}

const parts = [put('tokenscope-program', target), put('tokenscope', 'wasm32-unknown-unknown')];
const { version, licenses } = components.get(parts[1]);
const whole = `tokenscope-package@${version}`;
const byName = ([one], [other]) => (one < other ? -1 : 1);
const bom = {
  $schema: 'http://cyclonedx.org/schema/bom-1.6.schema.json',
  bomFormat: 'CycloneDX',
  specVersion: '1.6',
  version: 1,
  metadata: { component: { type: 'application', 'bom-ref': whole, name: 'tokenscope', version, licenses } },
  components: [...components].sort(byName).map(([, component]) => component),
  dependencies: [[whole, new Set(parts)], ...[...needs].sort(byName)].map(([ref, others]) => ({ ref, dependsOn: [...others].sort() })),
};
writeFileSync(join(folder, 'tokenscope.cdx.json'), `${JSON.stringify(bom, null, 2)}\n`);
