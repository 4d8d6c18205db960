import { type DefaultTreeAdapterMap, parse } from 'parse5';

export interface HtmlLinks {
  /** Where a reader gets by a click: links, areas, forms, buttons, Outlook's shapes. */
  followed: string[];
  /** Addresses of what is loaded: pictures, styles. */
  loaded: string[];
  /** Texts and all attributes, without comments. */
  texts: string[];
}

type Node = DefaultTreeAdapterMap['node'];
type Element = DefaultTreeAdapterMap['element'];

const followedBy: ReadonlySet<string> = new Set(['href', 'xlink:href', 'action', 'formaction']);
const loadedBy: ReadonlySet<string> = new Set(['src', 'background', 'poster', 'data', 'lowsrc', 'cite', 'ping']);
/** Its `href` is loaded and not followed. */
const loads: ReadonlySet<string> = new Set(['link', 'image', 'use', 'feimage']);
/** Outlook reads what stands in a conditional comment; everybody else skips it. */
const conditional = /^\[if[^\]]*\]>([\s\S]*?)(?:<!\[endif\]|$)/i;
/** What the provider fills in as it sends. */
const placeholder = /^(?:\{\{|\[\[|%\w+%|<%|\*\|)/;
const deepestComments = 3;

/** The links of an HTML text as a browser has them: parse5 and the WHATWG URL parser read it. */
export function htmlLinks(html: string, depth = 0): HtmlLinks {
  const found: HtmlLinks = { followed: [], loaded: [], texts: [] };
  const elements: Element[] = [];
  const pending: Node[] = [parse(html)];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if ('value' in node && node.nodeName === '#text') found.texts.push(node.value);
    if ('data' in node) addConditional(node.data, depth, found);
    if ('attrs' in node) elements.push(node);
    // A mail may be deeper than the stack of a recursion.
    if ('content' in node) pending.push(node.content);
    if ('childNodes' in node) pending.push(...node.childNodes.toReversed());
  }

  const base = baseOf(elements);
  for (const element of elements) addElement(element, base, found);
  return found;
}

function addConditional(comment: string, depth: number, found: HtmlLinks): void {
  const [, inner] = conditional.exec(comment.trim()) ?? [];
  if (inner === undefined || depth >= deepestComments) return;
  const { followed, loaded, texts } = htmlLinks(inner, depth + 1);
  found.followed.push(...followed);
  found.loaded.push(...loaded);
  found.texts.push(...texts);
}

/** The address that relative ones are below: of the first `<base>` that has one. */
function baseOf(elements: readonly Element[]): string | undefined {
  const base = elements.find(({ tagName, attrs }) => tagName === 'base' && attrs.some(({ name }) => name === 'href'));
  return addressOf(base?.attrs.find(({ name }) => name === 'href')?.value ?? '', undefined);
}

function addElement({ tagName, attrs }: Element, base: string | undefined, found: HtmlLinks): void {
  for (const { name, prefix, value } of attrs) {
    const full = prefix ? `${prefix}:${name}` : name;
    // The namespaces of a document are names, and nobody gets there.
    if (full.startsWith('xmlns')) continue;

    found.texts.push(value);
    if (full === 'srcset') {
      for (const part of value.split(',')) addTo(found.loaded, part.trim().split(/\s+/)[0] ?? '', base);
      continue;
    }
    if (loadedBy.has(full) || (followedBy.has(full) && loads.has(tagName.toLowerCase())))
      addTo(found.loaded, value, base);
    else if (followedBy.has(full)) addTo(found.followed, value, base);
    else if (tagName === 'meta' && full === 'content')
      addTo(found.followed, /^\s*\d+\s*[;,]\s*url\s*=\s*["']?([^"']*)/i.exec(value)?.[1] ?? '', base);
  }
}

function addTo(list: string[], value: string, base: string | undefined): void {
  const address = addressOf(value, base);
  if (address !== undefined && !list.includes(address)) list.push(address);
}

/**
 * Where an attribute leads.
 * @returns an address of the web, or the text itself where it names no host; undefined if it leads to no host on purpose: a place in
 *   the mail, a number to call, an app, something that the provider fills in
 */
function addressOf(value: string, base: string | undefined): string | undefined {
  const text = value.trim();
  if (text === '' || text.startsWith('#') || placeholder.test(text)) return undefined;

  const url = URL.parse(text, base) ?? (/^[\\/]{2}/.test(text) ? URL.parse(text, 'https://none.invalid') : null);
  if (url === null) return text;
  // `localhost:3000/x` is read as a scheme.
  if (!/^https?:$/.test(url.protocol)) return /^[\w.-]+:\d/.test(text) ? text : undefined;
  return /^https?:\/\/[^\\\s]*$/i.test(text) ? text : url.href;
}
