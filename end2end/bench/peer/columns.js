import {
  columnFilteringFeature,
  columnVisibilityFeature,
  constructFilterFn,
  createColumnHelper,
  createFilteredRowModel,
  createSortedRowModel,
  filterFn_includesString,
  globalFilteringFeature,
  rowSortingFeature,
  sortFn_basic,
  sortFn_text,
  tableFeatures,
} from '@tanstack/react-table';

/**
 * Only what the table uses is registered: what is not is neither in the bundle nor in a row.
 */
export const features = tableFeatures({
  columnFilteringFeature,
  columnVisibilityFeature,
  globalFilteringFeature,
  rowSortingFeature,
  filteredRowModel: createFilteredRowModel(),
  sortedRowModel: createSortedRowModel(),
  filterFns: { includesString: filterFn_includesString },
  sortFns: { basic: sortFn_basic, text: sortFn_text },
});

const helper = createColumnHelper();
const moment = new Intl.DateTimeFormat('en', { dateStyle: 'medium', timeStyle: 'short' });
const showMoment = (info) => (info.getValue() === undefined ? '–' : moment.format(info.getValue()));

/** The columns on screen. Names are compared as texts, without regard to case; moments are numbers. */
function shown(searched, text) {
  const names = { sortFn: text.sortFn, enableGlobalFilter: searched };
  const moments = { sortFn: 'basic', sortUndefined: 'last', enableGlobalFilter: false, cell: showMoment };
  return [
    helper.accessor('pk', { id: 'pk', header: 'Token', sortFn: 'basic', enableGlobalFilter: searched }),
    helper.accessor((token) => text.of(token.user.shown), {
      id: 'user',
      header: 'User',
      ...names,
      cell: (info) => info.row.original.user.shown,
    }),
    helper.accessor((token) => text.of(token.provider.name), {
      id: 'provider',
      header: 'Provider',
      ...names,
      cell: (info) => info.row.original.provider.name,
    }),
    helper.accessor('scope', { id: 'scope', header: 'Scopes', ...names }),
    helper.accessor('status', { id: 'status', header: 'Status', sortFn: 'basic', enableGlobalFilter: false }),
    helper.accessor('expires', { id: 'expires', header: 'Expires', ...moments }),
    helper.accessor('issued', { id: 'issued', header: 'Issued', ...moments }),
  ];
}

/** Columns that are searched and never shown. */
const hidden = {
  name: (token) => token.user.name,
  username: (token) => token.user.username,
  email: (token) => token.user.email,
  application: (token) => token.provider.application,
  clientId: (token) => token.provider.clientId,
  subject: (token) => token.subject,
};

/** As the documentation advises: a column for each field, all of them searched by `includesString`. */
const documented = {
  globalFilterFn: 'includesString',
  columns: [
    ...shown(true, { of: (text) => text, sortFn: 'text' }),
    ...Object.entries(hidden).map(([id, accessor]) => helper.accessor(accessor, { id, enableSorting: false })),
  ],
  columnVisibility: Object.fromEntries(Object.keys(hidden).map((id) => [id, false])),
};

/** Lower case, once for each text that there is: most tokens share theirs. */
const lowered = new Map();
function lower(text) {
  let known = lowered.get(text);
  if (known === undefined) lowered.set(text, (known = text.toLowerCase()));
  return known;
}

function everything({ pk, user, provider, scope, subject }) {
  const { username, name, email } = user;
  const { name: providerName, application, clientId } = provider;
  return [pk, username, name, email, providerName, application, clientId, scope, subject].join('\n').toLowerCase();
}

/**
 * As somebody writes it who has measured: all fields are one text in lower case, made once, so that a row is searched
 * once and nothing is put into lower case while it is searched or sorted.
 */
const tuned = {
  globalFilterFn: constructFilterFn({
    filter: (text, wanted) => text.includes(wanted),
    resolveFilterValue: (wanted) => String(wanted).toLowerCase(),
    autoRemove: (wanted) => !wanted,
  }),
  columns: [
    ...shown(false, { of: lower, sortFn: 'basic' }),
    helper.accessor(everything, { id: 'everything', enableSorting: false }),
  ],
  columnVisibility: { everything: false },
};

/** How the table is set up: `?tuned` in the address chooses. */
export const setup = new URLSearchParams(location.search).has('tuned') ? tuned : documented;
