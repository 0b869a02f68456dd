import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import type { APIRequestContext, BrowserContext } from '@playwright/test';

/** Who one can be, besides nobody. */
export type Person = 'superuser' | 'member' | 'viewer' | 'empty' | 'helpdesk' | 'auditor';

/** A fault; `GET /standin/faults` lists the kinds with what they do and take. */
export interface Fault {
  kind: string;
  /** Only requests whose path begins so. */
  path?: string;
  /** Only requests whose query holds this. */
  query?: string;
  method?: 'GET' | 'DELETE' | 'PATCH' | 'PUT';
  /** How often, before all is well again. */
  times?: number;
  /** How many requests go well before. */
  after?: number;
  [parameter: string]: unknown;
}

/** Rows that come, change and go, as if somebody else had been at work. */
export interface Change {
  action: 'add' | 'delete' | 'revoke' | 'expire' | 'set-expiry' | 'rename-user' | 'activate-user' | 'deactivate-user' | 'rename-provider';
  kind?: 'access_tokens' | 'refresh_tokens' | 'authorization_codes' | 'authenticated_sessions' | 'core_tokens' | 'user_consents';
  pks?: number[];
  /** For sessions their UUIDs, for API tokens and app passwords their identifiers, for consents their pks. */
  keys?: string[];
  user?: number;
  provider?: number;
  count?: number;
  [parameter: string]: unknown;
}

/** Somebody to lock out, with all that there is of them. */
export interface Victim {
  pk: number;
  username: string;
  name: string;
  /** UUIDs. */
  authenticated_sessions: string[];
  /** Identifiers: two API tokens, two app passwords. */
  core_tokens: string[];
  user_consents: number[];
  access_tokens: number[];
  refresh_tokens: number[];
  authorization_codes: number[];
}

/** Whom something was stolen from: a pk or a username, or a provider's pk or a client's ID. */
export type Robbed = { user: number | string } | { client: number | string };

/** How a stolen credential fares. */
export interface Tried {
  in: boolean;
  status: number;
}

/** How the thief fares; null: there was no such thing to take. `in` is whether any of it works. */
export interface Thief {
  stolen: boolean;
  in: boolean;
  tries: number;
  session: Tried | null;
  access_token: Tried | null;
  /** How many access tokens work, those that were got by trying among them. */
  access_tokens_held: number;
  refresh_token: Tried | null;
  api_token: Tried | null;
  app_password: Tried | null;
  client_secret: Tried | null;
  introspection: Tried | null;
}

/** A request that the stand-in saw. */
export interface Seen {
  number: number;
  method: string;
  path: string;
  query: string;
  at_ms: number;
  took_ms: number | null;
  status: number | null;
  who: string | null;
  faults: string[];
  abandoned: boolean;
}

/** Whether the tabs count by it: one row of everybody's, in no order. Whatever else asks for one row says whose. */
function counts({ query }: Seen): boolean {
  return query.startsWith('page=1&page_size=1&');
}

/** What the data is made from. */
export interface Recipe {
  tokens?: number;
  seed?: number;
  authentik_version?: string;
}

/** A program of ours that listens on a port of its own. */
export class Listening {
  private constructor(
    private readonly child: ChildProcess,
    /** Where it is, without a slash at the end. */
    readonly url: string,
  ) {}

  /** Starts the program that the variable names, with the built page; resolves once it answers. */
  static async start(variable: string, args: string[] = [], env: NodeJS.ProcessEnv = {}): Promise<Listening> {
    const program = process.env[variable];
    const dist = process.env.TOKENSCOPE_DIST;
    if (!program || !dist) throw new Error(`${variable} and TOKENSCOPE_DIST are not set: run \`cargo xtask test browser\``);
    const options = { env: { ...process.env, ...env } };
    const serves = variable === 'TOKENSCOPE_SERVE';
    // A packaged program has the page in it, and needs nothing of the machine.
    const packaged = serves && process.env.TOKENSCOPE_PACKAGED !== undefined;
    const alone = { env, cwd: packaged ? mkdtempSync(join(tmpdir(), 'tokenscope-')) : undefined };
    const all = [...(serves ? ['serve'] : []), '--port', '0', ...(packaged ? [] : ['--dist', dist]), ...args];
    const child = spawn(program, all, { ...(packaged ? alone : options), stdio: ['ignore', 'pipe', 'inherit'] });
    for await (const line of createInterface({ input: child.stdout })) {
      const url = /^(?:listening on|Tokenscope is running at) (http:\/\/127\.0\.0\.1:\d+)\/$/.exec(line)?.[1];
      if (url) return new Listening(child, url);
    }
    throw new Error(`${program} ended before it listened`);
  }

  /** Ends it; resolves once it is gone. */
  async stop(): Promise<void> {
    if (this.child.exitCode !== null) throw new Error(`the program ended by itself (${this.child.exitCode})`);
    const gone = once(this.child, 'exit');
    this.child.kill();
    await gone;
  }
}

