/** What is looked for: a role, and a name or the pattern of one. */
export interface Query {
  role: 'link' | 'button' | 'textbox' | 'checkbox' | 'table' | 'columnheader' | 'dialog' | 'navigation' | 'region' | 'group';
  name?: string;
  pattern?: string;
}

/**
 * The function that runs in a page. It is sent there as text, so it must not use anything outside itself.
 */
export function inPage() {
  const selectors: Record<Query['role'], string> = {
    link: 'a, [role=link]',
    button: 'button, summary, [role=button]',
    textbox: 'input:not([type]), input[type=text], input[type=search]',
    checkbox: 'input[type=checkbox]',
    table: 'table, [role=table]',
    columnheader: 'th, [role=columnheader]',
    dialog: 'dialog[open], [role=dialog]',
    navigation: 'nav',
    region: 'section, [role=region]',
    group: 'fieldset, details, [role=group]',
  };
  const words = (text: string | null | undefined) => (text ?? '').replace(/\s+/gu, ' ').trim();

  // Shadow roots are looked through as well.
  const within = (root: Document | ShadowRoot, selector: string): HTMLElement[] => [
    ...root.querySelectorAll<HTMLElement>(selector),
    ...[...root.querySelectorAll('*')].flatMap((element) => (element.shadowRoot ? within(element.shadowRoot, selector) : [])),
  ];

  const nameOf = (element: HTMLElement): string => {
    const label = element.getAttribute('aria-label');
    if (label !== null) return words(label);
    const by = element.getAttribute('aria-labelledby');
    const root = element.getRootNode() as Document | ShadowRoot;
    if (by !== null) return words(by.split(/\s+/u).map((id) => root.getElementById(id)?.textContent).join(' '));
    const labels = element instanceof HTMLInputElement ? [...(element.labels ?? [])] : [];
    if (labels.length > 0) return words(labels.map((label) => label.textContent).join(' '));
    if (element instanceof HTMLTableElement && element.caption) return words(element.caption.textContent);
    if (element instanceof HTMLDetailsElement) return words(element.querySelector('summary')?.textContent);
    return words(element.textContent);
  };

  const visible = (element: HTMLElement) => element.checkVisibility({ visibilityProperty: true });

  const found = ({ role, name, pattern }: Query) =>
    within(document, selectors[role]).filter((element) => {
      const called = nameOf(element);
      return visible(element) && (pattern === undefined ? called === name : new RegExp(pattern, 'u').test(called));
    });

  const focused = () => {
    let active = document.activeElement;
    while (active?.shadowRoot?.activeElement) active = active.shadowRoot.activeElement;
    return active;
  };

  const all = (query: Query) =>
    found(query).map((element) => ({
      text: words(element.innerText),
      checked: element instanceof HTMLInputElement && element.checked,
      value: element instanceof HTMLInputElement ? element.value : '',
      focused: element === focused(),
      busy: element.getAttribute('aria-busy') === 'true',
      sort: element.getAttribute('aria-sort'),
    }));

  /** The middle of it, when it can be clicked there. */
  const place = (query: Query): [number, number] | null => {
    const [element] = found(query);
    if (!element) return null;
    element.scrollIntoView({ block: 'center', behavior: 'instant' });
    const { left, top, width, height } = element.getBoundingClientRect();
    const [x, y] = [Math.round(left + width / 2), Math.round(top + height / 2)];
    const root = element.getRootNode() as Document | ShadowRoot;
    const hit = root.elementFromPoint(x, y);
    const label = hit?.closest('label');
    return hit && (element.contains(hit) || label?.contains(element)) ? [x, y] : null;
  };

  const focus = (query: Query): boolean => {
    const [element] = found(query);
    element?.focus();
    return element !== undefined && element === focused();
  };

  const hold = (key: string, times: number) => {
    const target = focused();
    for (let time = 0; time < times; time += 1) {
      target?.dispatchEvent(new KeyboardEvent('keydown', { key, repeat: time > 0, bubbles: true, cancelable: true, composed: true }));
    }
    target?.dispatchEvent(new KeyboardEvent('keyup', { key, bubbles: true, cancelable: true, composed: true }));
    return true;
  };

  const told = ((window as unknown as { engines?: { seen: string[]; watched: boolean } }).engines ??= { seen: [], watched: false });
  const { seen } = told;

  /** Notes what goes wrong from here on, and of the policy what did before. */
  const watch = () => {
    if (told.watched) return true;
    told.watched = true;
    window.addEventListener('error', ({ message }) => void (message && seen.push(`uncaught: ${message}`)));
    window.addEventListener('unhandledrejection', ({ reason }) => void seen.push(`unhandled: ${reason}`));
    document.addEventListener('securitypolicyviolation', ({ effectiveDirective, blockedURI, sample }) => {
      seen.push(`policy: ${effectiveDirective} refused ${blockedURI} ${sample}`);
    });
    if (!('ReportingObserver' in window)) return true;
    const tell = (reports: { body: unknown }[]) => seen.push(...reports.map(({ body }) => `policy: ${JSON.stringify(body)}`));
    new (window.ReportingObserver as new (tell: (reports: { body: unknown }[]) => void, options: object) => { observe(): void })(tell, {
      types: ['csp-violation'],
      buffered: true,
    }).observe();
    return true;
  };

  return { all, place, focus, hold, watch, problems: () => seen };
}
