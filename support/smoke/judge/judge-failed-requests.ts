import type { Finding } from '../../check/finding.ts';
import type { SmokePage } from '../../profile/index.ts';
import { type PageEvent, timeOf } from '../watch/page-event.ts';
import { isKnownRequest, type Known } from './known-failures.ts';

/**
 * Judges the requests of one page: none fails, none gets a status of 400 or more, no WebSocket fails.
 *
 * @param page the page that was opened: its own document may have the status that is expected of it
 * @param known requests and hosts that may fail
 */
export function judgeFailedRequests(
  events: readonly PageEvent[],
  page: Pick<SmokePage, 'status' | 'expectedFailures'>,
  { expectedFailures = [], thirdParties }: Known = {},
): Finding[] {
  const known = { expectedFailures: [...expectedFailures, ...(page.expectedFailures ?? [])], thirdParties };
  const answeredBadly = new Set(events.filter((event) => event.kind === 'bad-response').map((event) => event.url));
  return events.flatMap((event): Finding[] => {
    if (event.kind !== 'bad-response' && event.kind !== 'request-failed' && event.kind !== 'socket-failed') return [];
    const status = event.kind === 'bad-response' ? event.status : undefined;
    if (isKnownRequest(known, event.url, status)) return [];
    if (isExpectedDocument(event, page) || isGivenUp(event)) return [];
    // Chromium drops the body of a script that got a 404, which reports one fault twice.
    if (event.kind === 'request-failed' && answeredBadly.has(event.url)) return [];
    const request = event.kind === 'socket-failed' ? event.url : `${event.method} ${event.url}`;
    const places = event.url === event.pageUrl ? [request] : [event.pageUrl, request];
    return [
      {
        what: event.kind === 'socket-failed' ? 'a WebSocket failed' : 'a request failed',
        expected: 'a status below 400',
        received: status === undefined ? reasonOf(event) : String(status),
        from: [...places, timeOf(event)],
      },
    ];
  });
}

function isExpectedDocument(event: PageEvent, { status }: Pick<SmokePage, 'status'>): boolean {
  return event.kind === 'bad-response' && event.isDocument && event.status === status;
}

/** A page may abort its own fetches (an AbortController, a prefetch), but never its scripts or styles. */
function isGivenUp(event: PageEvent): boolean {
  const essential = ['document', 'script', 'stylesheet'];
  return (
    event.kind === 'request-failed' && event.reason === 'net::ERR_ABORTED' && !essential.includes(event.resourceType)
  );
}

function reasonOf(event: PageEvent): string {
  return 'reason' in event ? event.reason : 'no answer';
}
