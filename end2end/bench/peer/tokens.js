/** What the table needs of a token; users, providers and repeated texts exist once, whichever tokens have them. */

const PAGE_SIZE = 100;
const AT_ONCE = 4;
const SOON = 24 * 60 * 60 * 1000;

const users = new Map();
const providers = new Map();
const texts = new Map();

/** One copy of each text. */
function shared(text) {
  const known = texts.get(text);
  if (known !== undefined) return known;
  texts.set(text, text);
  return text;
}

function userOf({ pk, username, name, email }) {
  let user = users.get(pk);
  if (!user) users.set(pk, (user = { username, name, email, shown: name || username }));
  return user;
}

function providerOf({ pk, name, client_id, assigned_application_name }) {
  let provider = providers.get(pk);
  if (!provider) {
    provider = { name, clientId: client_id, application: assigned_application_name ?? '' };
    providers.set(pk, provider);
  }
  return provider;
}

function statusOf(row, expires, now) {
  if (row.revoked) return 'Revoked';
  if (row.is_expired) return 'Expired';
  if (expires === undefined) return 'Never expires';
  return expires - now < SOON ? 'Expires soon' : 'Active';
}

function tokenOf(row, now) {
  const claims = JSON.parse(row.id_token || '{}');
  const expires = row.expires === null ? undefined : Date.parse(row.expires);
  const issued = typeof claims.iat === 'number' ? claims.iat * 1000 : undefined;
  return {
    pk: row.pk,
    user: userOf(row.user),
    provider: providerOf(row.provider),
    scope: shared(row.scope.join(' ')),
    subject: typeof claims.sub === 'string' ? shared(claims.sub) : '',
    status: statusOf(row, expires, now),
    expires,
    issued,
  };
}

/** One page of the list, as the console asks for it. */
export async function readPage(page) {
  const address = `/api/v3/oauth2/access_tokens/?ordering=pk&page=${page}&page_size=${PAGE_SIZE}`;
  const answer = await fetch(`${address}&include_groups=false&include_roles=false`);
  if (!answer.ok) throw new Error(`page ${page}: ${answer.status}`);
  const { pagination, results } = await answer.json();
  const now = Date.now();
  return { pages: pagination.total_pages, count: pagination.count, tokens: results.map((row) => tokenOf(row, now)) };
}

/** Every page, a few at once; `told` hears how many tokens are there after each. Gives all of them by pk. */
export async function readAll(pages, told) {
  const read = new Array(pages);
  let next = 1;
  async function work() {
    while (next <= pages) {
      const page = next++;
      read[page - 1] = (await readPage(page)).tokens;
      told(read);
    }
  }
  await Promise.all(Array.from({ length: AT_ONCE }, work));
  return read.flat();
}
