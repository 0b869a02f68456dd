import { readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { expect, test } from '@playwright/test';
import { Listening } from '../standin';

/**
 * What the stand-in sends, read by the client that authentik publishes for the same release: it was generated from
 * authentik's schema and knows nothing of this project. No page and no browser, and nothing but this machine is asked.
 */
const RELEASES = [
  { release: '2023.10', leavesOut: true },
  // By a client of 2024.8.3 that was generated shortly before 2024.10, when redirect URIs were still one text.
  { release: '2024.10.2', leavesOut: true },
  { release: '2026.8', leavesOut: false },
];

/** What some releases leave out where there is no application or no parent, though their schema requires it. */
const LEFT_OUT = /\.(assigned(Backchannel)?Application(Slug|Name)|parentName) is missing$/;

type Json = Record<string, unknown>;
type Ask = (parameters?: { id?: number; page?: number; pageSize?: number; ordering?: string }) => Promise<Json>;

/** The package, and the types that it declares. */
class Client {
  private readonly folder: string;
  private readonly code: Record<string, new (settings: unknown) => Record<string, Ask>>;
  private readonly settings: unknown;

  constructor(release: string, url: string) {
    const main = require.resolve(`authentik-api-${release}`);
    this.folder = join(dirname(main), 'models');
    this.code = require(main) as typeof this.code;
    const Configuration = this.code['Configuration'] as unknown as new (settings: unknown) => unknown;
    // Older clients know the bearer token as a key that goes into the header as it is.
    const token = 'standin-superuser';
    this.settings = new Configuration({ basePath: `${url}/api/v3`, accessToken: token, apiKey: `Bearer ${token}` });
  }

  /** Asks through the client. */
  ask(api: string, operation: string): Ask {
    const Api = this.code[api];
    if (!Api) throw new Error(`this client has no ${api}`);
    const asking = new Api(this.settings);
    return (parameters) => {
      const ask = asking[operation];
      if (!ask) throw new Error(`this client cannot ${operation}`);
      return ask.call(asking, parameters);
    };
  }

  /** What is wrong with a value of that declared type: a property that is missing, or is something else. */
  problems(type: string, value: unknown, at: string): string[] {
    const options = type.split(' | ');
    if (value === null && options.includes('null')) return [];
    const [plain = ''] = options;
    const list = /^Array<(.*)>$/.exec(plain)?.[1];
    const wrong = [`${at} is no ${type}: ${JSON.stringify(value)}`];
    if (list) return Array.isArray(value) ? value.flatMap((item, n) => this.problems(list, item, `${at}[${n}]`)) : wrong;
    if (plain === 'Date') return value instanceof Date && !Number.isNaN(value.getTime()) ? [] : wrong;
    if (['string', 'number', 'boolean'].includes(plain)) return typeof value === plain ? [] : wrong;
    if (plain === 'any') return [];
    if (plain === 'object') return typeof value === 'object' && value !== null ? [] : wrong;
    const words: unknown = this.code[plain];
    if (typeof words === 'object' && words !== null) return Object.values(words).includes(value) ? [] : wrong;
    if (typeof value !== 'object' || value === null) return wrong;
    return this.properties(plain).flatMap(({ name, optional, type }) => {
      const inner = (value as Json)[name];
      if (inner === undefined) return optional ? [] : [`${at}.${name} is missing`];
      return this.problems(type, inner, `${at}.${name}`);
    });
  }

  private readonly known = new Map<string, { name: string; optional: boolean; type: string }[]>();

  private properties(model: string) {
    const known = this.known.get(model);
    if (known) return known;
    const declared = readFileSync(join(this.folder, `${model}.d.ts`), 'utf8');
    const body = /export interface \w+ \{([^]*?)\n\}/.exec(declared)?.[1] ?? '';
    const free = body.replace(/\{\s*\[key: string\]: \w+( \| null)?;\s*\}/g, 'object');
    const properties = [...free.matchAll(/^ {4}(?:readonly )?(\w+)(\?)?: (.*);$/gm)].map(([, name = '', optional, type = '']) => ({
      name,
      optional: optional !== undefined,
      type,
    }));
    if (properties.length === 0) throw new Error(`${model} declares nothing`);
    this.known.set(model, properties);
    return properties;
  }
}

/** The names that the client gives to what authentik calls otherwise; for maps that people fill, none. */
function inClientsNames(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(inClientsNames);
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).map(([name, inner]) => {
    const free = ['attributes', 'settings', 'autocomplete'].includes(name);
    return [name.replace(/_(\w)/g, (_, letter: string) => letter.toUpperCase()), free ? inner : inClientsNames(inner)];
  });
  return Object.fromEntries(entries) as Json;
}

