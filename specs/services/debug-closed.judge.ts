import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';

/** The last part of a path, or the first of a host, of a page where one signs in. */
const signIn = /^(?:(?:sign|log)[-_]?in|auth|authorize|oauth2?|sso|saml2?|accounts?|login\.\w+)$/i;

/**
 * Whether a route for debugging is open, by its answer.
 * @param control the answer to a path that nobody has: a server that answers every path alike says nothing of this one
 * @throws NotVerified where the service does not answer, or breaks: an error is not a refusal
 */
export function isDebugOpen(answer: ServiceAnswer, control: ServiceAnswer, { called }: ServiceProfile): boolean {
  if (!answer.answers) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  const { status, url } = answer;
  if ([401, 403, 404].includes(status) || isSignIn(answer)) return false;
  if (status >= 500 || status === 429)
    throw new NotVerified(`${url} answers ${shownAnswer(answer)}: an error is not a refusal`);
  if (control.answers && isSameAnswer(answer, control))
    throw new NotVerified(
      `${called} answers ${url} as it answers a path that nobody has: ${shownAnswer(answer)}`,
      'Answer unknown paths with 404, or name the path at which the debug route is.',
    );
  return true;
}

type Answered = Extract<ServiceAnswer, { answers: true }>;

/** Whether two paths are answered alike, but for the path itself and what differs each time: a nonce, an id, a time. */
function isSameAnswer(one: Answered, other: Answered): boolean {
  if (one.status !== other.status) return false;
  const locations = [one, other].map(plainLocation);
  if (one.status >= 300 && one.status <= 399) return locations[0] === locations[1];
  return plainBody(one) === plainBody(other);
}

function plainLocation({ headers, url }: Answered): string {
  const location = headers.get('location') ?? '';
  const { pathname, search } = new URL(url);
  return location.replaceAll(encodeURIComponent(pathname + search), '').replaceAll(pathname, '');
}

function plainBody({ text, url }: Answered): string {
  const { pathname } = new URL(url);
  return text
    .replaceAll(encodeURIComponent(pathname), '')
    .replaceAll(pathname, '')
    .replaceAll(pathname.slice(1), '')
    .replace(/[\w+/=-]*\d[\w+/=-]*/g, '#');
}

function isSignIn({ status, headers, url }: Answered): boolean {
  const location = headers.get('location');
  if (status < 300 || status > 399 || location === null || !URL.canParse(location, url)) return false;
  const to = new URL(location, url);
  const parts = [...to.pathname.split('/').filter(Boolean), to.hostname.split('.')[0] ?? ''];
  return to.pathname !== new URL(url).pathname && parts.some((part) => signIn.test(part));
}

/** The finding of an open route in production. */
export function judgeDebugRoute(
  answer: ServiceAnswer,
  isOpen: boolean,
  { called, environment }: ServiceProfile,
): Finding[] {
  if (!isOpen) return [];
  return [
    {
      what: `a route for debugging of ${called} is open in ${environment}`,
      expected: '401, 403, 404, or a redirect to a sign-in page',
      received: shownAnswer(answer),
      from: [`GET ${answer.url}`],
    },
  ];
}
