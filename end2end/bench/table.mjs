// The report as a table in Markdown, which a terminal shows well and docs/bench.md takes as it is.

const TITLES = { tokenscope: 'Tokenscope', peer: 'TanStack', tuned: 'TanStack, tuned' };

const ms = (value) => (value === null || value === undefined ? '–' : `${value.toFixed(value < 100 ? 1 : 0)} ms`);
const seconds = (value) => `${(value / 1000).toFixed(1)} s`;
const megabytes = (value) => `${(value / 1e6).toFixed(1)} MB`;
const kilobytes = (value) => `${(value / 1000).toFixed(1)} kB`;
const times = (value) => (value === null || value === undefined ? '–' : `${value.toFixed(1)} ×`);

/** What is told of a side; where there is a ratio, its name; and what is wanted: of the figure, of the ratio to the peer. */
const ROWS = [
  { name: 'keystroke → painted, median', figure: (side) => side.keystroke_ms.median, as: ms, ratio: 'keystroke_median', least: 10 },
  { name: 'keystroke → painted, p95', figure: (side) => side.keystroke_ms.p95, as: ms, ratio: 'keystroke_p95', most: 16 },
  { name: 'sort → painted, median', figure: (side) => side.sort_ms.median, as: ms, ratio: 'sort_median', least: 20 },
  { name: 'sort → painted, max', figure: (side) => side.sort_ms.max, as: ms, ratio: 'sort_max', most: 50 },
  { name: 'facet → painted, p95', figure: (side) => side.facet_ms?.p95, as: ms, most: 16 },
  { name: 'reading all tokens', figure: (side) => side.reading.took_ms, as: seconds },
  { name: 'longest task while reading', figure: (side) => side.reading.longest_task_ms, as: ms, most: 50 },
  { name: 'memory added by reading', figure: (side) => side.memory.added_by_reading.together, as: megabytes, ratio: 'memory_by_reading', least: 10, most: 48e6 },
  { name: 'memory added, after search and sort', figure: (side) => side.memory.added_at_last.together, as: megabytes, ratio: 'memory_at_last', least: 10 },
  { name: 'first view over the wire', figure: (side) => side.first_view.bytes, as: kilobytes, most: 245e3 },
  { name: 'fetched after the first rows', figure: (side) => side.first_view.bytes_after, as: kilobytes },
  { name: 'load of the machine before', figure: (side) => side.load_before, as: (value) => value.toFixed(1) },
  { name: 'an empty frame (in every figure)', figure: (side) => side.empty_frame_ms, as: ms },
];

/** What is wanted of Tokenscope, and whether it is so. */
function verdict({ figure, as, ratio, least, most }, { sides, ratios }) {
  const wanted = [];
  let met = sides.tokenscope !== undefined;
  if (most !== undefined) {
    wanted.push(`≤ ${as(most)}`);
    met &&= figure(sides.tokenscope) <= most;
  }
  if (least !== undefined) {
    wanted.push(`≥ ${least} ×`);
    met &&= ratios.peer !== undefined && ratios.peer[ratio] >= least;
  }
  return wanted.length ? [wanted.join(', '), met ? 'yes' : 'no'] : ['', ''];
}

/** Lines up the columns. */
function lined(rows) {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const line = (row) => `| ${row.map((cell, column) => (column ? cell.padStart(widths[column]) : cell.padEnd(widths[0]))).join(' | ')} |`;
  const rule = `|${widths.map((width, column) => (column ? `${'-'.repeat(width + 1)}:` : '-'.repeat(width + 2))).join('|')}|`;
  return [line(rows[0]), rule, ...rows.slice(1).map(line)].join('\n');
}

export function table(report) {
  const { tokens, sides, ratios, native } = report;
  const names = Object.keys(sides);
  const others = Object.keys(ratios);
  const head = [
    `${new Intl.NumberFormat('en').format(tokens)} tokens`,
    ...names.map((name) => TITLES[name]),
    ...others.map((name) => `${TITLES[name]} ÷ ours`),
    'target',
    'met',
  ];
  const rows = ROWS.map((row) => [
    row.name,
    ...names.map((side) => row.as(row.figure(sides[side]))),
    ...others.map((other) => (row.ratio ? times(ratios[other][row.ratio]) : '')),
    ...verdict(row, report),
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
