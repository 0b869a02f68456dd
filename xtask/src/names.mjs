// The names between a wasm and its script.
//
// wasm-bindgen names what a module imports `__wbg_appendChild_7b9a0c3f5d1e2468`: a hash each, some 200 of them, in the
// wasm and again in its script, and hashes do not compress. Only these two files ever read the names, so short ones do.

const CUSTOM = 0;
const IMPORTS = 2;
const EXPORTS = 7;

/** The same wasm with a section more, of this name and with this text, which only scripts read. */
export function withText(wasm, name, said) {
  const [title, body] = [Buffer.from(name), Buffer.from(said)];
  const section = Buffer.concat([encoded(title.length), title, body]);
  return Buffer.concat([wasm, Buffer.from([CUSTOM]), encoded(section.length), section]);
}

/** The same wasm (a Buffer) and the same script (text), the names between them cut short. */
export function shortenNames(wasm, script) {
  const module = new WebAssembly.Module(wasm);
  const exported = new Set(WebAssembly.Module.exports(module).map(({ name }) => name));
  const long = WebAssembly.Module.imports(module)
    .map(({ name }) => name)
    .filter((name) => name.startsWith('__wb') && !exported.has(name));
  const short = new Map([...new Set(long)].map((name, at) => [name, `_${at.toString(36)}`]));
  const shorter = script.replace(/\b__wb\w+/g, (name) => short.get(name) ?? name);
  const missing = [...short.values()].filter((name) => !new RegExp(`\\b${name}\\b`).test(shorter));
  if (missing.length > 0) throw new Error(`the script does not know ${missing.length} of the names that the wasm imports`);
  return { wasm: withSection(wasm, IMPORTS, (section) => renamed(section, short)), script: shorter };
}

/** The same wasm without the exports that `script` does not mention, so that wasm-opt may drop what is behind them. */
export function dropUnused(wasm, script) {
  return withSection(wasm, EXPORTS, (section) => {
    const [count, start] = number(section, 0);
    const kept = [];
    for (let [left, at] = [count, start]; left > 0; left -= 1) {
      const name = text(section, at);
      const [, end] = number(section, name.end + 1);
      if (new RegExp(`\\b${name.text}\\b`).test(script)) kept.push(section.subarray(at, end));
      at = end;
    }
    return Buffer.concat([encoded(kept.length), ...kept]);
  });
}

/** The same wasm, the body of its section of this kind exchanged. */
function withSection(wasm, kind, exchange) {
  const parts = [wasm.subarray(0, 8)];
  for (let at = 8; at < wasm.length; ) {
    const start = at;
    const [size, body] = number(wasm, at + 1);
    at = body + size;
    if (wasm[start] === kind) {
      const section = exchange(wasm.subarray(body, at));
      parts.push(Buffer.from([kind]), encoded(section.length), section);
    } else {
      parts.push(wasm.subarray(start, at));
    }
  }
  return Buffer.concat(parts);
}

/** The body of an import section: a count, then module, name and what it is, each time. */
function renamed(section, names) {
  let [count, at] = number(section, 0);
  const parts = [encoded(count)];
  for (; count > 0; count -= 1) {
    const module = text(section, at);
    const field = text(section, module.end);
    const short = Buffer.from(names.get(field.text) ?? field.text);
    const end = endOfDescription(section, field.end);
    parts.push(section.subarray(at, module.end), encoded(short.length), short, section.subarray(field.end, end));
    at = end;
  }
  return Buffer.concat(parts);
}

/** Where the description of an import ends: a function's type, a table, a memory, a global or a tag. */
function endOfDescription(section, at) {
  const kind = section[at];
  const limits = (from) => {
    const bounded = section[from] & 1;
    const [, afterMinimum] = number(section, from + 1);
    return bounded ? number(section, afterMinimum)[1] : afterMinimum;
  };
  if (kind === 0) return number(section, at + 1)[1];
  if (kind === 1) return limits(at + 2);
  if (kind === 2) return limits(at + 1);
  if (kind === 3) return at + 3;
  if (kind === 4) return number(section, at + 2)[1];
  throw new Error(`an import of the unknown kind ${kind}`);
}

function text(bytes, at) {
  const [length, start] = number(bytes, at);
  return { text: bytes.toString('utf8', start, start + length), end: start + length };
}

/** An unsigned LEB128 number, and where it ends. */
function number(bytes, at) {
  let value = 0;
  for (let shift = 0; ; shift += 7) {
    const byte = bytes[at];
    at += 1;
    value += (byte & 127) * 2 ** shift;
    if (byte < 128) return [value, at];
  }
}

function encoded(value) {
  const bytes = [];
  do {
    const rest = Math.floor(value / 128);
    bytes.push((value % 128) | (rest > 0 ? 128 : 0));
    value = rest;
  } while (value > 0);
  return Buffer.from(bytes);
}
