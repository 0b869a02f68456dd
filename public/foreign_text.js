// Keeps texts true on a page that something else alters.
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
    const { foreign, watch } = altered.get(text);
    watch.disconnect();
    altered.delete(text);
    for (const node of foreign) texts.delete(node);
    return foreign;
  };
  const clear = (text) => {
    for (const node of forget(text)) node.remove();
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
    // A removed node is still observed until this runs, so this includes what was written after it had gone.
    const lastWritten = new Map();
    const before = new Map();
    const added = new Set();
    for (const [at, { type, target, oldValue, addedNodes }] of records.entries()) {
      for (const node of addedNodes) added.add(node);
      if (type !== 'characterData') continue;
      lastWritten.set(target, at);
      if (!before.has(target)) before.set(target, oldValue);
    }
    for (const [at, record] of records.entries()) {
      for (const node of record.removedNodes) {
        if (node.isConnected) continue; // it was only moved
        if (altered.has(node)) {
          clear(node);
        } else if (texts.has(node)) {
          const text = texts.get(node);
          const { foreign, was } = altered.get(text);
          if (foreign.length > 1) {
            // One piece of several is another now.
            forget(text);
            keep(text, foreign.flatMap((piece) => (piece === node ? [...record.addedNodes] : piece)), was);
            continue;
          }
          // The translator undoes its translation, or puts another in its place.
          forget(text);
          text.data = was;
          const other = text.isConnected && replacement(record);
          if (other) comeBack(text, other);
        } else if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== '') {
          const foreign = replacement(record);
          if (!foreign?.[0].isConnected || texts.has(foreign[0])) continue;
          if (lastWritten.get(node) > at) {
            foreign[0].before(node);
            for (const one of foreign) one.remove();
          } else comeBack(node, foreign);
        }
      }
    }
    for (const [text, was] of before) {
      const pieces = piecesBehind(text, was, added);
      if (pieces.length === 0) continue;
      // A piece may be taken apart once more.
      const whole = texts.get(text) ?? text;
      const known = altered.get(whole);
      if (known) forget(whole);
      keep(whole, [...(known?.foreign ?? []), ...pieces], known?.was ?? was);
    }
  });
  observer.observe(place, { childList: true, characterData: true, characterDataOldValue: true, subtree: true });

  return () => {
    observer.disconnect();
    for (const { watch } of altered.values()) watch.disconnect();
  };
}

/**
 * What was put in the place of the nodes of a record, if anything was. The console never exchanges nodes in one step, and
 * makes no `<font>`, which is what translators use; they put it beside the text before they take the text away.
 */
function replacement({ addedNodes, previousSibling, nextSibling }) {
  const isElement = (node) => node?.nodeType === Node.ELEMENT_NODE;
  const isFont = (node) => isElement(node) && node.localName === 'font';
  const added = [...addedNodes];
  if (added.some(isElement)) return added;
  const font = [previousSibling, nextSibling].find(isFont);
  return font && [font];
}

/** The nodes behind a text that were added just now and hold the rest of what it was. */
function piecesBehind(text, was, added) {
  const pieces = [];
  let said = text.data;
  for (let node = text.nextSibling; said.length < was.length && added.has(node); node = node.nextSibling) {
    pieces.push(node);
    said += node.textContent;
  }
  return said === was ? pieces : [];
}
