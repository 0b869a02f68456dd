// The colours for browsers that do not know light-dark(): a sheet more, which only they fetch. It is made of the rules that
// have that function in them, once with what it says for the light and once for the dark.

/** Where a guest is dark, what it takes from these has to follow; custom properties of `:host` are settled there. */
const BORROWED = /^ {2}--ts-[\w-]+: var\(--ts-[\w-]+\);$/gm;

/** `light-dark()` with its two arguments, in which parentheses may stand. */
const EITHER = /light-dark\(((?:\([^()]*\)|[^(),])*),((?:\([^()]*\)|[^(),])*)\)/g;

/** The sheet for a page of its own, out of the text of style sheets. */
export function olderSheet(sheets) {
  return both(sheets)
    .map(({ selector, light, dark }) => {
      const places = selector.includes(':host') ? ['.ts', '.console'] : [`.console ${selector}`];
      const within = (theme) => (selector.includes(':host') ? [`:root${theme} .ts`, `.console${theme}`] : [`.console${theme} ${selector}`]);
      const byDefault = within(':not([data-theme="light"])').join();
      return `${places} {${light}}
@media (prefers-color-scheme: dark) { ${byDefault} {${dark}} }
${within('[data-theme="dark"]')} {${dark}}`;
    })
    .join('\n');
}

/** The sheet for guests. What the page around has for a colour scheme cannot be asked for, so they are light unless told. */
export function olderSheetOfGuests(sheets, host) {
  const borrowed = (host.match(BORROWED) ?? []).join('');
  const rules = both(sheets).map(({ selector, light, dark }) =>
    selector.includes(':host')
      ? `:host {${light}} .guest[data-theme="dark"] {${dark}${borrowed}}`
      : `.console ${selector} {${light}} .guest[data-theme="dark"] ${selector} {${dark}}`,
  );
  return [...rules, '.guest:not([data-theme]) { color-scheme: light }'].join('\n');
}

/** The rules that say two things: where, and what for the light and for the dark. */
function both(sheets) {
  const rules = sheets.flatMap((css) => [...css.replace(/\/\*.*?\*\//gs, '').matchAll(/([^{}]+)\{([^{}]*light-dark\([^{}]*)\}/g)]);
  return rules.map(([, selector, body]) => {
    const declarations = body.split(';').filter((declaration) => declaration.includes('light-dark('));
    const said = (dark) => declarations.map((declaration) => `${oneSide(declaration, dark)};`).join('');
    return { selector: selector.trim(), light: said(false), dark: said(true) };
  });
}

/** A declaration with what its `light-dark()` says for one of them. */
function oneSide(text, dark) {
  const side = text.replace(EITHER, (_, ofLight, ofDark) => (dark ? ofDark : ofLight).trim());
  if (side.includes('light-dark(')) throw new Error(`not a light-dark() with two colours: ${text}`);
  return side;
}
