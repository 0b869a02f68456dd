// For portals that have a home page and another, and keep the console's address to themselves.

/** `fill` puts the second page into the element that it is given; what it returns is called when that page is left. */
export function pages(fill) {
  const page = document.getElementById('page');
  let left = null;
  const show = () => {
    left?.();
    page.replaceChildren();
    if (location.hash === '#/tokens/') {
      left = fill(page);
    } else {
      left = null;
      const heading = document.createElement('h1');
      heading.textContent = document.documentElement.lang === 'ar' ? 'أهلا' : 'Welcome';
      page.append(heading);
    }
  };
  addEventListener('hashchange', show);
  show();
}
