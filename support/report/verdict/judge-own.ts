import { verdictProblem } from './judge-gate.ts';
import { summarize, type VerdictSubject } from './summarize.ts';
import { partNames, type Verdict } from './verdict.ts';

/** How old the oldest part may be, in milliseconds, when it is judged. */
export interface OwnQuestion {
  now: Date;
  maxAgeMs?: number;
}

/**
 * A verdict as the gate will read it: what the gate would reject closes it here already, with the gate's reason, so that a run or a
 * merge never says that the gate is open where the gate says that it is not. A part that has not run yet is not asked for.
 */
export function judgedAsGate(verdict: Verdict, subject: VerdictSubject, { now, maxAgeMs }: OwnQuestion): Verdict {
  if (verdict.exitCode !== 0) return verdict;

  const { deployment, project, environments, config, embedded, plan, addresses } = subject;
  const without = partNames.filter((name) => verdict.parts[name] === undefined);
  const problem = verdictProblem(verdict, {
    deployment,
    project,
    environments,
    config,
    embedded,
    plan,
    without,
    now,
    ...(addresses && { addresses }),
    ...(maxAgeMs !== undefined && { maxAgeMs }),
  });
  const [first] = partNames.filter((name) => verdict.parts[name] !== undefined);
  const part = first && verdict.parts[first];
  if (problem === undefined || part === undefined) return verdict;

  const breakages = [...part.breakages, { place: 'the gate', message: problem }];
  return summarize(subject, { ...verdict.parts, [first as 'specs']: { ...part, breakages } });
}
