// What stands in the console's place where there is no console: the only text that it cannot say itself.

/** A panel that says why there is no console, with a button that calls `reload`. */
export function brokenPanel(heading, text, error, reload) {
  const panel = document.createElement('div');
  panel.className = 'panel panel-broken';
  panel.setAttribute('role', 'alert');
  const title = made('h2', heading);
  const button = made('button', 'Reload');
  button.type = 'button';
  button.className = 'button button-primary';
  button.addEventListener('click', reload);
  panel.append(title, made('p', text), made('code', String(error)), button);
  return panel;
}

function made(tag, text) {
  const element = document.createElement(tag);
  element.textContent = text;
  return element;
}
