// Keeps the console's texts correct on a page that translators or highlighters alter.
//
// A translator puts elements of its own in the place of text nodes. The console does not know: it goes on writing into the
// nodes that are no longer on the page, and the page goes on showing what stood there before. So a node that was replaced
// comes back, empty, beside what replaced it. What highlights words leaves the node with the first piece of its text and
// puts the rest behind it. Either way, what is foreign goes as soon as the console changes or removes the node.

/** Watches the texts in `place`. Returns a function that stops it. */
export function keepTextsTrue(place) {
  /** From each foreign node to the text node it stands for. */
  const texts = new Map();
  /** For those text nodes: the foreign ones, the text they held, and what watches them. */
  const altered = new Map();

  const forget = (text) => {
    const known = altered.get(text) ?? { foreign: [] };
    known.watch?.disconnect();
    altered.delete(text);
    for (const node of known.foreign) texts.delete(node);
    return known;
  };
  const clear = (text) => {
    for (const node of forget(text).foreign) node.remove();
  };
  const keep = (text, foreign, was) => {
    const watch = new MutationObserver(() => clear(text));
    watch.observe(text, { characterData: true });
    altered.set(text, { foreign, was, watch });
    for (const node of foreign) texts.set(node, text);
  };
  const comeBack = (text, foreign) => {
    const was = text.data;
    text.data = '';
    foreign[0].before(text);
    keep(text, foreign, was);
  };

  const observer = new MutationObserver((records) => {
    // Most changes are the console's own, thousands when the rows change: the map is built only where it is needed.
    let written;
    const changeOf = (text) => (written ??= writtenIn(records)).get(text);
    const followed = new Set();
    records.forEach((record, at) => {
      if (record.type === 'characterData') return;
      const { addedNodes, previousSibling, removedNodes } = record;
      if (previousSibling instanceof Text && addedNodes.length && !isFound(addedNodes[0])) followed.add(previousSibling);
      for (const node of removedNodes) {
        if (node.isConnected) continue; // it was only moved
        if (altered.has(node)) {
          clear(node);
        } else if (texts.has(node)) {
          const text = texts.get(node);
          const { foreign, was } = forget(text);
          if (foreign.length > 1) {
            // One piece of several is another now.
            keep(text, foreign.flatMap((piece) => (piece === node ? [...addedNodes] : piece)), was);
            continue;
          }
          // The translator undoes its translation, or puts another in its place.
          text.data = was;
          const other = text.isConnected && replacement(record);
          if (other) comeBack(text, other);
        } else if (node instanceof Text && node.data.trim()) {
          const foreign = replacement(record);
          if (!foreign?.[0].isConnected || texts.has(foreign[0])) continue;
          if (changeOf(node)?.at > at) {
            foreign[0].before(node);
            for (const one of foreign) one.remove();
          } else comeBack(node, foreign);
        }
      }
    });
    for (const text of followed) {
      const was = changeOf(text)?.was;
      const pieces = was ? piecesBehind(text, was) : [];
      if (pieces.length === 0) continue;
      // A piece may be taken apart once more.
      const whole = texts.get(text) ?? text;
      const known = forget(whole);
      keep(whole, [...known.foreign, ...pieces], known.was ?? was);
    }
  });
  observer.observe(place, { childList: true, characterDataOldValue: true, subtree: true });

  return () => {
    observer.disconnect();
    for (const { watch } of altered.values()) watch.disconnect();
  };
}

/**
 * What each text was before, and in which record it was written last. A removed node is still observed until the records
 * are looked at, so this includes what was written after it had gone.
 */
function writtenIn(records) {
  const written = new Map();
  records.forEach(({ type, target, oldValue }, at) => {
    if (type === 'characterData') written.set(target, { at, was: written.get(target)?.was ?? oldValue });
  });
  return written;
}

/**
 * What was put in the place of the nodes of a record, if anything was. The console never exchanges nodes in one step, and
 * makes no `<font>`, which is what translators use; they put it beside the text before they take the text away.
 */
function replacement({ addedNodes, previousSibling, nextSibling }) {
  const added = [...addedNodes];
  // Only elements have local names.
  if (added.some((node) => node.localName)) return added;
  const font = [previousSibling, nextSibling].find((node) => node?.localName === 'font');
  return font && [font];
}

/** Whether it is the console's own: it marks what a search found. */
function isFound(node) {
  return node.className === 'found';
}

/** The nodes behind a text that hold the rest of what it was. */
function piecesBehind(text, was) {
  const pieces = [];
  let said = text.data;
  for (let node = text.nextSibling; node && said.length < was.length; node = node.nextSibling) {
    pieces.push(node);
    said += node.textContent;
  }
  return said === was ? pieces : [];
}
