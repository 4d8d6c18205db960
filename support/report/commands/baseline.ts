/** `npm run baseline`: waives what is broken today, finding by finding, so that a gate can begin on it. */
import path from 'node:path';
import { identityOf } from '../../check/fingerprint.ts';
import type { Outcome } from '../../check/outcome.ts';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { requiredText, textWithDefault } from '../../command/option.ts';
import { say } from '../../command/print.ts';
import { StopError, UsageError } from '../../command/stop-error.ts';
import type { Waiver } from '../../profile/index.ts';
import { readBaseline } from '../../profile/read-baseline.ts';
import { countWords } from '../../text/count-words.ts';
import { verdictProblem } from '../verdict/judge-gate.ts';
import { partsOf } from '../verdict/verdict.ts';
import { writeReport } from '../verdict/write-report.ts';
import { verdictInForce, verdictOptions, withoutOption } from './verdict-in-force.ts';

const defaultFile = 'baseline.json';

/** @throws UsageError if it is not a day that is still to come */
function requireDay(until: string): void {
  const end = Date.parse(`${until}T23:59:59.999Z`);
  if (!/^\d{4}-\d{2}-\d{2}$/.test(until) || Number.isNaN(end) || end < Date.now())
    throw new UsageError(`--until takes the last day of the waivers, as in 2026-12-31; it was given ${until}.`);
}

/** One waiver for each finding that closes the gate or warns. */
function waiversOf(outcomes: readonly Outcome[], until: string, reason: string): Waiver[] {
  const found = outcomes.filter(({ kind }) => kind === 'failed' || kind === 'warned' || kind === 'not verified');
  const waivers = found.flatMap(({ check, environment, findings }) =>
    findings.map((finding): Waiver => {
      const { target, fingerprint } = identityOf(check, finding);
      return { check, reason, until, finding: fingerprint, target, environments: [environment] };
    }),
  );
  return [...new Map(waivers.map((waiver) => [`${waiver.finding} ${waiver.environments}`, waiver])).values()];
}

await command({
  name: 'baseline',
  usage: {
    does: 'Reads the last verdict and writes a file with one waiver for each finding in it: another finding of the same check still fails.',
    exits: { 0: 'written', 3: 'there is no verdict of this deployment and config' },
    example: '--env prod --until 2026-12-31',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment whose verdict is read, or `isolation`' }),
    until: requiredText({ value: 'DATE', help: 'the last day on which the waivers count, in UTC' }),
    reason: textWithDefault({
      value: 'TEXT',
      help: 'why they are waived',
      fallback: 'it was broken when Airlock was adopted',
    }),
    ...verdictOptions,
    without: withoutOption,
  },
  async run({ env: project, until, reason, ...asked }) {
    requireDay(until);
    const { loaded, read, question } = await verdictInForce({ project, ...asked });
    const problem = verdictProblem(read, question);
    if (problem !== undefined || 'unreadable' in read)
      throw new StopError(exitCodes.notVerified, `${problem}. Run \`npx vitest run --project ${project}\` first.`);

    const { baseline } = loaded.deployment;
    const file = path.resolve(loaded.directory, baseline ?? defaultFile);
    const outcomes = partsOf(read).flatMap((part) => part.outcomes);
    const waivers = waiversOf(outcomes, until, reason);
    // What an earlier baseline covers in other environments, and still does here, stays.
    const fresh = new Set(waivers.map(({ finding }) => finding));
    const kept = readBaseline(baseline ?? defaultFile, loaded.directory).filter(({ finding }) => !fresh.has(finding));
    writeReport(file, `${JSON.stringify([...kept, ...waivers], null, 2)}\n`);

    const unread = outcomes.filter(({ kind, findings }) => kind === 'not verified' && findings.length === 0);
    say(
      [
        `${countWords(waivers.length, 'finding')} of ${project} ${waivers.length === 1 ? 'is' : 'are'} waived until ${until}, in ${path.relative(process.cwd(), file)}.`,
        ...(unread.length === 0
          ? []
          : [
              `${countWords(unread.length, 'check')} could not be verified and ${unread.length === 1 ? 'has' : 'have'} no finding to waive: ${unread.map(({ check }) => check).join(', ')}.`,
            ]),
        ...(baseline === undefined ? [`Add \`baseline: '${defaultFile}'\` to the deployment config.`] : []),
      ].join('\n'),
    );
    return exitCodes.done;
  },
});
