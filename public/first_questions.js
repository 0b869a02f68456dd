// What the console will ask first, so that it can be asked while the wasm is on its way.
//
// `tokens::query` says what the console asks. An answer to any other question is left unread, so a difference costs a
// request and never a wrong row; tests/first_questions.json holds addresses for which the two are compared.

/** What authentik can order by. */
const columns = ['pk', 'user', 'provider', 'expires', 'revoked'];
/** What the catalog can order by. */
const keys = [...columns, 'username', 'provider_name', 'scopes', 'status', 'issued', 'findings'];
/** What only the catalog can filter by. */
const filters = ['status', 'providers', 'scope', 'type', 'active', 'severity', 'finding', 'expires'];
/** What only the catalog can group by. */
const groups = ['user', 'provider', 'scope', 'status'];

const largest = 2n ** 64n - 1n;

/** The API questions that the console asks first at this path below its base, or none. */
export function firstQuestions(path, search, rememberedSize) {
  path = path.replace(/^\/+|\/+$/g, '');
  if (!/^(access-tokens(\/[^/]*)?)?$/.test(path)) return [];
  // The bare address means the plain list, whatever stands behind it.
  if (path === '') search = '';
  // NUL is never searched for.
  const asked = new URLSearchParams(search.replaceAll('%00', ''));
  // What may be a token is never sent; `tokens::pasted` knows which are.
  if (/eyJ[\w.-]{17}|[\w-]{50}/.test([...asked.values()].join())) return ['core/users/me/'];

  /** The last valid value; an empty one counts as absent. */
  const last = (name, none, read) => {
    const values = asked.getAll(name).map((value) => value.trim());
    return values.reduce((before, value) => (value === '' ? none : (read(value) ?? before)), none);
  };
  const id = number(0, largest);
  const size = number(10, 100);
  const column = last('ordering', '-pk', order);
  const isFiltered = filters.some((name) => last(name, '', (value) => value));
  const allRows = last('rows', '', (value) => (value === 'all' ? value : null));
  const grouped = last('group', '', (value) => (groups.includes(value) ? value : null));
  // To what only the catalog can answer, the console asks how many tokens there are.
  const forCatalog = !column || isFiltered || allRows || grouped;
  const usual = (!search.includes('page_size=') && size(rememberedSize)) || 20;
  const question = {
    ordering: forCatalog ? '-pk' : /pk$/.test(column) ? column : `${column},pk`,
    page: forCatalog ? 1 : last('page', 1, number(1, largest)),
    page_size: last('page_size', usual, size),
    user: last('user', '', id),
    provider: last('provider', '', id),
    search: forCatalog ? '' : last('search', '', encoded),
  };
  const parts = Object.entries(question).filter(([, value]) => value !== '');
  const query = parts.map((part) => part.join('=')).join('&');
  return [`oauth2/access_tokens/?${query}&include_groups=false&include_roles=false`, 'core/users/me/'];
}

/** Reads numbers from `low` to `high`. */
function number(low, high) {
  return (text) => (/^\d+$/.test(text) && BigInt(text) >= low && BigInt(text) <= high ? BigInt(text) : null);
}

/** The column that authentik is to order by; '' for an order that only the catalog has, null for none at all. */
function order(text) {
  const key = (term) => term.replace(/^-/, '');
  const column = text.replace(/,pk$/, '');
  if (columns.includes(key(column))) return column;
  return text.split(',').every((term) => keys.includes(key(term))) ? '' : null;
}

/** As `model::percent_encoding` does it, which leaves fewer characters as they are than `encodeURIComponent`. */
function encoded(text) {
  return encodeURIComponent(text).replace(/[!'()*]/g, (mark) => `%${mark.charCodeAt(0).toString(16).toUpperCase()}`);
}
