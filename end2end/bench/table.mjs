// The report as a table in Markdown, which a terminal shows well and docs/bench.md takes as it is.

const TITLES = { tokenscope: 'Tokenscope', peer: 'TanStack', tuned: 'TanStack, tuned' };

const ms = (value) => (value === null || value === undefined ? '–' : `${value.toFixed(value < 100 ? 1 : 0)} ms`);
const seconds = (value) => `${(value / 1000).toFixed(1)} s`;
const megabytes = (value) => `${(value / 1e6).toFixed(1)} MB`;
const kilobytes = (value) => `${(value / 1000).toFixed(1)} kB`;
const times = (value) => (value === null || value === undefined ? '–' : `${value.toFixed(1)} ×`);

/** What is told of a side; where there is a ratio, its name and what it should be. */
const ROWS = [
  { name: 'keystroke → painted, median', of: (side) => ms(side.keystroke_ms.median), ratio: 'keystroke_median', target: '≥ 10 ×' },
  { name: 'keystroke → painted, p95', of: (side) => ms(side.keystroke_ms.p95), ratio: 'keystroke_p95', target: '≤ 16 ms' },
  { name: 'sort → painted, median', of: (side) => ms(side.sort_ms.median), ratio: 'sort_median', target: '≥ 20 ×' },
  { name: 'sort → painted, max', of: (side) => ms(side.sort_ms.max), ratio: 'sort_max', target: '≤ 50 ms' },
  { name: 'facet → painted, p95', of: (side) => ms(side.facet_ms?.p95), target: '≤ 16 ms' },
  { name: 'reading all tokens', of: (side) => seconds(side.reading.took_ms) },
  { name: 'longest task while reading', of: (side) => ms(side.reading.longest_task_ms), target: '≤ 50 ms' },
  { name: 'memory added by reading', of: (side) => megabytes(side.memory.added_by_reading.together), ratio: 'memory_by_reading', target: '≥ 10 ×, ≤ 48 MB' },
  { name: 'memory added, after search and sort', of: (side) => megabytes(side.memory.added_at_last.together), ratio: 'memory_at_last', target: '≥ 10 ×' },
  { name: 'first view over the wire', of: (side) => kilobytes(side.first_view.bytes), target: '≤ 160 kB' },
  { name: 'fetched after the first rows', of: (side) => kilobytes(side.first_view.bytes_after) },
  { name: 'load of the machine before', of: (side) => side.load_before.toFixed(1) },
  { name: 'an empty frame (in every figure)', of: (side) => ms(side.empty_frame_ms) },
];

/** Lines up the columns. */
function lined(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

export function table({ tokens, sides, ratios, native }) {
  const names = Object.keys(sides);
  const others = Object.keys(ratios);
  const head = [
    `${new Intl.NumberFormat('en').format(tokens)} tokens`,
    ...names.map((name) => TITLES[name]),
    ...others.map((name) => `${TITLES[name]} ÷ ours`),
    'target',
  ];
  const rows = ROWS.map(({ name, of, ratio, target }) => [
    name,
    ...names.map((side) => of(sides[side])),
    ...others.map((other) => (ratio ? times(ratios[other][ratio]) : '')),
    target ?? '',
  ]);
  const parts = [lined([head, ...rows])];
  if (names.length) {
    const columns = Object.keys(sides[names[0]].sort_by_column_ms);
    const sorted = columns.map((column) => [
      column,
      ...names.map((name) => {
        const { first, median, max } = sides[name].sort_by_column_ms[column];
        return `${ms(first)}, ${ms(median)}, ${ms(max)}`;
      }),
    ]);
    parts.push(lined([['sort: first, median, max', ...names.map((name) => TITLES[name])], ...sorted]));
  }
  const benchmarks = Object.entries(native);
  if (benchmarks.length) {
    parts.push(lined([['native', 'median'], ...benchmarks.map(([name, { median_ms }]) => [name, `${median_ms.toFixed(3)} ms`])]));
  }
  return parts.join('\n\n');
}
