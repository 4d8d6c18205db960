/** What the headers of an answer name: preloads and further documents, source maps, rules, where a page goes next. Pure. */
export function headerReferences(headers: Headers): string[] {
  const links = (headers.get('link') ?? '').matchAll(/<([^>]+)>/g).map(([, address = '']) => address);
  const refresh = /^\s*\d+(?:\.\d*)?\s*[;,]\s*(?:url\s*=\s*)?["']?([^"']+)/i.exec(headers.get('refresh') ?? '')?.[1];
  return [
    ...links,
    headers.get('sourcemap'),
    headers.get('x-sourcemap'),
    headers.get('content-location'),
    refresh,
    ...(headers.get('speculation-rules') ?? '').matchAll(/"([^"]+)"/g).map(([, address = '']) => address),
  ].filter((each) => each !== null && each !== undefined);
}

/** Headers of which a value is new with every answer. */
const fleeting = /^(?:date|age|cf-ray|etag|last-modified|content-length|x-request-id|x-correlation-id)$/;

/** The headers of an answer as lines, but for those that say nothing of the site. */
export function headerLines(headers: Headers): string[] {
  return [...headers]
    .filter(([name]) => !fleeting.test(name))
    .map(([name, value]) => `${name}: ${/^(?:report-to|server-timing)$/.test(name) ? lasting(value) : value}`);
}

/** Cloudflare adds a new token to the address that reports go to, and durations, with every answer. */
function lasting(value: string): string {
  return value.replace(/\?[^"\s,]*/g, '').replace(/;\s*dur=[\d.]+/g, '');
}
