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

/** The words are English, so numbers and times are as well, unless a host says otherwise. Which English, the browser says. */
export function english() {
  return (navigator.languages ?? []).map(languageOf).find((tag) => /^en\b/.test(tag)) ?? 'en';
}
