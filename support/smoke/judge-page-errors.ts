import type { Finding } from '../check/finding.ts';
import { isHydrationError } from './hydration-error.ts';
import type { PageEvent } from './page-event.ts';

const missingFunction = /Could not find (?:public )?function for '([^']+)'/;

/**
 * Judges what a page said went wrong inside it: uncaught errors, hydration errors, `console.error`, a crash. What the
 * browser itself logs about a failed request is left to `judgeFailedRequests`, which knows which ones are expected,
 * but only where that request was seen to fail. The same error twice on one page is one finding.
 */
export function judgePageErrors(events: readonly PageEvent[]): Finding[] {
  const requestFailures = new Set(events.filter(isRequestEvent).map((event) => event.url));
  const findings = new Map<string, Finding>();
  for (const event of events) {
    const finding = judgeEvent(event, requestFailures);
    if (!finding) continue;
    const key = `${finding.what}\n${finding.received}\n${event.pageUrl}`;
    if (!findings.has(key)) findings.set(key, finding);
  }
  return [...findings.values()];
}

function judgeEvent(event: PageEvent, requestFailures: Set<string>): Finding | undefined {
  if (event.kind === 'page-crash') {
    return { what: 'the page crashed', expected: 'a page that lives', received: 'a crash', from: [event.pageUrl] };
  }
  if (event.kind !== 'uncaught-error' && event.kind !== 'console-error') return undefined;
  if (event.kind === 'console-error' && isLogOfRequest(event.message, event.from, requestFailures)) return undefined;
  const origin = event.kind === 'console-error' ? event.from : firstFrame(event.stack);
  const from = origin && origin !== event.pageUrl ? [event.pageUrl, origin] : [event.pageUrl];
  const finding = { ...wordsFor(event), received: firstLines(event.message), from };
  const name = missingFunction.exec(event.message)?.[1];
  return name ? { ...finding, cause: `the deployment has no function "${name}"` } : finding;
}

function wordsFor({ kind, message }: { kind: string; message: string }): Pick<Finding, 'what' | 'expected'> {
  if (isHydrationError(message)) {
    return {
      what: 'server and browser rendered different things (React hydration)',
      expected: 'the first render in the browser equal to the HTML served',
    };
  }
  return kind === 'uncaught-error'
    ? { what: 'an error went uncaught', expected: 'no uncaught error' }
    : { what: 'the page wrote an error to the console', expected: 'no console.error' };
}

function isRequestEvent(event: PageEvent) {
  return event.kind === 'bad-response' || event.kind === 'request-failed';
}

/** Chromium writes "Failed to load resource" itself, located at the resource's own URL. */
function isLogOfRequest(message: string, from: string, requestFailures: Set<string>): boolean {
  return message.startsWith('Failed to load resource:') && requestFailures.has(from.replace(/:\d+$/, ''));
}

function firstFrame(stack: string | undefined): string | undefined {
  return /https?:\/\/[^\s)]+:\d+:\d+/.exec(stack ?? '')?.[0];
}

/** The message without the stack that Chromium puts below it. */
function firstLines(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines.slice(0, 4).join('\n').slice(0, 600);
}
