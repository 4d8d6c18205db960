import type { Finding } from '../../../check/finding.ts';
import { NotApplicable } from '../../../check/not-applicable.ts';
import { NotVerified } from '../../../check/not-verified.ts';
import type { WorkerProfile } from '../../../profile/index.ts';
import type { OriginSubject } from './cors-origins.ts';
import type { CrossOriginAnswer } from './read-cross-origin.ts';
import type { Preflight } from './read-preflight.ts';

/** An origin of a Worker's list, or of another server's. */
export type JudgedOrigin = Omit<OriginSubject, 'worker'> & {
  worker: Pick<WorkerProfile, 'environment' | 'corsHeaders'>;
};

/** What the preflights and the actual request of one origin were answered. */
export interface CorsAnswers {
  /** One for each method that pages use. */
  preflights: readonly Preflight[];
  actual: CrossOriginAnswer;
  /** Further routes that the profile says pages read. */
  pages?: readonly CrossOriginAnswer[];
  /** Routes that a page could read, whether pages of the environment do or not. */
  others?: readonly CrossOriginAnswer[];
  /** The answer to a request that the Worker refuses for what it asks. */
  error?: CrossOriginAnswer;
}

/** What both kinds of answers tell a browser. */
type Answer = Pick<Preflight, 'allowOrigin' | 'allowCredentials' | 'vary'>;

/** Methods that no preflight has to allow (Fetch standard, "CORS-safelisted method"). */
const safelisted: readonly string[] = ['GET', 'HEAD', 'POST'];

/**
 * Whether a browser lets a page of the origin send its logs and read the answer (Fetch standard, CORS check and preflight).
 * @param unasked what is answered where no origin asks: the same origin there is a fixed one, and depends on nothing
 * @param first what the first origin of the list is answered: a route that lets one in lets all of them in
 */
export function judgeAllowed(
  subject: JudgedOrigin,
  asked: CorsAnswers,
  unasked: CorsAnswers,
  first?: CorsAnswers,
): Finding[] {
  const { preflights, actual } = asked;
  const origin = subject.origin ?? '';
  if (subject.isMisfit) return [judgeMisfit(subject)];
  if (subject.ownedBy !== undefined) return [judgeOwnedElsewhere(subject, subject.ownedBy, actual)];
  const findings = preflights.flatMap((preflight) => judgePreflight(subject, origin, preflight));
  const { pages = [], others = [], error } = asked;
  const letIn = first?.others ?? [];
  // A route that no page may read has no CORS headers for anybody; one that lets some pages in has to let all of them in.
  const partly = others.filter(
    (other) =>
      !admits(other.allowOrigin, origin) &&
      letIn.some(({ url, allowOrigin }) => url === other.url && allowOrigin !== null),
  );
  for (const kept of [actual, ...pages].filter(({ allowOrigin }) => !admits(allowOrigin, origin)).concat(partly))
    findings.push({
      what: `the answer to ${subject.who}, ${origin}, is kept from its page`,
      expected: `Access-Control-Allow-Origin: ${origin}`,
      received: kept.allowOrigin ?? '(none)',
      from: [`GET ${kept.url}`, subject.from],
      remedy:
        'Set the CORS headers on the answers of every route, also to the origin of the site; where pages read another route only, name it in `platforms.worker.corsPath`.',
    });
  findings.push(...judgeError(subject, origin, [...pages, ...others, actual], error));
  const answers: [Answer, Answer | undefined, string][] = [
    ...preflights.map((each, index): [Answer, Answer | undefined, string] => [
      each,
      unasked.preflights[index],
      `OPTIONS ${each.url}`,
    ]),
    [actual, unasked.actual, `GET ${actual.url}`],
    ...[...pages, ...others].map((each): [Answer, Answer | undefined, string] => [
      each,
      [...(unasked.pages ?? []), ...(unasked.others ?? [])].find(({ url }) => url === each.url),
      `GET ${each.url}`,
    ]),
  ];
  for (const [answer, fixed, request] of answers) {
    findings.push(...judgeCredentials(answer, request, subject.from));
    if (
      answer.allowOrigin === origin &&
      fixed?.allowOrigin !== origin &&
      !listOf(answer.vary).some((name) => name.toLowerCase() === 'origin' || name === '*')
    )
      findings.push({
        what: 'the answer depends on the origin, and no cache is told',
        expected: '`Vary: Origin`',
        received: answer.vary ?? '(none)',
        from: [request, subject.from],
        remedy: 'Set `Vary: Origin` on every answer, also where no origin is allowed.',
      });
  }
  const { heldAs } = subject;
  if (heldAs === undefined) return findings;
  const cause = `the list holds \`${heldAs}\`, which is not, byte for byte, the origin that browsers send`;
  return findings.map((finding) => ({ ...finding, cause }));
}

