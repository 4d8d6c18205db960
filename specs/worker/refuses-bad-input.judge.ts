import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { enableToken, isRefusedToken } from '../../support/platforms/worker/client-headers.ts';
import type { BadInputReading } from '../../support/platforms/worker/read-bad-input.ts';
import type { WorkerProfile } from '../../support/profile/index.ts';

/**
 * Whether every bad input is refused with a 4xx and a reason, and leaves nothing behind. What the Worker takes knowingly
 * (`takesBadInput`) is left out.
 * @throws NotVerified where a good log is refused as well, and where it cannot be seen what was kept
 */
export function judgeBadInput(reading: BadInputReading, worker: WorkerProfile): Finding[] {
  const { url, answers, recent, refusesGood } = reading;
  // An exception holds for every reading of the same fact.
  const isExcepted = (name: string) => (worker.takesBadInput as readonly string[]).includes(name);
  const judged = answers.filter(({ name }) => !isExcepted(name));
  if (judged.length === 0) throw new NotVerified('the profile excepts every kind of bad input');
  const findings = judged.flatMap(({ name, unauthenticated, status, reason, text, kept }): Finding[] => {
    const from = [`POST ${url}, bad input \`${name}\``];
    const found: Finding[] = [];
    if (status === undefined && name !== 'large')
      found.push({ what: 'bad input ends the connection', expected: 'a 4xx with a reason', received: text, from });
    if (unauthenticated && status !== undefined && !isRefusedToken(status))
      found.push({
        what: status < 400 ? 'a post without the token is accepted' : 'a post without the token is not refused for it',
        expected: 'status 401 or 403 with a reason',
        received: `status ${status}: ${text}`,
        from,
        remedy: 'Compare the token of every post before anything else, and answer 401 where it is missing or wrong.',
      });
    else if (status !== undefined && (status < 400 || status > 499))
      found.push({
        what: status < 400 ? 'bad input is accepted' : 'bad input breaks the Worker',
        expected: 'a 4xx with a reason',
        received: `status ${status}: ${text}`,
        from,
        remedy: exceptWords(name),
      });
    if (status !== undefined && status >= 400 && status <= 499 && reason === undefined)
      found.push({
        what: 'bad input is refused without a reason',
        expected: 'an `error` or a `message` in JSON, or a text',
        received: text || '(empty)',
        from,
        remedy: exceptWords(name),
      });
    if (kept !== undefined && kept > 0)
      found.push({
        what: 'bad input leaves a log behind',
        expected: 'nothing under its trace',
        received: `${kept} logs`,
        from,
        remedy: exceptWords(name),
      });
    return found;
  });
  const listed = recent?.filter((id) => judged.some(({ name }) => id.endsWith(`-bad-${name}`))) ?? [];
  if (listed.length > 0 && findings.length === 0)
    findings.push({
      what: 'bad input stands among the recent traces',
      expected: 'none of it',
      received: listed.join(', '),
      from: [`POST ${url}`],
    });
  findings.push(...judgePages(reading, judged));
  if (findings.length === 0 && judged.some(({ status }) => status === 429))
    throw new NotVerified('bad input is answered 429: a quota is spent, so what the Worker thinks of it is not seen');
  const stopped = judged.find(
    (each) => !each.unauthenticated && each.status !== undefined && isRefusedToken(each.status),
  );
  if (findings.length === 0 && stopped)
    throw new NotVerified(
      `bad input is answered ${stopped.status}: the Worker asks who posts before it looks at the input, so what it thinks of it is not seen`,
      enableToken(worker),
    );
  if (findings.length === 0 && refusesGood !== undefined)
    throw new NotVerified(
      `a good log is not taken in this run either (worker/ingests), so that bad input is refused shows nothing: ${refusesGood}`,
    );
  if (findings.length === 0 && reading.recentProblem !== undefined)
    throw new NotVerified(
      `whether bad input is among the recent traces cannot be read: ${reading.recentProblem}`,
      'Correct `platforms.worker.endpoints.recent`, or set it to `false` where the Worker has no such list.',
    );
  const unseen = judged.find(({ kept }) => kept === undefined);
  if (findings.length === 0 && unseen)
    throw new NotVerified(`what bad input leaves behind cannot be read: ${unseen.keptText}`);
  return findings;
}

/** A page that may read the answer to a log reads why one was refused too, and no other page does (Fetch standard, CORS check). */
function judgePages({ url, site, toStranger }: BadInputReading, judged: BadInputReading['answers']): Finding[] {
  const findings: Finding[] = [];
  const isRefused = (status: number | undefined) => status !== undefined && status >= 400 && status <= 499;
  const hidden = judged.filter(
    ({ status, allowOrigin }) =>
      isRefused(status) && allowOrigin !== undefined && ![site, '*'].includes(allowOrigin ?? ''),
  );
  const [first] = hidden;
  if (site !== undefined && first !== undefined)
    findings.push({
      what: 'why bad input is refused is kept from the page that posted it',
      expected: `Access-Control-Allow-Origin: ${site}`,
      received: `status ${first.status}, Access-Control-Allow-Origin: ${first.allowOrigin ?? '(none)'} (${hidden.length} of ${judged.length} kinds)`,
      from: [`POST ${url}, bad input \`${first.name}\`, Origin: ${site}`],
      remedy:
        'Set the CORS headers on every answer, errors included: a page sees a network error in place of the reason.',
    });
  if (toStranger !== undefined && [toStranger.origin, '*'].includes(toStranger.allowOrigin ?? ''))
    findings.push({
      what: 'a page that nobody knows may read the answer to what it posts',
      expected: `no \`Access-Control-Allow-Origin\` that fits ${toStranger.origin}`,
      received: `status ${toStranger.status}, Access-Control-Allow-Origin: ${toStranger.allowOrigin}`,
      from: [`POST ${url}, Origin: ${toStranger.origin}`],
      remedy: 'Compare origins byte for byte with the list on every method, errors included.',
    });
  return findings;
}

function exceptWords(name: string): string {
  return `Check the body before anything else, and answer 400, 413 or 415 with the reason; where the Worker takes \`${name}\` knowingly, name it in \`platforms.worker.takesBadInput\`.`;
}
