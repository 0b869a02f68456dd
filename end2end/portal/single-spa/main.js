import { registerApplication, start } from 'single-spa';
import * as tokenscope from '/tokens/tokenscope.js';
import '/portal/shared/portal.js';
import * as home from './home.js';

const base = '/portal/single-spa/tokens/';
const page = document.getElementById('page');

/** What follows our path is the console's address. */
const address = () => location.pathname.slice(base.length) + location.search;

registerApplication({
  name: 'home',
  app: () => Promise.resolve(home),
  activeWhen: ({ pathname }) => pathname === '/portal/single-spa/',
  customProps: { domElement: page },
});

registerApplication({
  name: 'tokens',
  // With an import map it is () => import('tokenscope'); the module is the application.
  app: () => Promise.resolve(tokenscope),
  activeWhen: base,
  customProps: () => ({
    domElementGetter: () => page.appendChild(document.createElement('div')),
    location: address(),
    linkTo: ({ to, address, href }) => (to === 'console' ? base + address : href),
  }),
});

page.addEventListener('tokenscope:location', ({ detail }) => {
  if (detail.replace) history.replaceState(null, '', base + detail.address);
  else history.pushState(null, '', base + detail.address);
});

addEventListener('popstate', () => {
  if (location.pathname.startsWith(base)) tokenscope.update({ name: 'tokens', location: address() });
});

// The portal's own links change the page without reloading it.
document.querySelector('nav').addEventListener('click', (event) => {
  if (!(event.target instanceof HTMLAnchorElement)) return;
  event.preventDefault();
  history.pushState(null, '', event.target.href);
});

start();
