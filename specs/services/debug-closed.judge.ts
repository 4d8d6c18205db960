import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';

const signIn = /(?:sign|log)[-_]?in|\/auth|\/sso|oauth|authorize/i;

/**
 * Whether a route for debugging is closed, by its answer.
 * @param flag what the table says of it: where the service does otherwise, that is named
 * @throws NotVerified where the service does not answer, or breaks: an error is no refusal
 */
export function judgeDebugRoute(answer: ServiceAnswer, { called, debugFlag }: ServiceProfile, flag: string | undefined): Finding[] {
  if (!answer.answers) throw new NotVerified(`${called} does not answer: ${answer.received}`);
  const { status, url, headers } = answer;
  const location = headers.get('location') ?? '';
  if ([401, 403, 404].includes(status) || (status >= 300 && status < 400 && signIn.test(location))) return [];
  if (status >= 500 || status === 429) throw new NotVerified(`${url} answers ${shownAnswer(answer)}: an error is no refusal`);
  return [
    {
      what: `a route for debugging of ${called} is open`,
      expected: '401, 403, 404, or a redirect to a sign-in',
      received: shownAnswer(answer),
      from: [`GET ${url}`],
      ...(debugFlag !== undefined && flag !== undefined && { cause: `the table has ${debugFlag}=${flag}, and the service does otherwise` }),
    },
  ];
}
