/** The title and the headings of a page, each without the elements inside of it and with the usual entities decoded. */
export function headlinesOf(body: string): string[] {
  return [...withoutStyles(body).matchAll(/<(title|h1|h2)\b[^<>]*>([\s\S]{0,400}?)<\/\1\b/gi)].map(
    ([, , inside = '']) => plain(inside),
  );
}

/**
 * Whether a page is a few sentences and loads no script: what a server, a proxy or a registrar shows. An app that says the same in
 * a text among others is not such a page.
 */
export function isBarePage(body: string): boolean {
  const text = withoutStyles(body);
  return text.length < 4_000 && !/<script\b[^<>]*\bsrc\b/i.test(text);
}

/** Where a page without content of its own leads on at once, by a meta element or a script, as captive portals answer. */
export function leadsOn(body: string): string | undefined {
  if (!isBarePage(body)) return undefined;
  const refresh = [...body.matchAll(/<meta\s[^<>]*>/gi)]
    .map(([tag]) => tag)
    .find((tag) => /http-equiv\s*=\s*["']?refresh/i.test(tag));
  const written = /\burl\s*=\s*(?:"([^"]+)"|'([^']+)'|([^\s"'>]+))/i.exec(refresh ?? '');
  const [, double, single, without] = written ?? [];
  const script =
    /\blocation(?:\.href)?\s*=\s*["']([^"']+)["']/.exec(body) ??
    /\blocation\.(?:replace|assign)\(\s*["']([^"']+)["']/.exec(body);
  return double ?? single ?? without ?? script?.[1];
}

/** What is opened and not closed goes on to the end of the page, as in a browser. */
function withoutStyles(body: string): string {
  return body.replace(/<style\b[\s\S]*?(?:<\/style>|$)/gi, '').replace(/<!--[\s\S]*?(?:-->|$)/g, '');
}

function plain(text: string): string {
  return text
    .replace(/<[^>]*>/g, ' ')
    .replace(/’|&#0*39;|&#x27;|&rsquo;|&#8217;|&apos;/gi, "'")
    .replace(/&nbsp;|&#160;|\s+/g, ' ')
    .trim();
}