/** A page reads why it was refused only where the error carries the headers too; without them it sees a network error. */
function judgeError(
  { who, from }: JudgedOrigin,
  origin: string,
  answers: readonly CrossOriginAnswer[],
  error: CrossOriginAnswer | undefined,
): Finding[] {
  if (error === undefined || error.status < 400 || error.status > 499 || admits(error.allowOrigin, origin)) return [];
  const path = (url: string) => new URL(url).pathname;
  const isRead = answers.some(
    ({ url, status, allowOrigin }) => path(url) === path(error.url) && status < 400 && admits(allowOrigin, origin),
  );
  if (!isRead) return [];
  return [
    {
      what: `an error is kept from the page of ${who}, ${origin}`,
      expected: `Access-Control-Allow-Origin: ${origin}`,
      received: `status ${error.status}, Access-Control-Allow-Origin: ${error.allowOrigin ?? '(none)'}`,
      from: [`GET ${error.url}`, from],
      remedy: 'Set the CORS headers on every answer, errors included.',
    },
  ];
}

/** What a browser would say of the preflight (Fetch standard, "CORS-preflight fetch"). */
function judgePreflight({ worker, who, from: place }: JudgedOrigin, origin: string, preflight: Preflight): Finding[] {
  const { url, method, status, allowOrigin, allowMethods, allowHeaders } = preflight;
  const from = [`OPTIONS ${url}, for ${method}`, place];
  if (status < 200 || status > 299 || !admits(allowOrigin, origin))
    return [
      {
        what: `the preflight of ${who}, ${origin}, is refused`,
        expected: `a 2xx with Access-Control-Allow-Origin: ${origin}`,
        received: `status ${status}, Access-Control-Allow-Origin: ${allowOrigin ?? '(none)'}`,
        from,
      },
    ];
  const findings: Finding[] = [];
  const methods = listOf(allowMethods);
  if (!safelisted.includes(method) && !methods.includes(method) && !methods.includes('*'))
    findings.push({
      what: `the preflight of ${origin} does not allow ${method}`,
      expected: method,
      received: methods.join(', ') || '(none)',
      from,
      remedy: `Name ${method} in \`Access-Control-Allow-Methods\` of the Worker, in capitals, and redeploy it.`,
    });
  const names = listOf(allowHeaders).map((name) => name.toLowerCase());
  // `Authorization` is never covered by the star (Fetch standard, "CORS non-wildcard request-header name").
  const missing = worker.corsHeaders.filter(
    (name) => !names.includes(name.toLowerCase()) && (!names.includes('*') || name.toLowerCase() === 'authorization'),
  );
  if (missing.length > 0)
    findings.push({
      what: `the preflight of ${origin} does not allow a header`,
      expected: missing.join(', '),
      received: names.join(', ') || '(none)',
      from,
    });
  return findings;
}

/** The list is wrong, whatever the Worker does: nobody is told to let the origin of another environment in. */
function judgeOwnedElsewhere(
  { origin, worker, from }: JudgedOrigin,
  owner: string,
  actual: CrossOriginAnswer,
): Finding {
  return {
    what: `the allow-list of ${worker.environment} holds the site of ${owner}`,
    expected: `origins of ${worker.environment} alone`,
    received: `${origin}, which is ${admits(actual.allowOrigin, origin ?? '') ? 'let in' : 'rightly refused'}`,
    from: [from, `GET ${actual.url}, Origin: ${origin}`],
    remedy: `Correct the list in the table first (config/no-foreign-hosts names the cell), then give it to the Worker; where one Worker serves both, say \`sharing: 'shared'\`. Do not put ${origin} on the Worker.`,
  };
}

