import '/tokens/tokenscope-element.js';
import { pages } from '/portal/shared/simple.js';

pages((page) => {
  for (const [kind, theme, label] of [['access-tokens', 'light', 'first'], ['refresh-tokens', 'dark', 'second']]) {
    const tokens = document.createElement('token-scope');
    tokens.setAttribute('kind', kind);
    tokens.setAttribute('theme', theme);
    tokens.setAttribute('label', label);
    page.append(tokens);
  }
});
