import { mount } from '/tokens/tokenscope.js';

const page = document.getElementById('page');

/** The console on the page, if there is one. */
let tokens = null;

/** What follows #/tokens/ in our address is the console's. */
function show() {
  const [, address] = /^#\/tokens\/(.*)$/.exec(location.hash) ?? [];
  if (address === undefined) leave();
  else if (tokens) tokens.then((console) => console.location === address || console.navigate(address));
  else enter(address);
}

function enter(address) {
  const element = document.createElement('div');
  element.addEventListener('tokenscope:location', ({ detail }) => {
    const url = `#/tokens/${detail.address}`;
    if (detail.replace) history.replaceState(null, '', url);
    else history.pushState(null, '', url);
  });
  page.replaceChildren(element);
  tokens = mount(element, {
    location: address,
    linkTo: ({ to, address, href }) => (to === 'console' ? `#/tokens/${address}` : href),
  });
}

function leave() {
  tokens?.then((console) => console.unmount());
  tokens = null;
  const heading = document.createElement('h1');
  heading.textContent = 'Welcome';
  page.replaceChildren(heading);
}

addEventListener('popstate', show); // a change of the hash fires it as well
show();
