let heading = null;

export async function bootstrap() {}

export async function mount({ domElement }) {
  heading = document.createElement('h1');
  heading.textContent = 'Welcome';
  domElement.append(heading);
}

export async function unmount() {
  heading.remove();
}
