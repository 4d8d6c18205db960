import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';

/** One origin, and whether its pages may read the answers. */
export interface ServiceOrigin {
  service: ServiceProfile;
  origin: string;
  mayRead: boolean;
}

/** Whether a browser lets a page read the answer exactly where it may. @throws NotVerified where the service does not answer */
export function judgeServiceCors(answer: ServiceAnswer, { service, origin, mayRead }: ServiceOrigin): Finding[] {
  if (!answer.answers || answer.status >= 500) throw new NotVerified(`${service.called} does not answer: ${shownAnswer(answer)}`);
  const allowed = answer.headers.get('access-control-allow-origin');
  const isLetIn = allowed === origin || allowed === '*';
  if (isLetIn === mayRead) return [];
  return [
    {
      what: mayRead ? `${service.called} keeps its answers from ${origin}` : `${service.called} lets ${origin} read its answers`,
      expected: mayRead ? `Access-Control-Allow-Origin: ${origin}` : 'no `Access-Control-Allow-Origin` that fits it',
      received: `Access-Control-Allow-Origin: ${allowed ?? '(none)'}`,
      from: [`GET ${answer.url}, Origin: ${origin}`, service.allowedOrigins?.origin ?? service.place],
    },
  ];
}
