import { execFileSync } from 'node:child_process';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { expect, test } from '@playwright/test';

/** A page may be rendered on a server first, which imports what the page imports. */
for (const file of ['tokenscope.js', 'tokenscope-element.js']) {
  test(`${file} can be imported where there is no browser`, () => {
    const module = pathToFileURL(join(process.env.TOKENSCOPE_DIST ?? '', file)).href;
    const program = `import(${JSON.stringify(module)}).then((all) => console.log(Object.keys(all).sort().join()))`;
    const said = execFileSync(process.execPath, ['--eval', program], { encoding: 'utf8' });
    expect(said.trim()).toBe(file === 'tokenscope.js' ? 'bootstrap,mount,unmount,update' : 'TokenScope');
  });
}
