import { importSpecifiers, scriptsOfPage, scriptsOfScript } from '../../contract/index.ts';
import { markupTags } from '../../text/markup-tags.ts';
import { styleReferences } from './style-references.ts';

/** What a browser takes a file for. */
export type AssetUse = 'module' | 'script' | 'style' | 'image' | 'font' | 'manifest' | 'other';

export interface AssetReference {
  url: string;
  use: AssetUse;
}

const loading = [
  'script',
  'link',
  'img',
  'source',
  'track',
  'video',
  'audio',
  'embed',
  'object',
  'input',
  'use',
  'image',
];
const attribute = /([^\s"'<>=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'`=<>]+)))?/g;
/** What a browser reads as text, or keeps for scripts: nothing in it is loaded. A template with a shadow root is a part of the page. */
const inert = /<(textarea|title|xmp|noembed|template(?![^>]*\bshadowroot))\b[^>]*>[\s\S]*?<\/\1\s*>/gi;

/** What a page loads, by its markup: scripts, styles, images, fonts, icons, preloads, its manifest. Pure. */
export function assetsOfPage(page: string, pageUrl: string): AssetReference[] {
  const html = page.replace(inert, '');
  const tags = [...markupTags(html, [...loading, 'base', 'style'])];
  const written = tags.flatMap(({ name, attributes }) =>
    name === 'base' ? (attributesOf(attributes).get('href') ?? []) : [],
  );
  const base = URL.parse(written[0] ?? '', pageUrl)?.href ?? pageUrl;
  const found: AssetReference[] = [];
  const add = (written: string | undefined, use: AssetUse) => {
    const url = absolute(written, base);
    if (url !== undefined) found.push({ url, use });
  };
  for (const { name, attributes } of tags.filter((each) => loading.includes(each.name)))
    for (const each of loadedBy(name, attributesOf(attributes))) add(each.written, each.use);
  for (const { name, body } of tags) if (name === 'style') found.push(...assetsOfStyle(body, base));
  for (const [, double, single] of html.matchAll(/\sstyle\s*=\s*(?:"([^"]*)"|'([^']*)')/gi))
    found.push(...assetsOfStyle((double ?? single ?? '').replaceAll('&quot;', '"'), base));
  const known = new Set(found.map(({ url }) => url));
  const { named, inline } = scriptsOfPage(html, pageUrl);
  for (const { url, isRequired } of named)
    if (isRequired && !known.has(url) && base === pageUrl) found.push({ url, use: 'script' });
  for (const body of inline) found.push(...assetsOfScript(body, base));
  for (const { name, attributes, body } of tags)
    if (name === 'script' && attributesOf(attributes).get('type') === 'importmap') found.push(...mapped(body, base));
  return found;
}

/** What the `Link` headers of a page load: preloads, style sheets. Source: RFC 8288, section 3. Pure. */
export function assetsOfLinks(header: string | null, pageUrl: string): AssetReference[] {
  return [...(header ?? '').matchAll(/<([^>]*)>([^<]*)/g)].flatMap(([, href = '', parameters = '']) => {
    const of = attributesOf(`href="${href}" ${parameters.replace(/[;,]/g, ' ')}`);
    return linked(of).flatMap(({ written, use }) => {
      const url = absolute(written, pageUrl);
      return url === undefined ? [] : [{ url, use }];
    });
  });
}

/** The modules of an import map that are files; a prefix is none. A module that no script imports is not loaded, and is meant to be there. */
function mapped(text: string, base: string): AssetReference[] {
  return [...text.matchAll(/:\s*"((?:\.{0,2}\/|https?:)[^"\s]+[^"\s/])"/g)].flatMap(([, written]) => {
    const url = absolute(written, base);
    return url === undefined ? [] : [{ url, use: 'module' as const }];
  });
}

/** What a style sheet loads. Pure. */
export function assetsOfStyle(css: string, url: string): AssetReference[] {
  return styleReferences(css).flatMap(({ written, isImported }) => {
    const address = absolute(written, url);
    if (address === undefined) return [];
    return [{ url: address, use: purposeOf(isImported ? '.css' : new URL(address).pathname) }];
  });
}

/**
 * What a script imports by a written address, at once or lazily, and the chunks and styles that Vite loads with a lazy one. What looks like
 * an import in a text or a comment is none: the syntax tree tells. Pure.
 */
export function assetsOfScript(text: string, url: string): AssetReference[] {
  if (!/\b(?:import|from)\b/.test(text)) return [];
  const specifiers = importSpecifiers(text);
  const imported =
    specifiers === undefined
      ? scriptsOfScript(text, url).flatMap((each) => (each.isRequired ? each.url : []))
      : specifiers.flatMap((each) => (/^(?:\.{0,2}\/|https?:)/.test(each) ? (absolute(each, url) ?? []) : []));
  return [...imported.map((address) => ({ url: address, use: moduleUse(address) })), ...preloadedByVite(text, url)];
}

/** `__vite__mapDeps=(i,m=__vite__mapDeps,d=(m.f||(m.f=["assets/a-Dk1.js","assets/a-Bq2.css"])))`: relative to the base of the site. */
function preloadedByVite(text: string, url: string): AssetReference[] {
  const list = /__vite__mapDeps[\s\S]{0,80}?\.f\s*=\s*\[([^\]]*)\]/.exec(text)?.[1] ?? '';
  const { pathname } = new URL(url);
  return [...list.matchAll(/"([^"]+)"|'([^']+)'/g)].flatMap(([, double, single]) => {
    const written = double ?? single ?? '';
    const folder = `/${written.split('/').slice(0, -1).join('/')}/`;
    const at = pathname.lastIndexOf(folder);
    const isRelative = /^\.{0,2}\//.test(written);
    if (!isRelative && at < 0) return [];
    const address = absolute(written, isRelative ? url : new URL(pathname.slice(0, at + 1), url).href);
    return address === undefined ? [] : [{ url: address, use: moduleUse(address) }];
  });
}

