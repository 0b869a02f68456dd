// What a host does with Tokenscope in these pages is in the tests; here is what they share.

import { mount } from '/tokenscope.js';

const place = document.getElementById('place');
const told = [];
for (const name of ['ready', 'location', 'failure', 'signed-out', 'ended']) {
  document.addEventListener(`tokenscope:${name}`, ({ detail }) => told.push({ event: name, ...detail }));
}

/** For the tests: what was told, and the console that they mount. */
window.host = {
  told,
  mount: async (options, element = place) => (window.host.console = await mount(element, options)),
};
