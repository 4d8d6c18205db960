import { pageParts } from './page-parts.ts';
import { chunkNames, publicPath, unknownChunkNames } from './runtime-chunks.ts';

/** The address of a script that a page or another script names. */
export interface NamedScript {
  url: string;
  /** Whether the page fails in a browser without it. The others are texts that look like a script's address. */
  isRequired: boolean;
}

/** What an island of Astro loads. Source: npm astro 5, src/runtime/server/astro-island.ts. */
const islandScripts = ['component-url', 'renderer-url', 'before-hydration-url'];

/**
 * The scripts that an HTML page names: `<script src>`, module preloads, the islands of Astro, and the chunks that Next.js names in its inline data; and the texts
 * of its inline scripts. Pure.
 */
export function scriptsOfPage(html: string, pageUrl: string): { named: NamedScript[]; inline: string[] } {
  const parts = [...pageParts(html)];
  const base = attributeOf(parts.find(({ name }) => name === 'base')?.attributes ?? '', 'href');
  const from = absolute(base ?? '', pageUrl) ?? pageUrl;
  const named: NamedScript[] = [];
  const inline: string[] = [];
  for (const { name, attributes, body } of parts) {
    if (name !== 'script') continue;
    const source = attributeOf(attributes, 'src');
    const type = attributeOf(attributes, 'type') ?? '';
    if (source !== undefined) push(named, absolute(unescaped(source), from), !/\bnomodule\b/i.test(attributes));
    else if (body.trim() !== '' && /^(|module|text\/javascript|application\/javascript)$/i.test(type))
      inline.push(body);
  }
  for (const { name, attributes } of parts) {
    if (name !== 'link') continue;
    const rel = attributeOf(attributes, 'rel') ?? '';
    const isScript =
      /\bmodulepreload\b/i.test(rel) ||
      (/\b(pre(load|fetch))\b/i.test(rel) && attributeOf(attributes, 'as') === 'script');
    const href = attributeOf(attributes, 'href');
    if (isScript && href !== undefined) push(named, absolute(unescaped(href), from), true);
  }
  for (const { attributes } of parts.filter(({ name }) => name === 'astro-island'))
    for (const key of islandScripts) {
      const address = attributeOf(attributes, key);
      if (address) push(named, absolute(unescaped(address), from), true);
    }
  return { named: [...named, ...nextChunks(html, pageUrl)], inline };
}

/**
 * The scripts that a script names: imports, static and lazy, Vite's list of lazy chunks, Next.js and webpack chunks, a service worker and
 * what its manifest lists. Pure.
 */
