import { pageParts } from '../../../contract/bundle/page-parts.ts';
import { scriptsOfScript } from '../../../contract/index.ts';
import { decodeEntities } from '../../../text/decode-entities.ts';
import { likelyConfiguration, scriptReferences } from './script-references.ts';
import { unescapedStyle } from './text-views.ts';

/** A file of the same site that another one names. */
export interface SiteReference {
  url: string;
  /** A browser loads it; the others are texts that look like an address. */
  isRequired: boolean;
  /** A script asks for it, and may do without it. */
  isFetched: boolean;
}

/** What is looked for in a file. */
export interface NamingFile {
  url: string;
  contentType: string;
  text: string;
  /** What the pages of the site resolve relative addresses against, also those that their scripts write. */
  bases?: readonly string[];
}

export interface NamedFiles {
  named: SiteReference[];
  /** Files that browsers load from other origins. */
  elsewhere: string[];
  /** What may be an address of the site, by its name: whether anything asks for it is not known. */
  guessed: string[];
  /** What this page resolves relative addresses against, where it says so itself. */
  base?: string;
}

/** Where a built site may name another of its own files: attributes, imports, urls, source maps, quoted paths. */
const tag = /<([a-z][\w:-]*)((?:[\s/]+[^\s"'<>=/]+(?:\s*=\s*(?:"[^"]*"|'[^']*'|[^\s"'`<>]+))?)*)\s*\/?>/gi;
const attribute = /(?<![^\s"'<>=/])([^\s"'<>=/]+)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'`=<>]+))/g;
const sourceMap = /[#@]\s*sourceMappingURL=([^\s*'"]+)/g;
const styleUrl = /(?:url|src)\(\s*["']?([^"'()]+)["']?\s*\)|@import\s+["']([^"']+)["']/gi;
/** `image-set("/a" 1x, "/b" 2x)` */
const imageSet = /image-set\(((?:[^()]|\([^()]*\)){1,2000})\)/gi;
const extension =
  '(?:m?js|cjs|css|json|map|html|txt|gz|br|webmanifest|xml|wasm|env|ya?ml|toml|conf|bin|dat|png|svg|ico|gif|jpe?g|webp|avif|pdf|woff2?|ttf|otf|mp4|webm|mp3)';
const quotedFile = new RegExp(
  String.raw`["'${'`'}]((?:https?:\/\/[\w.:-]+\/)?(?:[\w@~$()[\].,%-]+\/|\.{1,2}\/|\/)*[\w@~$()[\].,%-]+\.${extension})(?:\?[^"'${'`'}\s]{0,200})?["'${'`'}\\]`,
  'g',
);