/** Vite lists styles beside modules; a module of JSON or of styles is imported with a type. */
function moduleUse(address: string): AssetUse {
  const { pathname } = new URL(address);
  if (/\.css$/i.test(pathname)) return 'style';
  return /\.(?:json|wasm)$/i.test(pathname) ? 'other' : 'module';
}

/** The icons and screenshots of a web app manifest; none where it is not JSON. Pure. */
export function assetsOfManifest(text: string, url: string): AssetReference[] {
  return [...text.matchAll(/"src"\s*:\s*"([^"]+)"/g)].flatMap(([, written]) => {
    const address = absolute(written?.replaceAll('\\/', '/'), url);
    return address === undefined ? [] : [{ url: address, use: 'image' as const }];
  });
}

function loadedBy(name: string, of: ReadonlyMap<string, string>): { written: string | undefined; use: AssetUse }[] {
  if (name === 'script')
    return of.has('nomodule')
      ? []
      : [{ written: of.get('src'), use: of.get('type') === 'module' ? 'module' : 'script' }];
  if (name === 'link') return linked(of);
  if (name === 'embed' || name === 'object') return [{ written: of.get('src') ?? of.get('data'), use: 'other' }];
  if (name === 'use' || name === 'image') return [{ written: of.get('href') ?? of.get('xlink:href'), use: 'image' }];
  if (name === 'input') return of.get('type') === 'image' ? [{ written: of.get('src'), use: 'image' }] : [];
  const isMedia = ['video', 'audio', 'track'].includes(name) || /^(?:video|audio)\//.test(of.get('type') ?? '');
  return [
    { written: of.get('src'), use: isMedia ? 'other' : 'image' },
    { written: of.get('poster'), use: 'image' },
    ...ofSet(of.get('srcset')),
  ];
}

/** `a.png 1x, b.png 2x`. */
function ofSet(set: string | undefined): { written: string | undefined; use: AssetUse }[] {
  const candidates = (set ?? '').split(/,\s+|,(?=\S+\s+\d)/).map((each) => each.trim().split(/\s+/)[0]);
  return candidates.map((written) => ({ written, use: 'image' as const }));
}

function linked(of: ReadonlyMap<string, string>): { written: string | undefined; use: AssetUse }[] {
  const rel = (of.get('rel') ?? '').toLowerCase().split(/\s+/);
  const written = of.get('href');
  const preloaded: Record<string, AssetUse> = {
    script: 'script',
    style: 'style',
    image: 'image',
    font: 'font',
    fetch: 'other',
  };
  if (rel.includes('stylesheet')) return [{ written, use: 'style' }];
  if (rel.includes('modulepreload')) return [{ written, use: 'module' }];
  if (rel.includes('preload'))
    return [{ written, use: preloaded[of.get('as') ?? ''] ?? 'other' }, ...ofSet(of.get('imagesrcset'))];
  if (rel.includes('manifest')) return [{ written, use: 'manifest' }];
  return rel.some((each) => /icon$/.test(each)) ? [{ written, use: 'image' }] : [];
}

function purposeOf(pathname: string): AssetUse {
  if (/\.css$/i.test(pathname)) return 'style';
  if (/\.(?:woff2?|ttf|otf|eot)$/i.test(pathname)) return 'font';
  return /\.(?:png|jpe?g|gif|svg|webp|avif|ico)$/i.test(pathname) ? 'image' : 'other';
}

function attributesOf(attributes: string): Map<string, string> {
  return new Map(
    [...attributes.matchAll(attribute)].map(([, key = '', one, other, bare]) => [
      key.toLowerCase(),
      one ?? other ?? bare ?? '',
    ]),
  );
}

/** @returns undefined for what is not fetched from a host, and for a part of the page itself */
function absolute(written: string | undefined, base: string): string | undefined {
  if (written === undefined || written === '' || /^(?:data|blob|javascript|about|#)/i.test(written)) return undefined;
  // What a template would fill in: `{{ icon }}`, `${icon}`, `<%= icon %>`.
  if (/\{\{|\$\{|<%/.test(written)) return undefined;
  const url = URL.parse(written.trim().replaceAll('&amp;', '&'), base);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  return url.href;
}