export function scriptsOfScript(text: string, url: string): NamedScript[] {
  const named: NamedScript[] = [];
  for (const [, , specifier = ''] of text.matchAll(/\b(?:from|import)\s*\(?\s*(["'`])(\.{0,2}\/[^"'`\s]+?\.m?js)\1/g))
    push(named, absolute(specifier, url), true);
  for (const [, , path = ''] of text.matchAll(
    /(["'`])((?:\.{0,2}\/)?(?:[\w@~().[\]%-]+\/)*[\w@~().[\]%-]+\.m?js)(?:\?[^"'`]*)?\1/g,
  )) {
    push(named, absolute(path, url), false);
    // Vite writes its list of lazy chunks relative to the base of the site.
    if (!path.startsWith('.') && !path.startsWith('/')) push(named, absolute(`/${path}`, url), false);
  }
  return [...named, ...nextChunks(text, url)];
}

/** Pages of the same site that a page links to: a browser loads their scripts when a user goes there. Pure. */
export function linksOfPage(html: string, pageUrl: string): string[] {
  const links = html.matchAll(/<a\b([^<>]*)>/gi).map(([, attributes = '']) => {
    const url = absolute(unescaped(attributeOf(attributes, 'href') ?? ''), pageUrl);
    return url !== undefined && new URL(url).origin === new URL(pageUrl).origin ? url.replace(/\?.*$/, '') : undefined;
  });
  return [...new Set(links)].filter(
    (url) => url !== undefined && !/\.(?!html?$)\w+$/.test(new URL(url).pathname),
  ) as string[];
}

/** The chunks that a module runtime loads by id: the ids that a script lists or asks for, and how it makes an address of one. */
export interface NumberedChunks {
  ids: readonly string[];
  /** Returns the address of the runtime's own script for an id that it does not know. */
  addressOf: readonly ((id: string) => string)[];
  /** How chunks are named where that was not understood. */
  notUnderstood: readonly string[];
}

/**
 * A runtime knows the hashes of its chunks by their ids, but where a site has a single lazy chunk, the hash is in the runtime and the id in
 * another script: `"static/chunks/"+e+".01c7996863532d50.js"`, and `t.e(743)`. Pure.
 */
export function numberedChunks(text: string, url: string): NumberedChunks {
  const asked = text
    .matchAll(/\.[eu]\(\s*(?:\/\*[^*]{0,200}\*\/\s*)?(?:(\d{1,7})|\\?(["'])([\w./~@%-]{1,200})\\?\2)\s*\)/g)
    .map(([, id, , name = '']) => id ?? name);
  const runtimes = chunkNames(text);
  return {
    ids: [...new Set([...asked, ...idsOfContext(text), ...runtimes.flatMap(({ listed }) => listed)])],
    addressOf: runtimes.map(({ pathOf }) => (id: string) => {
      const path = pathOf(id);
      return (path === undefined ? undefined : absolute(publicPath(text, url, path) + path, url)) ?? url;
    }),
    notUnderstood: unknownChunkNames(text),
  };
}

/** The chunks of `import(`./locale/${name}.js`)`, which webpack lists with the modules: `{"./de.js":[853,[853]],"./en.js":[581,9,581]}`. */
function idsOfContext(text: string): string[] {
  const lists = text.matchAll(/["']\.\/[^"']{1,200}["']\s*:\s*\[([^{}:;]{1,2000}?)\](?=\s*[,}])/g);
  return [...lists].flatMap(([, list = '']) =>
    [...list.matchAll(/(?<![\w"'./-])(\d{1,7})(?!\w)|["']([\w./~@%-]{1,200})["']/g)].map(
      ([, id, name]) => id ?? name ?? '',
    ),
  );
}

const longestFolder = 200;

function nextChunks(text: string, url: string): NamedScript[] {
  const base = /^(.*?)\/_next\//.exec(new URL(url).pathname)?.[1] ?? '';
  const named: NamedScript[] = [];
  for (const { 0: chunk, index } of text.matchAll(/static\/chunks\/[\w./~%()[\]@-]{1,400}?\.js\b/g)) {
    // Looked for backwards, and not far: a text of slashes would otherwise be read again from each of them.
    const before = text.slice(Math.max(0, index - longestFolder), index);
    const path = `${/(?:(?:\/[\w.-]+)*\/?_next\/)?$/.exec(before)?.[0] ?? ''}${chunk}`;
    const below = path.replace(/^\//, '');
    const fromRoot = path.includes('_next/') ? `/${below}` : `${base}/_next/${below}`;
    push(named, absolute(fromRoot, url), false);
  }
  return named;
}

function push(named: NamedScript[], url: string | undefined, isRequired: boolean): void {
  if (url !== undefined) named.push({ url, isRequired });
}

function absolute(address: string, from: string): string | undefined {
  try {
    const url = new URL(address, from);
    url.hash = '';
    return url.protocol === 'http:' || url.protocol === 'https:' ? url.href : undefined;
  } catch {
    return undefined;
  }
}

function attributeOf(attributes: string, name: string): string | undefined {
  const match = new RegExp(`(?:^|\\s)${name}\\s*=\\s*(?:"([^"]*)"|'([^']*)'|([^\\s"'>]+))`, 'i').exec(attributes);
  return match ? (match[1] ?? match[2] ?? match[3]) : undefined;
}

function unescaped(text: string): string {
  return text.replaceAll('&amp;', '&');
}