/** Dates in one way of writing; authentik's have microseconds, which a `Date` has not. */
function comparable(value: unknown): unknown {
  if (value instanceof Date) return value.toISOString();
  if (typeof value === 'string' && /^\d{4}-\d\d-\d\dT[\d:.]+Z$/.test(value)) return new Date(value).toISOString();
  if (Array.isArray(value)) return value.map(comparable);
  if (typeof value !== 'object' || value === null) return value;
  // The client leaves out what is null and may be missing.
  const told = Object.entries(value).filter(([, inner]) => inner !== undefined && inner !== null);
  return Object.fromEntries(told.map(([name, inner]) => [name, comparable(inner)]));
}

const LISTS = [
  ['Oauth2Api', 'oauth2AccessTokens', 'oauth2/access_tokens/', 'TokenModel'],
  ['Oauth2Api', 'oauth2RefreshTokens', 'oauth2/refresh_tokens/', 'TokenModel'],
  ['Oauth2Api', 'oauth2AuthorizationCodes', 'oauth2/authorization_codes/', 'ExpiringBaseGrantModel'],
  ['ProvidersApi', 'providersOauth2', 'providers/oauth2/', 'OAuth2Provider'],
  ['CoreApi', 'coreUsers', 'core/users/', 'User'],
] as const;

for (const { release, leavesOut } of RELEASES) {
  test.describe(`the official client of ${release}`, () => {
    let standin: Listening;
    let client: Client;

    test.beforeAll(async () => {
      standin = await Listening.start('TOKENSCOPE_STANDIN', ['--tokens', '300', '--authentik-version', release]);
      client = new Client(release, standin.url);
    });
    test.afterAll(() => standin.stop());

    const sent = async (path: string): Promise<Json> => {
      const answer = await fetch(`${standin.url}/api/v3/${path}`, { headers: { Authorization: 'Bearer standin-superuser' } });
      expect(answer.status, path).toBe(200);
      return (await answer.json()) as Json;
    };
    const isRead = (type: string, read: Json, sent: unknown) => {
      const problems = client.problems(type, read, type).filter((problem) => !(leavesOut && LEFT_OUT.test(problem)));
      expect(problems, 'against what the client declares').toEqual([]);
      expect(comparable(read), 'all that was sent').toEqual(comparable(inClientsNames(sent)));
    };

    for (const [api, operation, path, model] of LISTS) {
      test(`reads ${path}, page by page and row by row`, async () => {
        for (let page = 1; page > 0; ) {
          const list = await client.ask(api, `${operation}List`)({ page, pageSize: 100, ordering: 'pk' });
          const { pagination, results } = list as unknown as { pagination: Json; results: Json[] };
          const there = await sent(`${path}?page=${page}&page_size=100&ordering=pk`);
          isRead('Pagination', pagination, there['pagination']);
          const rows = there['results'] as Json[];
          expect(rows.length).toBeGreaterThan(0);
          expect(results.length).toBe(rows.length);
          results.forEach((row, at) => isRead(model, row, rows[at]));
          for (const id of rows.map(({ pk }) => pk as number)) {
            isRead(model, await client.ask(api, `${operation}Retrieve`)({ id }), await sent(`${path}${id}/`));
          }
          page = pagination['next'] as number;
        }
      });
    }

    test('reads who is calling', async () => {
      isRead('SessionUser', await client.ask('CoreApi', 'coreUsersMeRetrieve')(), await sent('core/users/me/'));
    });
  });
}
