// Keeps texts true on a page that something else alters.
//
// A translator puts elements of its own in the place of text nodes. The console does not know: it goes on writing into the
// nodes that are no longer on the page, and the page goes on showing what stood there before. So a node that was replaced
// comes back, empty, beside what replaced it, and the replacement goes as soon as the console changes or removes the node.

/** Watches over the texts in `place`. Gives a function that ends it. */
export function keepTextsTrue(place) {
  /** What stands in for a text, and the text. */
  const texts = new Map();
  /** Text nodes that something stands in for: what it is, what the text was, and what watches the text. */
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
    // Text nodes are watched a little longer than they are on the page, so this knows what was written after they had gone.
    const lastWritten = new Map(records.map(({ type, target }, at) => (type === 'characterData' ? [target, at] : [])));
    for (const [at, record] of records.entries()) {
      for (const node of record.removedNodes) {
        if (node.isConnected) continue; // it was only moved
        if (replaced.has(node)) {
          forget(node).remove();
        } else if (texts.has(node)) {
          // The translator takes its translation back, or has another one.
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
