/** A part of a page that is not text: a script with its content, or another tag. */
export interface PagePart {
  /** In lower case. */
  name: string;
  attributes: string;
  /** The content of a script; '' of other tags. */
  body: string;
}

/**
 * The scripts, links and islands of a page, in order. What stands in a comment is left out, and what looks like a comment inside of a
 * script is part of it. Linear: what is never closed is looked for once.
 */
export function* pageParts(html: string): Generator<PagePart> {
  const lowered = html.toLowerCase();
  const form = /<!--|<(script|link|base|astro-island)\b/g;
  let isOpenComment = false;
  let isOpenScript = false;
  for (let found: RegExpExecArray | null = form.exec(lowered); found !== null; found = form.exec(lowered)) {
    const { 0: opening, 1: name, index } = found;
    if (name === undefined) {
      const end: number = isOpenComment ? -1 : lowered.indexOf('-->', index + opening.length);
      isOpenComment = end < 0;
      if (end >= 0) form.lastIndex = end + 3;
      continue;
    }

    const end = lowered.indexOf('>', index);
    if (end < 0) return;
    const attributes = html.slice(index + opening.length, end);
    form.lastIndex = end + 1;
    if (name !== 'script') {
      yield { name, attributes, body: '' };
      continue;
    }

    const close: number = isOpenScript ? -1 : lowered.indexOf('</script', end);
    isOpenScript = close < 0;
    if (close < 0) continue;
    yield { name, attributes, body: html.slice(end + 1, close) };
    form.lastIndex = close;
  }
}
