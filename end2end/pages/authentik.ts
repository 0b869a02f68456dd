import type { APIRequestContext } from '@playwright/test';
import type { Standin } from '../fixtures';

export interface Token {
  pk: number;
  expires: string | null;
  is_expired: boolean;
  revoked?: boolean;
  scope: string[];
  id_token?: string;
  user: Record<string, unknown> & { pk: number; username: string; name: string; is_active: boolean; is_superuser: boolean };
  provider: Record<string, unknown> & { pk: number; name: string; client_id: string; assigned_application_name?: string | null };
}

export interface TokenPage {
  pagination: { count: number; total_pages: number };
  results: Token[];
}

export const LIST = '/api/v3/oauth2/access_tokens/';

/** What authentik answers to a superuser, whatever the page makes of it. Faults hit it as well, so ask before. */
export class Authentik {
  constructor(
    private readonly standin: Standin,
    private readonly request: APIRequestContext,
  ) {}

  async get<T>(path: string): Promise<T> {
    const headers = { Authorization: 'Bearer standin-superuser', Accept: 'application/json' };
    const answer = await this.request.get(`${this.standin.url}${path}`, { headers });
    if (!answer.ok()) throw new Error(`${path}: ${answer.status()}`);
    return (await answer.json()) as T;
  }

  async tokens(query = 'ordering=-pk'): Promise<TokenPage> {
    return this.get<TokenPage>(`${LIST}?${query}`);
  }

  async token(pk: number): Promise<Token> {
    return this.get<Token>(`${LIST}${pk}/`);
  }
}

/** The question that a request asked of the list, without what it asks to be left out. */
export function question(query: string): Record<string, string> {
  const { include_groups: _groups, include_roles: _roles, ...asked } = Object.fromEntries(new URLSearchParams(query));
  return asked;
}
