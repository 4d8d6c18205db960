import type { ForeignCase } from '../../../fixtures/foreign/foreign-case.ts';
import { type FaultRecord, recordOf } from './fault-record.ts';

/** The cases of a foreign corpus, each with its record for the list of faults. */
export function foreignCases<Case extends ForeignCase>(
  corpus: string,
  cases: readonly Case[],
): (Case & { record: FaultRecord })[] {
  return cases.map((each, index) => {
    const { story, caughtBy } = each;
    const exitCode = caughtBy.length === 0 ? 0 : 1;
    const record = recordOf(corpus, String(index + 1), {
      story,
      exitCode,
      caughtBy: caughtBy.map((check) => ({ check })),
    });
    return { ...each, record: { ...record, isForeign: true } };
  });
}
