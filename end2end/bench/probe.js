// Runs in the page, before anything of the page itself; the same for both sides.
//
// A sample begins with the time stamp that the browser gave the event, and ends just after the frame that shows the last
// change to the result: a mutation of the table, of its counts or of the facets is seen, the next frame is waited for, and a
// message posted from within that frame comes back once the frame has been painted. A page that answers in several
// steps, or late, is charged until the last of them: a sample is over when nothing has changed for QUIET milliseconds.

(() => {
  const QUIET = 250;
  const LIMIT = 60_000;
  /** What a question is answered with. */
  const RESULT = 'table, output, [aria-label="Overview"], [aria-label="Facets"]';

  let sample = null;

  // A frame that shows nothing new is put off to the next beat of 16.7 ms. A pixel that changes has it made at once.
  const pixel = document.createElement('div');
  Object.assign(pixel.style, { position: 'fixed', bottom: 0, left: 0, width: '1px', height: '1px', pointerEvents: 'none' });
  pixel.ariaHidden = 'true';
  let dark = false;

  /** Just after the next frame was painted; `shown` is called when the frame is being made. */
  function afterPaint(then, shown = () => {}) {
    if (!pixel.isConnected) document.documentElement.append(pixel);
    dark = !dark;
    pixel.style.background = dark ? 'black' : 'white';
    requestAnimationFrame(() => {
      shown();
      const { port1, port2 } = new MessageChannel();
      port1.onmessage = () => {
        port1.close();
        then(performance.now());
      };
      port2.postMessage(null);
    });
  }

  /** The page changed, or might have: the sample reaches to the frame that shows it. */
  function touch() {
    const mine = sample;
    mine.changed = performance.now();
    if (mine.frame === 'awaited') return; // it will show this as well
    if (mine.frame === 'made') {
      mine.again = true; // perhaps too late for this one
      return;
    }
    mine.frame = 'awaited';
    afterPaint(
      (now) => {
        mine.frame = null;
        mine.painted = now;
        const again = mine.again;
        mine.again = false;
        if (again && mine === sample) touch();
      },
      () => (mine.frame = 'made'),
    );
  }

  let firstRows = null;

  const mutations = new MutationObserver((records) => {
    if (firstRows === null && document.querySelector('table:not([aria-busy="true"]) tbody tr')) {
      firstRows = performance.now();
    }
    if (!sample || sample.began === null) return;
    // Times tell how long ago something was, and go on by themselves.
    const real = records.some(({ target }) => {
      const element = target.nodeType === Node.ELEMENT_NODE ? target : target.parentElement;
      return element && element.closest(RESULT) && !element.closest('time');
    });
    if (!real) return;
    sample.mutations += records.length;
    touch();
  });
  mutations.observe(document, { subtree: true, childList: true, characterData: true, attributes: true });

  function begin(event) {
    if (!sample || sample.began !== null || !event.isTrusted) return;
    sample.began = event.timeStamp;
    sample.handled = performance.now();
    touch();
  }
  addEventListener('keydown', (event) => sample?.kind === 'keydown' && begin(event), true);
  addEventListener('click', (event) => sample?.kind === 'click' && begin(event), true);

  const longTasks = [];
  new PerformanceObserver((list) => {
    for (const { startTime, duration } of list.getEntries()) longTasks.push({ startTime, duration });
  }).observe({ type: 'longtask', buffered: true });

  const memories = new Set();
  const keep = ({ instance }) => {
    for (const value of Object.values(instance.exports)) if (value instanceof WebAssembly.Memory) memories.add(value);
    return instance;
  };
  WebAssembly.Instance = new Proxy(WebAssembly.Instance, {
    construct: (real, given) => keep({ instance: new real(...given) }),
  });
  for (const name of ['instantiate', 'instantiateStreaming']) {
    const real = WebAssembly[name];
    WebAssembly[name] = function (...given) {
      const made = real.apply(this, given);
      made.then((result) => keep(result instanceof WebAssembly.Instance ? { instance: result } : result), () => {});
      return made;
    };
  }

  window.bench = {
    /** Makes ready for an event of this kind. */
    arm(kind) {
      sample = { kind, began: null, handled: null, changed: 0, painted: 0, frame: null, again: false, mutations: 0 };
    },
    /** The sample, once the page has come to rest. */
    taken() {
      return new Promise((resolve, reject) => {
        const asked = performance.now();
        const look = () => {
          const now = performance.now();
          const { began, handled, changed, painted, frame, mutations } = sample;
          if (began !== null && !frame && now - changed > QUIET) {
            sample = null;
            resolve({ took: painted - began, waited: handled - began, mutations });
          } else if (now - asked > LIMIT) {
            reject(new Error(`nothing came to rest (began: ${began})`));
          } else {
            setTimeout(look, 25);
          }
        };
        look();
      });
    },
    /** What measuring itself costs: from now to just after a frame that shows nothing of the page's. */
    emptyFrame() {
      const began = performance.now();
      return new Promise((resolve) => afterPaint((now) => resolve(now - began)));
    },
    /** What came over the wire, file by file: what was asked for before the first rows stood there, and after. */
    files() {
      const files = { before: {}, after: {} };
      for (const kind of ['navigation', 'resource']) {
        for (const { name, startTime, encodedBodySize } of performance.getEntriesByType(kind)) {
          const { pathname } = new URL(name);
          if (pathname.startsWith('/api/')) continue;
          files[firstRows !== null && startTime > firstRows ? 'after' : 'before'][pathname] = encodedBodySize;
        }
      }
      return files;
    },
    longTasks(from, to) {
      return longTasks.filter(({ startTime }) => startTime >= from && startTime <= to).map(({ duration }) => duration);
    },
    wasmBytes() {
      return [...memories].reduce((sum, memory) => sum + memory.buffer.byteLength, 0);
    },
  };
})();
