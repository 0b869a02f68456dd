// Keeps texts true on a page that something else alters.
//
// A translator puts elements of its own in the place of text nodes. The console does not know: it goes on writing into the
// nodes that are no longer on the page, and the page goes on showing what stood there before. So a node that was replaced
// comes back, empty, beside what replaced it, and the replacement goes as soon as the console changes or removes the node.

/** Watches the texts in `place`. Returns a function that stops it. */
export function keepTextsTrue(place) {
  /** From each replacement to the text node it stands for. */
  const texts = new Map();
  /** Text nodes that were replaced: by what, the text they held, and what watches them. */
  const replaced = new Map();

  const forget = (text) => {
    const { standIn, watch } = replaced.get(text);
    watch.disconnect();
    replaced.delete(text);
    texts.delete(standIn);
    return standIn;
  };
  const comeBack = (text, standIn) => {
    const was = text.data;
    const watch = new MutationObserver(() => forget(text).remove());
    text.data = '';
    standIn.before(text);
    watch.observe(text, { characterData: true });
    replaced.set(text, { standIn, was, watch });
    texts.set(standIn, text);
  };

  const observer = new MutationObserver((records) => {
    // A removed node is still observed until this runs, so this includes what was written after it had gone.
    const lastWritten = new Map();
    for (const [at, { type, target }] of records.entries()) if (type === 'characterData') lastWritten.set(target, at);
    for (const [at, record] of records.entries()) {
      for (const node of record.removedNodes) {
        if (node.isConnected) continue; // it was only moved
        if (replaced.has(node)) {
          forget(node).remove();
        } else if (texts.has(node)) {
          // The translator undoes its translation, or puts another in its place.
          const text = texts.get(node);
          const { was } = replaced.get(text);
          forget(text);
          text.data = was;
          const other = text.isConnected && replacement(record);
          if (other) comeBack(text, other);
        } else if (node.nodeType === Node.TEXT_NODE && node.data.trim() !== '') {
          const standIn = replacement(record);
          if (!standIn?.isConnected || texts.has(standIn)) continue;
          if (lastWritten.get(node) > at) standIn.replaceWith(node);
          else comeBack(node, standIn);
        }
      }
    }
  });
  observer.observe(place, { childList: true, characterData: true, subtree: true });

  return () => {
    observer.disconnect();
    for (const { watch } of replaced.values()) watch.disconnect();
  };
}

/**
 * What was put in the place of the nodes of a record, if anything was. The console never exchanges nodes in one step, and
 * makes no `<font>`, which is what translators use; they put it beside the text before they take the text away.
 */
function replacement({ addedNodes, previousSibling, nextSibling }) {
  const isElement = (node) => node?.nodeType === Node.ELEMENT_NODE;
  const isFont = (node) => isElement(node) && node.localName === 'font';
  return [...addedNodes].find(isElement) ?? [previousSibling, nextSibling].find(isFont);
}
