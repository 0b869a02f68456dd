import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@playwright/test';

type Row = { path: string; query: string; remembered?: string; early?: false; asks: string };

/** tests/first_questions.rs holds the console itself to this table. */
const root = join(__dirname, '../..');
const rows: Row[] = JSON.parse(readFileSync(join(root, 'tests/first_questions.json'), 'utf8'));

/** What is asked for each row before the program is there. */
function askedEarly(): string[][] {
  const script = readFileSync(join(root, 'public/first_questions.js'), 'utf8');
  const program = `${script}
    const rows = ${JSON.stringify(rows)};
    console.log(JSON.stringify(rows.map(({ path, query, remembered }) => firstQuestions(path, query, remembered ?? null))));`;
  return JSON.parse(execFileSync(process.execPath, ['--input-type=module', '--eval', program], { encoding: 'utf8' }));
}

test('what is asked while the program loads is what it asks first', () => {
  const early = askedEarly();
  for (const [at, row] of rows.entries()) {
    const address = row.path + row.query;
    const list = early[at]?.filter((question) => question !== 'core/users/me/');
    // Some are left to the console: what is not asked early is no wrong guess.
    const wanted = row.early === false ? [] : [`oauth2/${row.asks}&include_groups=false&include_roles=false`];
    expect.soft(list, address).toEqual(wanted);
  }
});
