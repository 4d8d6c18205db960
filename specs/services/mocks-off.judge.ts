import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import { valueAt } from '../../support/platforms/worker/health-value.ts';

/** Whether a service says that nothing is mocked. @throws NotVerified where it says nothing of it */
export function judgeMocks(answer: ServiceAnswer, { mocks, called }: ServiceProfile): Finding[] {
  if (!answer.answers || answer.status >= 400 || !mocks)
    throw new NotVerified(`${called} does not tell whether it mocks: ${shownAnswer(answer)}`);
  const value = mocks.header === undefined ? valueAt(answer.json, mocks.field ?? '') : answer.headers.get(mocks.header);
  const place = mocks.header ?? mocks.field;
  if (value === undefined || value === null || typeof value === 'object')
    throw new NotVerified(`${answer.url} says nothing at \`${place}\``);
  if (mocks.off.some((word) => word.toLowerCase() === String(value).toLowerCase())) return [];
  return [
    {
      what: `${called} answers with mocks of external services`,
      expected: `${place}: ${mocks.off.join(' or ')}`,
      received: `${place}: ${String(value)}`,
      from: [`GET ${answer.url}`],
    },
  ];
}
