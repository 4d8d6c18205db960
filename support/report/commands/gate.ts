/** `npm run gate -- --env prod --commit SHA --max-age 30m`: answers by its exit code whether the last verdict opens the gate. */
import path from 'node:path';
import { parseArgs } from 'node:util';
import { exitCodes } from '../verdict/exit-code.ts';
import { type GateQuestion, judgeGate } from '../verdict/judge-gate.ts';
import { readVerdict, verdictFileName } from '../verdict/verdict-file.ts';

const usage = 'npm run gate -- --env prod [--commit SHA] [--max-age 30m] [--reports reports]';
const unitMs: Record<string, number> = { s: 1_000, m: 60_000, h: 3_600_000, d: 86_400_000 };

/** "30m" in milliseconds. */
function durationMs(text: string): number {
  const match = /^(\d+)(s|m|h|d)$/.exec(text);
  const unit = unitMs[match?.[2] ?? ''];
  if (!match || unit === undefined)
    throw new Error(`--max-age takes a number with s, m, h or d, as 30m; it was given ${text || 'nothing'}.`);
  return Number(match[1]) * unit;
}

function questionOf(argv: readonly string[]): { question: GateQuestion; reports: string } {
  const values = optionsOf(argv);
  if (!values.env) throw new Error('--env is missing: the environment that the verdict has to be of.');
  // An empty variable in a pipeline must not turn into "any commit".
  if (values.commit !== undefined && !/^[0-9a-f]{7,64}$/i.test(values.commit))
    throw new Error(
      `--commit takes a commit's hash of seven characters or more; it was given ${values.commit || 'nothing'}.`,
    );
  return {
    reports: values.reports,
    question: {
      project: values.env,
      now: new Date(),
      ...(values.commit !== undefined && { commit: values.commit }),
      ...(values['max-age'] !== undefined && { maxAgeMs: durationMs(values['max-age']) }),
    },
  };
}

function optionsOf(argv: readonly string[]) {
  try {
    return parseArgs({
      args: [...argv],
      options: {
        env: { type: 'string' },
        commit: { type: 'string' },
        'max-age': { type: 'string' },
        reports: { type: 'string', default: 'reports' },
      },
      strict: true,
    }).values;
  } catch (error) {
    // Node's message goes on with advice that does not fit here.
    throw new Error(`${(error as Error).message.split(/[.\n]/)[0]}.`);
  }
}

try {
  const { question, reports } = questionOf(process.argv.slice(2));
  const { open, exitCode, sentence } = judgeGate(readVerdict(path.join(reports, verdictFileName)), question);
  (open ? process.stdout : process.stderr).write(`${sentence}\n`);
  process.exitCode = exitCode;
} catch (error) {
  process.stderr.write(`Gate closed: ${(error as Error).message}\n  → ${usage}\n`);
  process.exitCode = exitCodes.configuration;
}