/** What the Worker answers to it says nothing: no browser asks so. */
function judgeMisfit({ origin = '', worker, from }: JudgedOrigin): Finding {
  return {
    what: `the allow-list of ${worker.environment} holds what no browser sends as an origin`,
    expected: 'scheme, host and port: `https://app.example.com`',
    received: origin,
    from: [from],
    remedy: `Correct the entry in the table, give the list to the Worker and redeploy it${origin === 'null' ? ': `null` is the origin of any sandboxed page' : ''}.`,
  };
}

/**
 * Whether an origin that is not on the list is kept out, by the headers: the status alone keeps no browser out.
 * @throws NotVerified where the Worker breaks: an error is not a refusal
 */
export function judgeRefused(
  subject: JudgedOrigin,
  { preflights, actual, pages = [], others = [], error }: CorsAnswers,
): Finding[] {
  const { origin, who, from } = subject;
  const answers: [Answer & { status: number }, string][] = [
    ...preflights.map((preflight): [Preflight, string] => [preflight, `OPTIONS ${preflight.url}`]),
    ...[actual, ...pages, ...others, ...(error ? [error] : [])].map((each): [CrossOriginAnswer, string] => [
      each,
      `GET ${each.url}`,
    ]),
  ];
  const findings = answers.flatMap(([answer, request]) => {
    const found = judgeCredentials(answer, request, from);
    const { allowOrigin } = answer;
    const letIn = origin === undefined ? allowOrigin === '*' : admits(allowOrigin, origin);
    if (letIn)
      found.push({
        what: allowOrigin === '*' ? `every origin is let in, and so is ${who}` : `${who} is let in`,
        expected: `no \`Access-Control-Allow-Origin\` that fits ${origin ?? 'any page'}`,
        received: `Access-Control-Allow-Origin: ${allowOrigin}`,
        from: [origin === undefined ? request : `${request}, Origin: ${origin}`, from],
      });
    return found;
  });
  // Where a store is down, the routes that read it break for everybody: only a preflight asks about the origin alone.
  const broken = answers
    .slice(0, preflights.length)
    .find(([{ status, allowOrigin }]) => status >= 500 && allowOrigin === null);
  if (findings.length === 0 && broken)
    throw new NotVerified(
      `${broken[1]} for ${who}${origin === undefined ? '' : `, ${origin},`} is answered status ${broken[0].status}: an error is not a refusal`,
      'Answer origins that are not on the list as any other, without `Access-Control-Allow-Origin`.',
    );
  return findings;
}

/** What an open list must not do: let every origin in together with its cookies. @throws NotApplicable where it does not */
export function judgeOpen(subject: JudgedOrigin, answers: CorsAnswers): Finding[] {
  const { preflights, actual, pages = [], others = [], error } = answers;
  const all = [...preflights, actual, ...pages, ...others, ...(error ? [error] : [])];
  const given = all.find(
    ({ allowOrigin, allowCredentials }) => allowCredentials === 'true' && admits(allowOrigin, subject.origin ?? ''),
  );
  if (given === undefined) throw new NotApplicable('`allowedOrigins` is `*`: every origin is let in');
  return [
    {
      what: 'every origin is let in together with its cookies',
      expected: 'no `Access-Control-Allow-Credentials` where every origin may ask',
      received: `Access-Control-Allow-Origin: ${given.allowOrigin}, Access-Control-Allow-Credentials: true`,
      from: [given.url, subject.from],
      remedy: 'Name the origins that may send credentials, or answer without `Access-Control-Allow-Credentials`.',
    },
  ];
}

function judgeCredentials(answer: Answer, request: string, from: string): Finding[] {
  if (answer.allowOrigin !== '*' || answer.allowCredentials !== 'true') return [];
  return [
    {
      what: 'a wildcard stands beside credentials',
      expected: 'one origin where `Access-Control-Allow-Credentials: true`',
      received: 'Access-Control-Allow-Origin: *',
      from: [request, from],
    },
  ];
}

/** Byte for byte, or the star. */
function admits(allowOrigin: string | null, origin: string): boolean {
  return allowOrigin === origin || allowOrigin === '*';
}

function listOf(value: string | null): string[] {
  return (value ?? '')
    .split(',')
    .map((each) => each.trim())
    .filter((each) => each !== '');
}
