// Languages as browsers, systems and hosts name them, which is not always as `Intl` takes them.

/** As much of a name as is a language; empty where nothing is: "de_DE", "en-US.UTF-8" and "en-GB-oed" would throw. */
export function languageOf(name) {
  let tag = String(name ?? '').split(/[.@]/, 1)[0].replaceAll('_', '-');
  for (; tag; tag = tag.replace(/(^|-)[^-]*$/, '')) {
    try {
      return Intl.getCanonicalLocales(tag)[0];
    } catch {
      // Then without its last part.
    }
  }
  return '';
}

const wanted = () => (navigator.languages ?? []).map(languageOf).filter(Boolean);

/** The words are English, so numbers are as well, unless a host says otherwise. Which English, the browser says. */
export function english() {
  return wanted().find((tag) => /^en\b/.test(tag)) ?? 'en';
}

/** Dates are written as the person is used to: 11/12/2026 is another day in London than in New York. */
export function preferred() {
  return wanted()[0] ?? 'en';
}
