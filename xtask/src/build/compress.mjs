// `x.br` and `x.gz` beside every file that compresses well. Node brings both encoders along, at their strongest.

import { readFileSync, writeFileSync } from 'node:fs';
import { extname } from 'node:path';
import { brotliCompressSync, constants, gzipSync } from 'node:zlib';

const WORTH_IT = new Set(['.html', '.css', '.js', '.wasm', '.svg', '.json', '.txt']);

/** Compresses those of the files that are worth it. */
export function compress(files) {
  for (const file of files.filter((file) => WORTH_IT.has(extname(file)))) {
    const plain = readFileSync(file);
    writeFileSync(`${file}.br`, brotli(plain, extname(file) === '.wasm'));
    writeFileSync(`${file}.gz`, gzipSync(plain, { level: 9 }));
  }
}

function brotli(plain, binary) {
  const { BROTLI_PARAM_MODE, BROTLI_PARAM_QUALITY, BROTLI_PARAM_SIZE_HINT, BROTLI_PARAM_LGWIN } = constants;
  return brotliCompressSync(plain, {
    params: {
      [BROTLI_PARAM_MODE]: binary ? constants.BROTLI_MODE_GENERIC : constants.BROTLI_MODE_TEXT,
      [BROTLI_PARAM_QUALITY]: 11,
      [BROTLI_PARAM_LGWIN]: 24,
      [BROTLI_PARAM_SIZE_HINT]: plain.length,
    },
  });
}
