/** Addresses in what the backend sends. */
export interface FoundLinks {
  /** What a reader follows. */
  links: readonly string[];
  /** What else is loaded or named: pictures, styles, the namespaces of a document. */
  further: readonly string[];
}

const linkForm = /https?:\/\/[^\s"'<>()\\]+/gi;
const followed = /<(?:a|area|form)\b[^>]*?\b(?:href|action)\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s>"']+))/gi;

/** Every absolute web address in a value, also inside a longer text, as the body of a mail. */
export function linksIn(value: unknown): string[] {
  if (typeof value === 'string')
    return [...value.replaceAll('&amp;', '&').matchAll(linkForm)].map(([link]) => link.replace(/[.,;:!?]+$/, ''));
  if (typeof value !== 'object' || value === null) return [];
  return Object.values(value).flatMap(linksIn);
}

/** The addresses in the HTML part of a mail: those that are followed, and the others. */
export function linksInHtml(html: string): FoundLinks {
  const links = [...html.matchAll(followed)]
    .map(([, double, single, bare]) => (double ?? single ?? bare ?? '').trim())
    .flatMap(linksIn);
  const taken = new Set(links);
  return { links, further: linksIn(html).filter((link) => !taken.has(link)) };
}
