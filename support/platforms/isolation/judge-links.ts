import type { Finding } from '../../check/finding.ts';

/** Whether every link leads to E's own origins. What stands in the link behind its path may be a token: it is not shown. */
export function judgeLinks(
  environment: string,
  path: string,
  links: readonly string[],
  ownOrigins: readonly string[],
  place: string,
): Finding[] {
  return links
    .map((link) => URL.parse(link))
    .filter((link) => link === null || !ownOrigins.includes(link.origin))
    .map((link) => ({
      what: `a link that ${environment} generates leads elsewhere`,
      expected: `a link to ${ownOrigins.join(' or ')}`,
      received: link === null ? 'an address that cannot be read' : `${link.origin}${link.pathname}`,
      from: [`${path} on ${place}`],
    }));
}
