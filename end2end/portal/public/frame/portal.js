import { pages } from '/portal/shared/simple.js';

pages((page) => {
  const frame = document.createElement('iframe');
  frame.src = '/tokens/access-tokens';
  frame.title = 'OAuth2 tokens';
  const heading = document.createElement('h1');
  heading.textContent = 'Tokens';
  page.append(heading, frame);
});