/** What a test can tell the stand-in, and ask it. */
export class Standin {
  /** Shares its cookies with the pages of the test. */
  private readonly request: APIRequestContext;

  constructor(
    /** Where it is, without a slash at the end. */
    readonly url: string,
    /** The pages of the test. */
    private readonly context: BrowserContext,
  ) {
    this.request = context.request;
  }

  /** Puts these faults on instead of what was on; none: all is well. */
  async faults(...faults: Fault[]): Promise<void> {
    await this.post('faults', faults);
  }

  /** Puts these faults on as well. */
  async addFaults(...faults: Fault[]): Promise<void> {
    await this.post('faults/add', faults);
  }

  /**
   * Data, faults, sessions and the list of requests as at the start, or made from another recipe. Pages are left first:
   * what one still asks for would be answered as a stranger's, and that answer takes the next page's session away.
   */
  async reset(recipe: Recipe = {}): Promise<void> {
    const atWork = this.context.pages().filter((page) => page.url() !== 'about:blank');
    await Promise.all(atWork.map((page) => page.goto('about:blank')));
    await this.post('reset', recipe);
  }

  /** The pages of this test are that person's from here on. */
  async signIn(as: Person): Promise<void> {
    await this.post('sign-in', { as });
  }

  /** The pages of this test are that user's from here on, whoever it is. */
  async signInAs(user: number): Promise<void> {
    await this.post('sign-in', { user });
  }

  /**
   * Somebody with 3 sessions, 48 access tokens, 12 refresh tokens, 2 codes, 2 API tokens, 2 app passwords and 3 consents. Is
   * one user more than the data has; asked again, all of it is there again.
   */
  async victim(): Promise<Victim> {
    return (await this.post('victim', {})) as Victim;
  }

  /** The pages of this test are nobody's from here on. */
  async signOut(): Promise<void> {
    await this.post('sign-out', {});
  }

  /** Somebody takes all that a user is signed in with, or the secret of a client, and tries it. */
  async steal(from: Robbed): Promise<Thief> {
    return (await this.post('thief', from)) as Thief;
  }

  /**
   * The thief tries all of it again: with the refresh token and the app password, that gets new access tokens. With `reuse`
   * also the refresh token from before, which authentik writes down as a `suspicious_request`.
   */
  async thief(from: Robbed, { reuse = false } = {}): Promise<Thief> {
    const query = Object.entries(reuse ? { ...from, reuse: 1 } : from).map(([name, value]) => `${name}=${encodeURIComponent(value)}`);
    return (await this.get(`thief/state?${query.join('&')}`)) as Thief;
  }

  /** Changes rows; gives the pks that were touched. */
  async change(...changes: Change[]): Promise<number[]> {
    const { pks } = (await this.post('change', changes)) as { pks: number[] };
    return pks;
  }

  /** Lets sessions, API tokens or consents come and go; gives what those are known by. */
  async changeBelongings(...changes: Change[]): Promise<string[]> {
    const { keys } = (await this.post('change', changes)) as { keys?: string[] };
    return keys ?? [];
  }

  /**
   * The requests seen since the start of the test, oldest first; only those whose path begins so. Those by which the tabs
   * count are left out: they come when nothing else is asked, and no other test is about them.
   */
  async requests(path = ''): Promise<Seen[]> {
    return (await this.allRequests(path)).filter((seen) => !counts(seen));
  }

  /** The requests by which the tabs count. */
  async countRequests(): Promise<Seen[]> {
    return (await this.allRequests('/api/v3/oauth2/')).filter(counts);
  }

  /** The same with every request. */
  async allRequests(path = ''): Promise<Seen[]> {
    return (await this.get(`requests?path=${encodeURIComponent(path)}`)) as Seen[];
  }

  /** Forgets the requests seen so far. */
  async forgetRequests(): Promise<void> {
    const answer = await this.request.delete(`${this.url}/standin/requests`);
    if (!answer.ok()) throw new Error(`DELETE /standin/requests: ${answer.status()} ${await answer.text()}`);
  }

  /** Counts of everything, and who the pages of this test are. */
  async state(): Promise<Record<string, unknown>> {
    return (await this.get('state')) as Record<string, unknown>;
  }

  private async get(path: string): Promise<unknown> {
    const answer = await this.request.get(`${this.url}/standin/${path}`);
    if (!answer.ok()) throw new Error(`GET /standin/${path}: ${answer.status()} ${await answer.text()}`);
    return answer.json();
  }

  private async post(path: string, data: unknown): Promise<unknown> {
    // What a page of the stand-in's would accept back is JSON here.
    const headers = { Accept: 'application/json', 'Content-Type': 'application/json' };
    const options = { data: JSON.stringify(data), headers, maxRedirects: 0 };
    const answer = await this.request.post(`${this.url}/standin/${path}`, options);
    if (answer.status() >= 400) throw new Error(`POST /standin/${path}: ${answer.status()} ${await answer.text()}`);
    const text = await answer.text();
    return text === '' ? null : JSON.parse(text);
  }
}
