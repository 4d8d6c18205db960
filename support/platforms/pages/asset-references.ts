import { scriptsOfPage, scriptsOfScript } from '../../contract/index.ts';
import { markupTags, withoutBetween } from '../../text/markup-tags.ts';

/** What a browser takes a file for. */
export type AssetUse = 'module' | 'script' | 'style' | 'image' | 'font' | 'manifest' | 'other';

export interface AssetReference {
  url: string;
  use: AssetUse;
}

const loading = ['script', 'link', 'img', 'source', 'video', 'audio', 'input', 'use', 'image'];
const attribute = /([^\s"'<>=/]+)(?:\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'`=<>]+)))?/g;
const styleUrl = /(@import\s+(?:url\(\s*)?["']?|url\(\s*["']?)([^"')\s]+)/gi;

/** What a page loads, by its markup: scripts, styles, images, fonts, icons, preloads, its manifest. Pure. */
export function assetsOfPage(html: string, pageUrl: string): AssetReference[] {
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
  const known = new Set(found.map(({ url }) => url));
  for (const { url, isRequired } of scriptsOfPage(html, pageUrl).named)
    if (isRequired && !known.has(url) && base === pageUrl) found.push({ url, use: 'script' });
  return found;
}

/** What a style sheet loads. Pure. */
export function assetsOfStyle(css: string, url: string): AssetReference[] {
  const bare = withoutBetween(css, '/*', '*/');
  return [...bare.matchAll(styleUrl)].flatMap(([, how = '', written = '']) => {
    const address = absolute(written, url);
    if (address === undefined) return [];
    return [{ url: address, use: purposeOf(how.startsWith('@') ? '.css' : new URL(address).pathname) }];
  });
}

/** What a script imports by a written address, at once or lazily. Pure. */
export function assetsOfScript(text: string, url: string): AssetReference[] {
  return scriptsOfScript(text, url)
    .filter(({ isRequired }) => isRequired)
    .map((each) => ({ url: each.url, use: 'module' as const }));
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
  if (name === 'use' || name === 'image') return [{ written: of.get('href') ?? of.get('xlink:href'), use: 'image' }];
  if (name === 'input') return of.get('type') === 'image' ? [{ written: of.get('src'), use: 'image' }] : [];
  const isMedia = name === 'video' || name === 'audio' || /^(?:video|audio)\//.test(of.get('type') ?? '');
  const sets = (of.get('srcset') ?? '').split(/,\s+|,(?=\S+\s+\d)/).map((each) => each.trim().split(/\s+/)[0]);
  return [
    { written: of.get('src'), use: isMedia ? 'other' : 'image' },
    { written: of.get('poster'), use: 'image' },
    ...sets.map((written) => ({ written, use: 'image' as const })),
  ];
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
  if (rel.includes('preload')) return [{ written, use: preloaded[of.get('as') ?? ''] ?? 'other' }];
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
  const url = URL.parse(written.trim().replaceAll('&amp;', '&'), base);
  if (url === null || !/^https?:$/.test(url.protocol)) return undefined;
  url.hash = '';
  return url.href;
}
