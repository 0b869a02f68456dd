/** Tokenscope in somebody else's page: docs/embed.md shows it in many. */

/** A sort of token: what the console lists first. */
export type Kind = 'access-tokens' | 'refresh-tokens' | 'authorization-codes';

/** How light or dark the console is. `auto`: as the `color-scheme` of the element that it is in. */
export type Theme = 'auto' | 'light' | 'dark';

/** Whose look the console takes on, by reading the custom properties of that design system. */
export type Preset = 'patternfly-4' | 'patternfly-5' | 'bootstrap-5' | 'material-3';

/** Somewhere that a link in the console may lead to. */
export type LinkTarget =
  | {
      /** A place in the console. */
      to: 'console';
      /** Its address, such as `access-tokens/4711?ordering=expires`: what `location` and `navigate` take. */
      address: string;
      /** There is no address of its own for it. */
      href: null;
    }
  | {
      /** A page of authentik's. */
      to: 'user' | 'provider' | 'application';
      /** The number of the user or provider, the slug of the application. */
      id: string;
      /** Where the link leads if the host does not say otherwise. */
      href: string;
    }
  | {
      /** authentik's sign-in, which leads back to the page. */
      to: 'sign-in';
      id: '';
      /** Where the link leads if the host does not say otherwise. */
      href: string;
    };

/** What of a request the host may add to. */
export type FetchOptions = Omit<RequestInit, 'method' | 'body' | 'signal'>;

/** What a console can be told. All of it may be left out, and changed later. */
export interface Options {
  /**
   * Where authentik is, as seen from the page: a path such as `/` or `/auth/`, or a whole URL. The API is asked below it,
   * links lead there. `/` if not given. Another origin has to allow the page by CORS, which authentik itself does not.
   */
  baseUrl?: string;
  /** What is listed first, if there is no `location`. `access-tokens` if not given. */
  kind?: Kind;
  /** The address in the console to begin at, such as `access-tokens?user=5`; the event `tokenscope:location` tells it. */
  location?: string;
  /** Light, dark, or as the host is. `auto` if not given. */
  theme?: Theme;
  /** Takes on the look of a design system whose custom properties are on the page. None if not given. */
  preset?: Preset;
  /**
   * The language, as BCP 47 has it, in which numbers, dates and times are written and names are sorted; and the `lang` of
   * the console. Its words are English whatever is given. If not given, the browser's English.
   */
  lang?: string;
  /**
   * What tells this console from another one on the page: it goes into the names of its landmarks, "Pagination, Staging".
   * A page with one console needs none.
   */
  label?: string;
  /**
   * Gives an API token of authentik's for a request; without it, or with `null`, the browser's cookies are what counts.
   * Asked before each request, so it should keep the token at hand; asked once more with `again` set after an answer
   * that means "nobody is signed in", for a token that has expired meanwhile. If it fails, or gives what is no token,
   * nobody is signed in, and the cause is logged. The token is kept nowhere.
   */
  getToken?: (asked: { again: boolean }) => string | null | Promise<string | null>;
  /** Goes into each request to authentik: `credentials`, more `headers`, and the like. */
  fetchOptions?: FetchOptions;
  /**
   * Where a link leads: a URL, or `null` for none; `undefined` leaves it at `href`. Links within the console have no URL
   * of their own, unless the host gives them one; a plain click never leaves the page.
   */
  linkTo?: (target: LinkTarget) => string | null | undefined;
  /**
   * Whether the console may keep what a person prefers (columns, rows a page, views) in the page's `localStorage`, under names
   * that begin with `tokenscope.`; all consoles of an origin share it. `true` if not given.
   */
  storage?: boolean;
  /** The folder that holds the files of Tokenscope, for a bundler that takes only this script along. */
  assets?: string;
}

