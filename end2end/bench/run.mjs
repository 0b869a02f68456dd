// Measures Tokenscope and the peer against the same stand-in, prints a table and writes a report; started by
// `cargo xtask bench`, which says by environment variables where everything is.

import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { cp, mkdir, mkdtemp, readFile, readdir, rm, writeFile } from 'node:fs/promises';
import { cpus, loadavg, tmpdir, totalmem } from 'node:os';
import { dirname, join, relative } from 'node:path';
import { createInterface } from 'node:readline';
import { parseArgs } from 'node:util';
import { buildPeer } from './build.mjs';
import { SORTED, TYPED, measure } from './session.mjs';
import { median, ratio, summary } from './statistics.mjs';
import { table } from './table.mjs';

const { values: options } = parseArgs({
  options: {
    tokens: { type: 'string', default: '100000' },
    rounds: { type: 'string', default: '3' },
    side: { type: 'string', multiple: true, default: ['tokenscope', 'peer', 'tuned'] },
    report: { type: 'string' },
    criterion: { type: 'string' },
  },
});
const say = (line) => console.log(line);

function needed(name) {
  const value = process.env[name];
  if (!value) throw new Error(`${name} is not set: run \`cargo xtask bench\``);
  return value;
}

/** The stand-in with these files, until `work` is done. */
async function withStandin(dist, work) {
  const args = ['--port', '0', '--dist', dist, '--tokens', options.tokens, '--seed', '1'];
  const child = spawn(needed('TOKENSCOPE_STANDIN'), args, { stdio: ['ignore', 'pipe', 'inherit'] });
  const gone = once(child, 'exit');
  try {
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^listening on (http:\/\/127\.0\.0\.1:\d+)\/$/.exec(line)?.[1];
      if (url) return await work(url);
    }
    throw new Error('the stand-in ended before it listened');
  } finally {
    child.kill();
    await gone;
  }
}

/** A copy: the folder may be built anew while it is measured. */
async function copied(dist, work) {
  const folder = await mkdtemp(join(tmpdir(), 'tokenscope-bench-'));
  try {
    await cp(dist, folder, { recursive: true });
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Sums up what was measured on one side. */
function summed({ browser, firstView, emptyFrame, memory, reading, keys, sorts, facets }) {
  const added = (at) => ({
    heap: at.heap - memory.atFirst.heap,
    wasm: at.wasm - memory.atFirst.wasm,
    together: at.together - memory.atFirst.together,
  });
  return {
    browser,
    first_view: firstView,
    empty_frame_ms: median(emptyFrame),
    keystroke_ms: summary(keys.map(({ took }) => took)),
    sort_ms: summary(SORTED.flatMap((column) => sorts[column])),
    sort_by_column_ms: Object.fromEntries(
      SORTED.map((column) => [column, { first: sorts[column][0], ...summary(sorts[column]) }]),
    ),
    facet_ms: facets.length ? summary(facets) : null,
    reading: {
      took_ms: reading.took,
      long_tasks: reading.longTasks.length,
      longest_task_ms: Math.max(0, ...reading.longTasks),
    },
    memory: { ...memory, added_by_reading: added(memory.afterReading), added_at_last: added(memory.atLast) },
    keys,
  };
}

/** How many times Tokenscope the other side is. */
function compared(ours, theirs) {
  return {
    keystroke_median: ratio(ours.keystroke_ms.median, theirs.keystroke_ms.median),
    keystroke_p95: ratio(ours.keystroke_ms.p95, theirs.keystroke_ms.p95),
    sort_median: ratio(ours.sort_ms.median, theirs.sort_ms.median),
    sort_max: ratio(ours.sort_ms.max, theirs.sort_ms.max),
    memory_by_reading: ratio(ours.memory.added_by_reading.together, theirs.memory.added_by_reading.together),
    memory_at_last: ratio(ours.memory.added_at_last.together, theirs.memory.added_at_last.together),
  };
}

/** What criterion found, by name; nothing where there is nothing. */
async function native(folder) {
  const found = {};
  const entries = await readdir(folder, { recursive: true }).catch(() => []);
  for (const entry of entries.filter((entry) => /(^|[\\/])new[\\/]estimates\.json$/.test(entry)).sort()) {
    const { median } = JSON.parse(await readFile(join(folder, entry), 'utf8'));
    const name = relative(folder, dirname(dirname(join(folder, entry)))).replaceAll('\\', '/');
    found[name] = { median_ms: median.point_estimate / 1e6 };
  }
  return found;
}

async function versions() {
  const { devDependencies } = JSON.parse(await readFile(new URL('../package.json', import.meta.url), 'utf8'));
  const names = ['react', '@tanstack/react-table', '@tanstack/react-virtual', 'esbuild'];
  return Object.fromEntries(names.map((name) => [name, devDependencies[name]]));
}

const SIDES = {
  tokenscope: { address: '/access-tokens', dist: () => needed('TOKENSCOPE_DIST') },
  peer: { address: '/', dist: buildPeer },
  tuned: { address: '/?tuned', dist: buildPeer },
};

const sides = {};
const failed = {};
for (const name of options.side) {
  const side = SIDES[name];
  if (!side) throw new Error(`no side is called ${name}: ${Object.keys(SIDES).join(', ')}`);
  say(`Measuring ${name} …`);
  const [load] = loadavg();
  if (load > 0.5) say(`  this machine is busy with something else (load ${load.toFixed(1)}), which the figures will show`);
  try {
    const measured = await copied(await side.dist(), (dist) =>
      withStandin(dist, (url) =>
        measure({
          url,
          address: side.address,
          tokens: Number(options.tokens),
          rounds: Number(options.rounds),
          program: needed('TOKENSCOPE_CHROMIUM'),
          say,
        }),
      ),
    );
    sides[name] = { ...summed(measured), load_before: load };
  } catch (error) {
    // What one side can tell is worth having when the other cannot be measured.
    failed[name] = error.message;
    say(`  could not be measured: ${error.message}`);
  }
}

const others = Object.keys(sides).filter((name) => name !== 'tokenscope');
const report = {
  at: new Date().toISOString(),
  machine: { cores: cpus().length, model: cpus()[0]?.model, memory_bytes: totalmem(), platform: process.platform },
  versions: await versions(),
  tokens: Number(options.tokens),
  rounds: Number(options.rounds),
  typed: TYPED,
  failed,
  sides,
  ratios: sides.tokenscope
    ? Object.fromEntries(others.map((name) => [name, compared(sides.tokenscope, sides[name])]))
    : {},
  native: options.criterion ? await native(options.criterion) : {},
};
say(`\n${table(report)}`);
if (options.report) {
  await mkdir(dirname(options.report), { recursive: true });
  await writeFile(options.report, `${JSON.stringify(report, null, 2)}\n`);
  say(`\nThe whole report is in ${options.report}.`);
}
if (Object.keys(sides).length === 0) process.exitCode = 1;