/** Files of the same site that a text names, as absolute addresses. Pure. */
export function siteReferences({ url, contentType, text, bases = [new URL('/', url).href] }: NamingFile): NamedFiles {
  const found = new References(new URL('/', url).origin);
  const isMarkup = /html|xml|svg/.test(contentType) || /^\s*(?:<!doctype html|<html|<\?xml|<svg)/i.test(text);
  const isStyle = /css/.test(contentType) || new URL(url).pathname.endsWith('.css');
  const base = isMarkup ? baseOf(text, url) : undefined;
  if (isMarkup) addMarkup(found, text, base ?? url);
  if (/^\s*\{[^<]{0,200}"sections"\s*:/.test(text)) addSections(found, text, url);
  for (const [, file] of text.matchAll(sourceMap)) found.add(file, url);
  if (isStyle || isMarkup)
    for (const [, file, imported] of text.matchAll(styleUrl))
      found.add(unescapedStyle(file ?? imported ?? ''), base ?? url, imported !== undefined);
  if (isStyle || isMarkup)
    for (const [, set = ''] of text.matchAll(imageSet))
      for (const [, file] of set.matchAll(/["']([^"']+)["']\s*(?:type\(|[\d.]+(?:x|dp))/g)) found.add(file, url);
  if (/manifest/.test(contentType) || /^\s*\{[^<]{0,20000}"start_url"\s*:/.test(text)) addWebManifest(found, text, url);
  if (/speculationrules/.test(contentType)) addRules(found, text, url);
  addQuoted(found, text, url);
  if (base !== undefined) addQuoted(found, text, base);
  if (!isStyle) addScript(found, text, url, base === undefined ? bases : [base]);
  const guessed = isStyle
    ? []
    : likelyConfiguration(text).flatMap((written) => bases.map((each) => URL.parse(written, each)));
  return {
    named: found.named,
    elsewhere: found.elsewhere,
    guessed: guessed.flatMap((each) => (each === null ? [] : each.href)),
    ...(base !== undefined && { base }),
  };
}

function baseOf(html: string, address: string): string | undefined {
  const written = /<base\s[^<>]*?href\s*=\s*["']?([^"'\s>]+)/i.exec(withoutComments(html))?.[1];
  return written === undefined ? undefined : (URL.parse(decodeEntities(written), address)?.href ?? undefined);
}

/** The references of one file: the same address once, required where one of its places says so. */
class References {
  readonly #origin: string;
  readonly #named = new Map<string, boolean>();
  readonly #fetched = new Set<string>();
  readonly #elsewhere = new Set<string>();

  constructor(origin: string) {
    this.#origin = origin;
  }

  get named(): SiteReference[] {
    return [...this.#named].map(([url, isRequired]) => ({ url, isRequired, isFetched: this.#fetched.has(url) }));
  }

  get elsewhere(): string[] {
    return [...this.#elsewhere];
  }

  add(written: string | undefined, base: URL | string, isRequired = false): void {
    if (written === undefined || /^(?:data|blob|javascript|mailto|tel|about|chrome):/i.test(written)) return;
    const url = URL.parse(written.trim().replaceAll('&amp;', '&'), base);
    if (url === null || !/^https?:$/.test(url.protocol)) return;
    url.hash = '';
    if (url.origin === this.#origin) this.#named.set(url.href, isRequired || this.#named.get(url.href) === true);
    else if (isRequired) this.#elsewhere.add(url.href);
  }

  /** What a script asks for, relative to each of these. */
  addFetched(written: string, bases: readonly string[]): void {
    for (const base of bases) {
      this.add(written, base);
      const url = URL.parse(written, base);
      if (url?.origin === this.#origin) this.#fetched.add(url.href);
    }
  }
}

function addMarkup(found: References, html: string, base: string): void {
  addTags(found, html, base, true);
  const scripts = [...pageParts(html)].filter(({ name }) => name === 'script');
  const ofType = (type: RegExp) => scripts.filter(({ attributes }) => type.test(attributes));
  for (const { body: rules } of ofType(/\btype\s*=\s*["']?speculationrules\b/i)) addRules(found, rules, base);
  for (const { body: map } of ofType(/\btype\s*=\s*["']?(?:systemjs-)?importmap\b/i))
    for (const [, file] of map.matchAll(/:\s*"((?:\.{0,2}\/|https?:)[^"]*[^"/])"/g)) found.add(file, base, true);
}

/** What the attributes of tags name. @param isPage whether a browser loads it: a text of a script may never become a part of a page */
function addTags(found: References, html: string, base: string, isPage: boolean): void {
  for (const [, name = '', attributes = ''] of html.matchAll(tag)) {
    const of = attributesOf(attributes);
    if (name.toLowerCase() === 'base') continue;
    for (const [key, value] of of) {
      if (key === 'srcdoc') addMarkup(found, value, base);
      if (key === 'data-main') found.add(/\.m?js$/.test(value) ? value : `${value}.js`, base);
      const inline = key === 'src' && name.toLowerCase() === 'script' ? scriptOfData(value) : undefined;
      if (inline !== undefined) addScript(found, inline, base, [base]);
      if (/srcset$/i.test(key)) for (const each of value.split(',')) found.add(each.trim().split(/\s+/)[0], base);
      const refresh = /^\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(value)?.[1];
      if (key === 'content' && refresh !== undefined) found.add(refresh, base);
      if (namesFile(name, key, value)) found.add(value, base, isPage && isLoaded(name, key, of));
    }
  }
}

/** The script that an address of the scheme `data` consists of. Source: RFC 2397. */
function scriptOfData(address: string): string | undefined {
  const [, encoding, data] = /^data:[^,]{0,200}?(;base64)?,(.*)$/is.exec(address) ?? [];
  if (data === undefined) return undefined;
  if (encoding !== undefined) return Buffer.from(data, 'base64').toString('utf8');
  return data.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)));
}

/** Source: HTML Standard, section 7.6.1.2, "Speculation rules". */
function addRules(found: References, rules: string, base: string): void {
  for (const [, file] of rules.matchAll(/"((?:\.{0,2}\/|https?:)[^"*]*)"/g)) found.add(file, base);
  for (const [, list = ''] of rules.matchAll(/"urls"\s*:\s*\[([^\]]*)\]/g))
    for (const [, file] of list.matchAll(/"([^"]+)"/g)) found.add(file, base);
}

/** The parts of a source map that lie in files of their own. Source: ECMA-426, section 10, "Index source map". */
function addSections(found: References, text: string, url: string): void {
  for (const [, file] of text.matchAll(/"url"\s*:\s*"([^"]{1,500})"/g)) found.add(file, url);
}

/** Addresses in an app's manifest that need no ending. Source: Web Application Manifest, section 1. */
function addWebManifest(found: References, text: string, url: string): void {
  for (const [, file] of text.matchAll(/"(?:start_url|src|url|action)"\s*:\s*"([^"]+)"/g)) found.add(file, url);
}

function attributesOf(attributes: string): Map<string, string> {
  return new Map(
    [...attributes.matchAll(attribute)].map(([, key = '', one, other, bare]) => [
      key.toLowerCase(),
      decodeEntities(one ?? other ?? bare ?? ''),
    ]),
  );
}

/** Whether a browser loads what an attribute names, so that the page is not whole without it. */
function isLoaded(name: string, key: string, attributes: ReadonlyMap<string, string>): boolean {
  if (name.toLowerCase() === 'script') return key === 'src' && !attributes.has('nomodule');
  if (name.toLowerCase() !== 'link' || key !== 'href') return false;
  const rel = attributes.get('rel') ?? '';
  return (
    /\bstylesheet\b|\bmodulepreload\b/i.test(rel) || (/\bpreload\b/i.test(rel) && attributes.get('as') === 'script')
  );
}

/** Elements of which these attributes are addresses, however they are written. */
const alwaysAddress: Readonly<Record<string, readonly string[]>> = {
  src: ['script', 'img', 'iframe', 'embed', 'source', 'audio', 'video', 'track', 'frame', 'input'],
  href: ['a', 'area', 'link', 'use', 'image'],
  'xlink:href': ['a', 'use', 'image'],
  data: ['object'],
};

/** Whether an attribute's value may be an address of the site: `content="width=device-width"` is none. */
function namesFile(name: string, key: string, value: string): boolean {
  if (alwaysAddress[key]?.includes(name.toLowerCase())) return value.trim() !== '' && !value.startsWith('#');
  if (!/^(?:src|href|xlink:href|content|data|poster|action|data-.*)$/i.test(key)) return false;
  if (key === 'action') return false;
  return /^(?:\.{0,2}\/|https?:)/.test(value) || /\.[a-z0-9]{2,11}(?:\?.*)?$/i.test(value);
}

function addQuoted(found: References, text: string, address: string): void {
  const root = new URL('/', address);
  const below = text.length > 0 ? folderOfBuild(address) : undefined;
  for (const [, file = ''] of text.matchAll(quotedFile)) {
    found.add(file, address);
    if (/^(?:\.{0,2}\/|https?:)/.test(file)) continue;
    // A bundler names chunks below the site's root or its base, whatever file they are named in.
    found.add(file, root);
    if (below !== undefined) found.add(file, new URL(below, root));
    if (file.startsWith('static/')) found.add(`_next/${file}`, root);
  }
}

/** The folder above that of the built files, where a site has a base: `/app/` of `/app/assets/index.js`. */
function folderOfBuild(address: string): string | undefined {
  return /^(\/.+\/)(?:assets|static|_next|_nuxt|_astro|_app|\.vite)\//.exec(new URL(address).pathname)?.[1];
}

function addScript(found: References, text: string, url: string, bases: readonly string[]): void {
  // A source map holds the sources, of which the built site has nothing.
  const isData = /^\s*[[{]/.test(text) && /\.(?:map|json)$/.test(new URL(url).pathname);
  // Chunks that webpack names by number are put together of two lists: `{12:"lib"}[e]+"."+{12:"0f3a"}[e]+".js"`.
  for (const each of scriptsOfScript(text, url)) found.add(each.url, url, each.isRequired && !isData);
  for (const { written, isRequired, ofPage } of scriptReferences(text)) {
    found.add(written, url, isRequired && !isData);
    if (ofPage) found.addFetched(written, bases);
  }

  // A script in a text: `new Blob(["importScripts(\"/w\")"])`, `innerHTML='<iframe src="/x">'`.
  const inner = text.replace(/\\(["'`])/g, '$1');
  if (inner !== text)
    for (const { written } of scriptReferences(inner)) for (const base of [url, ...bases]) found.add(written, base);
  if (!/^\s*</.test(text) && /<(?:script|iframe|link|img|embed|object|frame)[\s/]/i.test(inner))
    for (const base of bases) addTags(found, inner, base, false);
}

/** A comment that is never closed is looked for once. */
function withoutComments(html: string): string {
  let text = '';
  let copied = 0;
  for (let start = html.indexOf('<!--'); start >= 0; start = html.indexOf('<!--', copied)) {
    const end = html.indexOf('-->', start + 4);
    if (end < 0) break;
    text += html.slice(copied, start);
    copied = end + 3;
  }
  return text + html.slice(copied);
}