/** A console on the page. */
export interface Console {
  /** Where the console is: what `location` and `navigate` take. */
  readonly location: string;
  /**
   * Changes these options and no others. Another `baseUrl`, `lang`, `label`, `storage` or `assets` starts the console anew, where
   * it is.
   */
  update(changes: Options): Promise<void>;
  /** Leads the console to another address. No event tells of it. */
  navigate(location: string): void;
  /**
   * Has no more tokens deleted than are under way, as for somebody who presses Stop. Resolves once those were answered,
   * after `tokenscope:ended`; with whether the console has a receipt to show.
   */
  windUp(): Promise<boolean>;
  /**
   * Ends the console: requests, timers, listeners, elements. The element shows what is yours again; its shadow root
   * cannot be taken away, and stays with a slot in it. Where tokens are being deleted, nothing further is begun; it
   * resolves when what was under way is answered, and `tokenscope:ended` has told of it.
   */
  unmount(): Promise<void>;
}

/**
 * Shows a console in an element, inside an open shadow root. Resolves once it is on the page, or once a panel in its
 * place says why it is not; `tokenscope:ready` and `tokenscope:failure` tell which. Rejected only where the element
 * cannot have a shadow root, has one already, or has a console in it.
 */
export function mount(element: Element, options?: Options): Promise<Console>;

/** What single-spa gives to an application's or a parcel's functions; the options are its `customProps`. */
export interface SingleSpaProps extends Options {
  name?: string;
  domElement?: Element;
  domElementGetter?: (props: SingleSpaProps) => Element;
}

/** single-spa's: the element is `domElement`, or what `domElementGetter` gives, or single-spa's own for this name. */
export function mount(props: SingleSpaProps): Promise<void>;
/** single-spa's: fetches what a console needs first. */
export function bootstrap(props?: SingleSpaProps): Promise<void>;
/** single-spa's: ends what `mount` started under the same name, or in the same `domElement`. */
export function unmount(props: SingleSpaProps): Promise<void>;
/** single-spa's, for parcels: changes options. */
export function update(props: SingleSpaProps): Promise<void>;

/** Details of `tokenscope:location`: a person has gone to another place in the console. */
export interface LocationDetail {
  /** What `location` and `navigate` take. */
  address: string;
  /** What is there, in words: "Access token 4711". */
  title: string;
  /** The address was corrected, or flipped through; Back should skip the one before. */
  replace: boolean;
}

/** Details of `tokenscope:failure`. Nothing secret is in them. */
export interface FailureDetail {
  /** What went wrong, the same in every language: "session ended", "no connection", "stopped", "not loaded" … */
  name: string;
  /** The same as a sentence, as the console shows it. */
  message: string;
  /** The HTTP status, where there was an answer. */
  status: number | null;
  /** The id of the request in authentik's log, where there is one. */
  requestId: string | null;
}

/** Details of `tokenscope:ended`. Nothing secret is in them. */
export interface EndedDetail {
  /** What was deleted, and is in authentik no more. */
  tokens: {
    kind: Kind;
    pk: number;
    user: { pk: number; username: string };
    provider: { pk: number; name: string };
  }[];
  /** What became of all that were to be deleted. */
  counts: { deleted: number; alreadyGone: number; refused: number; failed: number; notTried: number };
}

/** The events of a console. They come from its element, bubble, and cross shadow roots. */
export interface Events {
  /** The console is on the page. */
  'tokenscope:ready': CustomEvent<Record<string, never>>;
  'tokenscope:location': CustomEvent<LocationDetail>;
  /** Nobody is signed in, or nobody any more. */
  'tokenscope:signed-out': CustomEvent<Record<string, never>>;
  /**
   * A person had tokens deleted, and that is finished or was stopped. Where they have some tried again, it comes again,
   * with all of them.
   */
  'tokenscope:ended': CustomEvent<EndedDetail>;
  /** Something failed for good, and the console says so. */
  'tokenscope:failure': CustomEvent<FailureDetail>;
}

declare global {
  interface HTMLElementEventMap extends Events {}
}
