import type { Finding } from '../../check/finding.ts';
import { quoteForeign } from '../../text/quote-foreign.ts';
import { firstFrame } from '../watch/first-frame.ts';
import { type PageEvent, timeOf } from '../watch/page-event.ts';
import type { PageFacts } from '../watch/page-facts.ts';
import { errorPageIn, isFrameworkError } from './framework-error.ts';
import { isHydrationError } from './hydration-error.ts';
import { isKnownScript, type Known } from './known-failures.ts';
import { missingFunctionIn } from './missing-function.ts';

/** What is needed, besides the events, to judge the errors of a page. */
export interface ErrorSetting extends Known {
  /** Maps a line of a served script to its source. */
  originals?: ReadonlyMap<string, string>;
}

/**
 * Judges the errors that a page reported: uncaught errors, hydration errors, `console.error`, a crash. The browser's own log of
 * a failed request is left to `judgeFailedRequests`, which knows the expected ones, but only if that request was seen to fail.
 * The same error twice on one page is one finding.
 */
export function judgePageErrors(events: readonly PageEvent[], setting: ErrorSetting = {}): Finding[] {
  const requestFailures = new Set(events.filter(isRequestEvent).map((event) => event.url));
  const findings = new Map<string, Finding>();
  for (const event of events) {
    const finding = judgeEvent(event, requestFailures, setting);
    if (!finding) continue;
    const key = `${finding.what}\n${finding.received}\n${event.pageUrl}`;
    if (!findings.has(key)) findings.set(key, finding);
  }
  return [...findings.values()];
}

/** Judges what a page recorded about itself: violations of its content security policy, service workers that failed. */
export function judgePageFacts(url: string, facts: PageFacts | undefined, known: Known = {}): Finding[] {
  const violations = (facts?.violations ?? []).filter(
    ({ isEnforced, blocked, source }) =>
      isEnforced && !isKnownScript(known, blocked) && !isKnownScript(known, source.replace(/:\d+:\d+$/, '')),
  );
  const errorPage = facts?.shown && errorPageIn(facts.shown);
  return [
    ...(errorPage === undefined
      ? []
      : [
          {
            what: `the page shows ${errorPage}`,
            expected: 'the page of the app',
            received: quoteForeign(facts?.shown?.text.trim() ?? '', 120),
            from: [url],
          },
        ]),
    ...[...Map.groupBy(violations, ({ directive, blocked }) => `${directive} ${blocked}`).values()].flatMap(
      ([first]) =>
        first === undefined
          ? []
          : {
              what: 'the content security policy blocks something that the page needs',
              expected: `${first.directive} allows ${first.blocked}`,
              received: `${first.blocked} is blocked`,
              from: first.source === '' ? [url] : [url, first.source],
            },
    ),
    ...(facts?.silenced ?? [])
      .filter(({ source }) => !isKnownScript(known, source.replace(/:\d+:\d+$/, '')))
      .map(({ message, source }) => ({
        what: 'an uncaught error was silenced by a handler of the page',
        expected: 'no uncaught error',
        received: message,
        from: source === '' ? [url] : [url, source],
      })),
    ...(facts?.serviceWorkers ?? []).map(({ script, problem }) => ({
      what: 'a service worker failed',
      expected: 'a service worker that is registered and becomes active',
      received: problem,
      from: [url, script],
    })),
  ];
}

function judgeEvent(event: PageEvent, requestFailures: Set<string>, setting: ErrorSetting): Finding | undefined {
  if (event.kind === 'page-crash') {
    return {
      what: 'the page crashed',
      expected: 'no crash',
      received: 'a crash',
      from: [event.pageUrl, timeOf(event)],
    };
  }
  if (event.kind === 'dialog' && event.type !== 'beforeunload')
    return {
      what: 'the page shows a dialog by itself',
      expected: 'no dialog that nobody asked for',
      received: `${event.type}: ${quoteForeign(event.message, 120)}`,
      from: [event.pageUrl, timeOf(event)],
    };
  if (event.kind === 'left')
    return {
      what: 'the page goes to another address by itself',
      expected: `it stays at ${event.pageUrl}`,
      received: event.url.replace(/[?#].*$/, ''),
      from: [event.pageUrl, timeOf(event)],
    };
  if (event.kind !== 'uncaught-error' && event.kind !== 'console-error') return undefined;
  if (event.kind === 'console-error' && isLogOfRequest(event.message, event.from, requestFailures)) return undefined;
  const frame = event.kind === 'console-error' ? event.from : firstFrame(event.stack);
  if (isKnownScript(setting, frame?.replace(/(?::\d+)+$/, ''))) return undefined;
  const original = frame && setting.originals?.get(frame);
  const places = [event.pageUrl, original, frame].filter((place) => place !== undefined);
  const from = [...new Set([...places, timeOf(event)])];
  const finding = { ...wordsFor(event), received: firstLines(event.message), from };
  const name = missingFunctionIn(event.message);
  return name ? { ...finding, cause: `the deployment has no function "${name}"` } : finding;
}

function wordsFor({ kind, message }: { kind: string; message: string }): Pick<Finding, 'what' | 'expected'> {
  if (isHydrationError(message)) {
    return {
      what: 'server and browser rendered different markup (hydration)',
      expected: 'the first render in the browser matches the served HTML',
    };
  }
  if (message.startsWith('Mixed Content:'))
    return { what: 'a secure page makes an unencrypted request (mixed content)', expected: 'https or wss' };
  if (isFrameworkError(message)) return { what: 'the framework of the page reports an error', expected: 'no error' };
  return kind === 'uncaught-error'
    ? { what: 'the page threw an uncaught error', expected: 'no uncaught error' }
    : { what: 'the page wrote an error to the console', expected: 'no console.error' };
}

function isRequestEvent(event: PageEvent) {
  return event.kind === 'bad-response' || event.kind === 'request-failed';
}

/**
 * Chromium writes "Failed to load resource" itself, located at the resource's own URL; of `/favicon.ico` too, which it looks for
 * where a page names no icon. Source: HTML, "Link type `icon`".
 */
function isLogOfRequest(message: string, from: string, requestFailures: Set<string>): boolean {
  if (!message.startsWith('Failed to load resource:')) return false;
  const url = from.replace(/:\d+$/, '');
  return requestFailures.has(url) || URL.parse(url)?.pathname === '/favicon.ico';
}

/** The message without the stack that Chromium puts below it. */
function firstLines(message: string): string {
  const lines = message.split('\n').filter((line) => line.trim() !== '' && !/^\s+at /.test(line));
  return lines
    .slice(0, 4)
    .map((line) => quoteForeign(line, 300))
    .join('\n');
}
