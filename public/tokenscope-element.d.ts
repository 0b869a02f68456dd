import type { Console, Options } from './tokenscope.js';

/**
 * `<token-scope base-url="/" kind="access-tokens" theme="auto" preset="patternfly-5" lang="de" label="…" location="…" assets="…"
 * no-storage>`. Attributes are followed; properties of the same names reflect them.
 */
export class TokenScope extends HTMLElement implements Pick<Console, 'navigate'> {
  baseUrl: string;
  kind: string;
  theme: string;
  preset: string;
  label: string;
  /** The address that the host wants; where the console is, `tokenscope:location` tells. */
  location: string;
  assets: string;
  /** As `storage: false`. */
  noStorage: boolean;
  getToken: Options['getToken'];
  fetchOptions: Options['fetchOptions'];
  linkTo: Options['linkTo'];
  navigate(location: string): Promise<void>;
}

declare global {
  interface HTMLElementTagNameMap {
    'token-scope': TokenScope;
  }
}
