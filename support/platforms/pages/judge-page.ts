import type { Finding } from '../../check/finding.ts';
import { NotVerified } from '../../check/not-verified.ts';
import { headlinesOf, statusRemedy } from '../../http/index.ts';
import type { PagesProfile } from '../../profile/index.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { placeholderOf } from './placeholder-page.ts';
import { type PageReading, refuseFront } from './read-page.ts';

/**
 * Whether the site is there at all: its first page is HTML, with status 200.
 * @throws RequestFailure where something in front of the site answered
 */
export function judgeReachable(reading: PageReading, pages: PagesProfile): Finding[] {
  const expected = 'an HTML page with status 200';
  const from = [reading.url, pages.url.origin];
  if (!reading.answers) return [{ what: 'the site did not answer', expected, received: reading.received, from }];
  refuseFront(reading, pages);
  const { status, contentType, location, body } = reading;
  const placeholder = placeholderOf(body);
  if (status === 200 && placeholder !== undefined)
    return [
      {
        what: `the address of the site shows ${placeholder}`,
        expected: 'the first page of the site',
        received: quoteForeign(headlinesOf(body)[0] ?? body, 120),
        from,
        remedy: 'Deploy the site to this address, or point the domain to where it is deployed.',
      },
    ];
  if (status === 200 && contentType.startsWith('text/html') && body.trim() !== '') return [];
  return [
    {
      what: 'the site did not return a page',
      expected,
      received: `status ${status}, ${contentType}${to(location)}, ${body.length} characters${quoted(body)}`,
      from,
      ...remedyOf(status),
    },
  ];
}

function to(location: string | null): string {
  return location === null ? '' : `, to ${location}`;
}

/** The words of a body: an error says in them which one it is. */
function quoted(body: string): string {
  const words = body.trimStart().startsWith('<') ? headlinesOf(body).join(' · ') : body.trim();
  return words === '' ? '' : `: ${quoteForeign(words, 120)}`;
}

function remedyOf(status: number): Pick<Finding, 'remedy'> {
  const remedy = statusRemedy(status);
  return remedy === undefined ? {} : { remedy };
}

/**
 * Whether one route answers as the profile promises: status, content, redirect.
 * @throws NotVerified where the site does not answer at all: `pages/reachable` says so
 */
export function judgeRoute(
  reading: PageReading,
  route: PagesProfile['routes'][number],
  pages: PagesProfile,
): Finding[] {
  if (!reading.answers) throw new NotVerified(`the site does not answer (pages/reachable): ${reading.received}`);
  const { url, status, location, body } = reading;
  // A route that is meant to lead to a login, or to ask for a password, does what it has to.
  if (status !== route.status || status < 300) refuseFront(reading, pages);
  const findings: Finding[] = [];
  if (status !== route.status)
    findings.push({
      what: `${route.path} answers with another status`,
      expected: `status ${route.status}`,
      received: `status ${status}${to(location)}`,
      from: [url],
      ...remedyOf(status),
    });
  else if (status === 200 && placeholderOf(body) !== undefined)
    findings.push({
      what: `${route.path} shows ${placeholderOf(body)}`,
      expected: 'a page of the site',
      received: quoteForeign(headlinesOf(body)[0] ?? body, 120),
      from: [url],
    });
  else if (route.contains !== undefined && !body.includes(route.contains)) {
    findings.push({
      what: `${route.path} does not contain the expected text`,
      expected: `the text "${route.contains}"`,
      received: `${body.length} characters without it: ${quoteForeign(body, 120)}`,
      from: [url],
    });
  }
  if (route.location !== undefined && new URL(location ?? '', url).href !== new URL(route.location, url).href) {
    findings.push({
      what: `${route.path} redirects to the wrong address`,
      expected: `a redirect to ${route.location}`,
      received: location ?? 'no redirect',
      from: [url],
    });
  }
  return findings;
}
