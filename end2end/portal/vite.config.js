import vue from '@vitejs/plugin-vue';
import { defineConfig } from 'vite';

const apps = ['react', 'vue', 'single-spa'];

export default defineConfig({
  base: '/portal/',
  // What is below /portal/ but no file of this build is on the server already, and so is Tokenscope.
  plugins: [vue({ template: { compilerOptions: { isCustomElement: (tag) => tag === 'token-scope' } } })],
  esbuild: { jsx: 'automatic' },
  build: {
    target: 'es2022',
    modulePreload: { polyfill: false },
    rollupOptions: {
      input: Object.fromEntries(apps.map((app) => [app, `${app}/index.html`])),
      external: ['/tokens/tokenscope.js', '/tokens/tokenscope-element.js', '/portal/shared/portal.js'],
    },
  },
});
