import { type DefaultTreeAdapterMap, parse } from 'parse5';
import { nestedAddresses } from './nested-addresses.ts';

export interface HtmlLinks {
  /** Where a reader gets by a click: links, areas, forms, buttons, Outlook's shapes. */
  followed: string[];
  /** Addresses of what is loaded: pictures, styles. */
  loaded: string[];
  /** Texts and attributes in which an address is one that a reader may follow: no styles, and no names of vocabularies. */
  shown: string[];
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
/** Their addresses are names, and nobody gets there. */
const names: ReadonlySet<string> = new Set(['itemtype', 'itemprop', 'vocab', 'typeof', 'profile', 'prefix']);
/** Elements in the middle of a word: the reader sees `dev.<b>acme</b>.com` as one. */
const inline: ReadonlySet<string> = new Set(['b', 'em', 'font', 'i', 'mark', 'small', 'span', 'strong', 'u', 'wbr']);
/** The place of a `<wbr>`, behind which a word goes on. */
const broken = '';
/** A browser keeps links in it (HTML Standard, "customizable select", 2025), and parse5 8 drops them. */
const select = /<(\/?)select(?=[\s/>])/gi;
const deepestComments = 3;
/** `0; url=x`, `0,x`, `0 'x'`. Source: HTML Standard, "shared declarative refresh steps". */
const refresh = /^\s*[\d.]+(?:\s*[;,]\s*|\s+)(?:url\s*=\s*)?["']?([^"']*)/i;

/** The links of an HTML text as a mail program has them, without scripts: parse5 and the WHATWG URL parser read it. */
export function htmlLinks(html: string, depth = 0): HtmlLinks {
  const found: HtmlLinks = { followed: [], loaded: [], shown: [], texts: [] };
  const elements: Element[] = [];
  const words: string[] = [];
  const pending: (Node | string)[] = [parse(html.replace(select, '<$1span'), { scriptingEnabled: false })];
  for (let node = pending.pop(); node !== undefined; node = pending.pop()) {
    if (typeof node === 'string') {
      words.push(node);
      continue;
    }
    if ('value' in node && node.nodeName === '#text') addText(node.value, node.parentNode, words, found);
    if ('data' in node) addConditional(node.data, depth, found);
    if ('attrs' in node) elements.push(node);
    if (node.nodeName === 'wbr') words.push(broken);
    if (!inline.has(node.nodeName) && node.nodeName !== '#text') {
      words.push('\n');
      pending.push('\n');
    }
    // A mail may be deeper than the stack of a recursion.
    if ('content' in node) pending.push(node.content);
    if ('childNodes' in node) pending.push(...node.childNodes.toReversed());
  }
  found.texts.push(words.join(''));

  const base = baseOf(elements);
  for (const element of elements) addElement(element, base, found);
  return found;
}

function addText(text: string, parent: Node | null, words: string[], found: HtmlLinks): void {
  const goesOn = words.at(-1) === broken;
  words.push(text);
  found.texts.push(text);
  if (parent?.nodeName === 'style') return;

  if (goesOn) found.shown.push(`${found.shown.pop() ?? ''}${text}`);
  else found.shown.push(parent?.nodeName === 'script' ? text.replace(/"@(?:context|vocab)"\s*:\s*"[^"]*"/g, '') : text);
}

function addConditional(comment: string, depth: number, found: HtmlLinks): void {
  const [, inner] = conditional.exec(comment.trim()) ?? [];
  if (inner === undefined || depth >= deepestComments) return;
  const there = htmlLinks(inner, depth + 1);
  for (const part of ['followed', 'loaded', 'shown', 'texts'] as const) found[part].push(...there[part]);
}

/** The address that relative ones are below: of the first `<base>` that has one. */
function baseOf(elements: readonly Element[]): string | undefined {
  const base = elements.find(({ tagName, attrs }) => tagName === 'base' && attrs.some(({ name }) => name === 'href'));
  return addressOf(base?.attrs.find(({ name }) => name === 'href')?.value ?? '', undefined);
}

function addElement({ tagName, attrs }: Element, base: string | undefined, found: HtmlLinks): void {
  const isRefresh =
    tagName === 'meta' && attrs.some((each) => each.name === 'http-equiv' && /^\s*refresh\s*$/i.test(each.value));
  for (const { name, prefix, value } of attrs) {
    const full = prefix ? `${prefix}:${name}` : name;
    // The namespaces of a document are names, and nobody gets there.
    if (full.startsWith('xmlns') || names.has(full)) continue;

    found.texts.push(value);
    if (full !== 'style') found.shown.push(value);
    if (full === 'srcset') {
      for (const part of value.split(',')) addTo(found.loaded, part.trim().split(/\s+/)[0] ?? '', base);
      continue;
    }
    if (loadedBy.has(full) || (followedBy.has(full) && loads.has(tagName.toLowerCase())))
      addTo(found.loaded, value, base);
    else if (followedBy.has(full)) {
      addTo(found.followed, value, base);
      // Many mail programs leave a base out: `https:acme.com` then is not a relative address.
      if (base !== undefined && URL.canParse(value.trim())) addTo(found.followed, value, undefined);
      if (!/^\s*https?:/i.test(value)) found.followed.push(...handedOn(value));
    } else if (isRefresh && full === 'content') addTo(found.followed, refresh.exec(value)?.[1] ?? '', base);
  }
}

function addTo(list: string[], value: string, base: string | undefined): void {
  const address = addressOf(value, base);
  if (address !== undefined && !list.includes(address)) list.push(address);
}

/** The addresses that a link hands to an app, a draft or a script: `acme://open?u=https%3A%2F%2F…`, `intent://acme.com/#Intent;scheme=https`. */
function handedOn(value: string): string[] {
  const [, rest] = /^\s*intent:(\/\/.*;scheme=https?\b.*)$/is.exec(value) ?? [];
  return [...nestedAddresses(value), ...(rest === undefined ? [] : [`https:${rest}`])];
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
