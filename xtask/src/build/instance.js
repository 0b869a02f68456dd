// Between the page and the wasm. Made by xtask/src/build/script.mjs, which fills the gaps.

/** Where the wasm and its parts are. Bundlers know this way of writing it. */
const files = {/* FILES */};

/** Which others a part leans on. */
const needs = {/* NEEDS */};

/** What this script and every wasm of the same build have in common. Their names are the same in each build. */
const BUILD = '__BUILD__';

const modules = new Map();

/**
 * A wasm, compiled, once for all instances; what did not come is asked for again. `folder` is where the files are, if not
 * beside this script; `response` its answer, where it was asked for already.
 */
export function compiled(name, folder, response) {
  const url = (folder ? new URL(name, folder) : files[name]).href;
  const module = modules.get(url) ?? compile(url, response ?? fetch(url));
  modules.set(url, module);
  module.catch(() => modules.delete(url));
  return module;
}

async function compile(url, asked) {
  const response = await asked;
  if (!response.ok) throw new Error(`${url}: ${response.status}`);
  const isWasm = response.headers.get('content-type')?.startsWith('application/wasm');
  const module = await (isWasm ? WebAssembly.compileStreaming(response) : WebAssembly.compile(await response.arrayBuffer()));
  // Of another build, it would call what is not there.
  const [build] = WebAssembly.Module.customSections(module, 'build');
  if (new TextDecoder().decode(build) !== BUILD) throw new Error(`${url} is of another version. Reload the page.`);
  return module;
}

/** What a call gives that calls nothing: as a list of results it has no error in it, as a number it is nothing. */
const NOTHING = [];

/**
 * An instance of the program, for one console at a time. What it asks its host are the functions of `host`; when it
 * traps, it tells `host.stopped` and is dead from then on: what still calls it, calls nothing.
 */
export function instance(host, module, folder) {
  let dead = false;

  function enter(call, args) {
    if (dead) return NOTHING;
    try {
      return call(...args);
    } catch (error) {
      dead = true;
      host.stopped(error);
      return NOTHING;
    }
  }

  function guarded(exports) {
    const guard = ([name, value]) => [name, typeof value === 'function' ? (...args) => enter(value, args) : value];
    inside = exports;
    return Object.fromEntries(Object.entries(exports).map(guard));
  }

  let inside;
  const loads = new Map();

  /** A part and those that it needs, linked; what did not come is asked for again. */
  function load(name) {
    const linked = async () => {
      const [part] = await Promise.all([compiled(name, folder), ...needs[name].map(load)]);
      await WebAssembly.instantiate(part, { __wasm_split: inside });
    };
    const part = loads.get(name) ?? linked();
    loads.set(name, part);
    part.catch(() => loads.delete(name));
    return part;
  }

  /** Loads a part for the wasm, which says where in its table to call back. */
  function later(name) {
    return async (callback, data) => {
      const came = await load(name).then(
        () => true,
        (error) => {
          // Firefox has all fail that a page still fetches when it is left. Nobody has to read that, and no timer ends then.
          setTimeout(() => console.error(error), 1000);
        },
      );
      enter(inside.__indirect_function_table.get(callback), [data, came === true]);
    };
  }

  /* GLUE */
  initSync({ module });
  return { /* DOORS */, memory: inside.memory };
}
