import { scriptsOfScript } from '../../../contract/index.ts';

/** Where a built site may name another of its own files: attributes, imports, urls, source maps, quoted paths. */
const attribute = /\b(?:src|href|content|data-src|poster)\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'`=<>]+))/gi;
const sourceMap = /[#@]\s*sourceMappingURL=([^\s*'"]+)/g;
const styleUrl = /url\(\s*["']?([^"')]+)["']?\s*\)/gi;
const quotedFile =
  /["'`]((?:[\w@~$()[\].,-]+\/|\.{1,2}\/|\/)*[\w@~$()[\].,-]+\.(?:m?js|css|json|map|html|txt|webmanifest|xml))["'`\\]/g;

/** Files of the same site that a text names, as absolute addresses. What leads to another origin is left out. */
export function siteReferences(text: string, contentType: string, address: string): string[] {
  const found: string[] = [];
  const root = new URL('/', address);
  const add = (written: string | undefined, base: URL | string) => {
    if (written === undefined || /^(?:data|blob|javascript|mailto|tel):/i.test(written)) return;
    const url = URL.parse(written.replaceAll('&amp;', '&'), base);
    if (url === null || url.origin !== root.origin) return;
    url.hash = '';
    found.push(url.href);
  };
  if (/html/.test(contentType))
    for (const [, one, other, bare] of text.matchAll(attribute)) {
      const written = one ?? other ?? bare;
      if (isFile(written ?? '')) add(written, address);
    }
  for (const [, file] of text.matchAll(sourceMap)) add(file, address);
  if (/css|html/.test(contentType)) for (const [, file] of text.matchAll(styleUrl)) add(file, address);
  for (const [, file] of text.matchAll(quotedFile)) {
    add(file, address);
    // A bundler names chunks below the site's root, whatever file they are named in.
    if (file !== undefined && !/^\.{0,2}\//.test(file)) {
      add(file, root);
      if (file.startsWith('static/')) add(`_next/${file}`, root);
    }
  }
  // Chunks that webpack names by number are put together of two lists: `{12:"lib"}[e]+"."+{12:"0f3a"}[e]+".js"`.
  if (!/css/.test(contentType)) for (const { url } of scriptsOfScript(text, address)) add(url, address);
  return [...new Set(found)];
}

/** Whether an attribute's value may be an address of the site: `content="width=device-width"` is none. */
function isFile(value: string): boolean {
  return /^(?:\.{0,2}\/|https?:)/.test(value) || /\.[a-z0-9]{2,11}(?:\?.*)?$/i.test(value);
}
