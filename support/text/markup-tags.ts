/** A tag of a page. */
export interface MarkupTag {
  /** In lower case. */
  name: string;
  attributes: string;
  /** The content of a script or a style sheet; '' of other tags. */
  body: string;
}

const rawText = new Set(['script', 'style']);

/**
 * The tags with some names, in order. Those in comments, scripts and style sheets are none. Linear in the length of the page:
 * what is never closed is looked for once.
 */
export function* markupTags(html: string, names: readonly string[]): Generator<MarkupTag> {
  const form = new RegExp(`<!--|<(script|style|${names.join('|')})(?=[\\s/>])`, 'gi');
  const unclosed = new Set<string>();
  const endOf = (close: string, from: number): number => {
    if (unclosed.has(close)) return -1;
    const search = new RegExp(close, 'gi');
    search.lastIndex = from;
    const end = search.exec(html)?.index ?? -1;
    if (end < 0) unclosed.add(close);
    return end;
  };
  for (let found = form.exec(html); found !== null; found = form.exec(html)) {
    const after = found.index + found[0].length;
    const name = found[1]?.toLowerCase();
    if (name === undefined) {
      const end = endOf('-->', after);
      if (end >= 0) form.lastIndex = end + 3;
      continue;
    }

    const end = endOfTag(html, after);
    if (end < 0) return;
    form.lastIndex = end + 1;
    const close = rawText.has(name) ? endOf(`</${name}`, end) : -1;
    if (close >= 0) form.lastIndex = close;
    if (names.includes(name))
      yield { name, attributes: html.slice(after, end), body: close < 0 ? '' : html.slice(end + 1, close) };
  }
}

/** The `>` of a tag: one in quotation marks is part of a value. A mark that opens no value is a character like others. */
function endOfTag(html: string, from: number): number {
  for (let at = from; at < html.length; at += 1) {
    const character = html.charAt(at);
    if (character === '>') return at;
    if ((character !== '"' && character !== "'") || !opensValue(html, at)) continue;
    const close = html.indexOf(character, at + 1);
    if (close < 0) return -1;
    at = close;
  }
  return -1;
}

function opensValue(html: string, mark: number): boolean {
  let at = mark - 1;
  while (/\s/.test(html.charAt(at))) at -= 1;
  return html.charAt(at) === '=';
}

/** A text without what stands between two marks, and without the marks. What is never closed stays. Linear. */
export function withoutBetween(text: string, open: string, close: string): string {
  let kept = '';
  let at = 0;
  for (let start = text.indexOf(open); start >= 0; start = text.indexOf(open, at)) {
    const end = text.indexOf(close, start + open.length);
    if (end < 0) break;
    kept += text.slice(at, start);
    at = end + close.length;
  }
  return kept + text.slice(at);
}
