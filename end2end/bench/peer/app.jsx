import { memo, useCallback, useEffect, useRef, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { useTable } from '@tanstack/react-table';
import { useVirtualizer } from '@tanstack/react-virtual';
import { features, setup } from './columns';
import { readAll, readPage } from './tokens';

const ROW = 40;
/** Rows go into the table again when there are so many times as many: every time costs a row model of all of them. */
const GROWTH = 1.5;

const none = [];
const number = new Intl.NumberFormat('en');
const rowId = (token) => String(token.pk);
const everyColumn = () => true;

/** The tokens so far, and what reads the rest. */
function useTokens() {
  const [state, setState] = useState({ tokens: none, count: 0, pages: 0, reading: false, read: 0, all: false });
  const started = useRef(false);

  useEffect(() => {
    readPage(1).then(({ tokens, count, pages }) => {
      setState((before) => ({ ...before, tokens, count, pages }));
    });
  }, []);

  const read = useCallback(() => {
    if (started.current) return;
    started.current = true;
    setState((before) => ({ ...before, reading: true }));
    let published = 0;
    let frame = 0;
    const tell = (pages) => {
      // Pages come faster than frames: what is told is told once a frame.
      frame ||= requestAnimationFrame(() => {
        frame = 0;
        const there = pages.reduce((sum, page) => sum + page.length, 0);
        const grown = there >= published * GROWTH;
        if (grown) published = there;
        setState((before) => ({ ...before, read: there, tokens: grown ? pages.flat() : before.tokens }));
      });
    };
    readAll(state.pages, tell).then((tokens) => {
      cancelAnimationFrame(frame);
      setState((before) => ({ ...before, tokens, read: tokens.length, reading: false, all: true }));
    });
  }, [state.pages]);

  return { ...state, readRest: read };
}

const Row = memo(function Row({ row, start, FlexRender }) {
  return (
    <tr className="row" style={{ transform: `translateY(${start}px)` }}>
      {row.getVisibleCells().map((cell) => (
        <td key={cell.id} className={cell.column.id}>
          <FlexRender cell={cell} />
        </td>
      ))}
    </tr>
  );
});

/** The virtualiser lives beside its rows, so that scrolling renders nothing else. */
function Body({ rows, scroller, FlexRender }) {
  const virtualizer = useVirtualizer({
    count: rows.length,
    getScrollElement: () => scroller.current,
    estimateSize: () => ROW,
    getItemKey: (index) => rows[index].id,
    overscan: 5,
  });
  return (
    <tbody style={{ height: virtualizer.getTotalSize() }}>
      {virtualizer.getVirtualItems().map(({ key, index, start }) => (
        <Row key={key} row={rows[index]} start={start} FlexRender={FlexRender} />
      ))}
    </tbody>
  );
}

const DIRECTIONS = { asc: 'ascending', desc: 'descending' };

function Head({ table }) {
  return (
    <thead>
      {table.getHeaderGroups().map((group) => (
        <tr key={group.id} className="row">
          {group.headers.map((header) => (
            <th key={header.id} className={header.column.id} aria-sort={DIRECTIONS[header.column.getIsSorted()]}>
              <button type="button" onClick={header.column.getToggleSortingHandler()}>
                <table.FlexRender header={header} />
              </button>
            </th>
          ))}
        </tr>
      ))}
    </thead>
  );
}

function App() {
  const { tokens, count, reading, read, all, pages, readRest } = useTokens();
  const scroller = useRef(null);
  const table = useTable({
    features,
    columns: setup.columns,
    data: tokens,
    getRowId: rowId,
    globalFilterFn: setup.globalFilterFn,
    getColumnCanGlobalFilter: everyColumn,
    enableSortingRemoval: false,
    initialState: { columnVisibility: setup.columnVisibility },
  });
  const { rows } = table.getRowModel();
  return (
    <>
      <header>
        <h1>Access tokens</h1>
        <button type="button" onClick={readRest} disabled={pages === 0 || reading || all}>
          Load all tokens
        </button>
        {reading && <progress aria-label="Reading tokens" value={read} max={count} />}
      </header>
      <input
        type="search"
        aria-label="Search tokens"
        value={table.state.globalFilter ?? ''}
        onChange={(event) => table.setGlobalFilter(event.target.value)}
      />
      <section aria-label="Catalog">
        <p>
          {all ? `All ${number.format(count)}` : `${number.format(tokens.length)} of ${number.format(count)}`} tokens read
        </p>
        <p>
          Found: <output>{number.format(rows.length)}</output>
        </p>
      </section>
      <div className="scroller" ref={scroller}>
        <table aria-label="Access tokens">
          <Head table={table} />
          <Body rows={rows} scroller={scroller} FlexRender={table.FlexRender} />
        </table>
      </div>
    </>
  );
}

createRoot(document.getElementById('root')).render(<App />);
