import type { Finding } from '../../support/check/finding.ts';
import { NotVerified } from '../../support/check/not-verified.ts';
import { type ServiceAnswer, type ServiceProfile, shownAnswer } from '../../support/platforms/services/read-answer.ts';
import { valueAt } from '../../support/platforms/worker/health/health-value.ts';

/** What a service says of its mocks. */
export interface ToldMocks {
  isOn: boolean;
  /** "mocks: true". */
  shown: string;
}

/** @throws NotVerified where it says nothing of them */
export function toldMocks(answer: ServiceAnswer, { mocks, called }: ServiceProfile): ToldMocks {
  if (!answer.answers || answer.status >= 400 || !mocks)
    throw new NotVerified(`${called} does not tell whether it mocks: ${shownAnswer(answer)}`);
  const value = mocks.header === undefined ? valueAt(answer.json, mocks.field ?? '') : answer.headers.get(mocks.header);
  const place = mocks.header ?? mocks.field;
  if (value === undefined || value === null || typeof value === 'object')
    throw new NotVerified(`${answer.url} says nothing at \`${place}\``);
  const isOff = mocks.off.some((word) => word.toLowerCase() === String(value).trim().toLowerCase());
  return { isOn: !isOff, shown: `${place}: ${String(value)}` };
}

/** Whether a service that is meant to be real says that nothing is mocked. */
export function judgeMocks(
  { isOn, shown }: ToldMocks,
  { mocks, called, environment }: ServiceProfile,
  url: string,
): Finding[] {
  if (!isOn || mocks?.onIn.includes(environment)) return [];
  return [
    {
      what: `${called} answers with mocks of external services in ${environment}`,
      expected: `${mocks?.header ?? mocks?.field}: ${mocks?.off.join(' or ')}`,
      received: shown,
      from: [`GET ${url}`],
    },
  ];
}
