/** `npm run merge-shards`: puts together what several machines reported of one project. */
import path from 'node:path';
import { command } from '../../command/command.ts';
import { exitCodes } from '../../command/exit-code.ts';
import { duration, requiredText } from '../../command/option.ts';
import { StopError } from '../../command/stop-error.ts';
import { loadDeployment, projectReports, resolveProfile } from '../../profile/index.ts';
import { dayMs } from '../../text/duration.ts';
import { errorText } from '../../text/error-text.ts';
import { onCallFacts } from '../on-call/facts.ts';
import { asksForVerbose, githubOf, showsColor } from '../runners/ci-environment.ts';
import { conclude } from '../runners/conclude-run.ts';
import { auditProject } from '../runners/projects.ts';
import { lockRun } from '../runners/run-lock.ts';
import { verdictSubject } from '../runners/verdict-subject.ts';
import { joinCollected } from '../verdict/join-collected.ts';
import { judgedAsGate } from '../verdict/judge-own.ts';
import type { Verdict } from '../verdict/verdict.ts';
import { readVerdict, verdictFileName, writeVerdictPart } from '../verdict/verdict-file.ts';
import { partsWithout, withoutOption } from './verdict-in-force.ts';

await command({
  name: 'merge-shards',
  usage: {
    does: 'Joins what several machines reported of one project (shards of `vitest --shard` and of `playwright --shard`, or whole runs of either) into one verdict, and reports it.',
    exits: {
      0: 'the gate is open',
      1: 'a critical check failed',
      2: 'strict mode, and there are only warnings',
      3: 'a shard is missing or cannot be read, or something critical could not be verified',
    },
    example: '--env prod artifacts/',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment that the run was about, or `isolation`' }),
    without: withoutOption,
    'max-age': duration({ value: '24h', help: 'how old the oldest shard may be', fallback: '24h' }),
  },
  positionals: { value: 'FOLDER', help: 'where CI collected the reports of the machines, at any depth' },
  async run({ env: project, without, 'max-age': maxAgeMs = dayMs }, { positionals: directories, variables }) {
    const loaded = await loadDeployment();
    // Resolved for their secrets too: what machines reported is scanned for them once more.
    const environments = project === auditProject ? Object.keys(loaded.deployment.environments) : [project];
    for (const environment of environments) resolveProfile(loaded, environment);

    const subject = verdictSubject(loaded, [project]);
    const reportsDirectory = projectReports(loaded, project);
    lockRun(reportsDirectory, subject);
    const verdictFile = path.join(reportsDirectory, verdictFileName);
    const before = readVerdict(verdictFile);
    // From here on the verdict that was there opens nothing: it may be one of those that are joined, and is read before.
    const startedAt = new Date().toISOString();
    writeVerdictPart(reportsDirectory, subject, 'specs', { state: 'running', startedAt, breakages: [], outcomes: [] });

    let verdict: Verdict;
    try {
      const readWhole = (file: string) => (path.resolve(file) === verdictFile ? before : readVerdict(file));
      const joined = joinCollected({ directories, subject, without: partsWithout(without), readWhole });
      verdict = judgedAsGate(joined, subject, { now: new Date(), maxAgeMs });
    } catch (error) {
      throw new StopError(exitCodes.notVerified, `Gate closed: the shards cannot be joined. ${errorText(error)}`);
    }

    const print = (text: string) => process.stdout.write(text);
    const color = showsColor(process.stdout, variables);
    const verbose = asksForVerbose(variables);
    const onCall = onCallFacts(loaded, environments);
    return conclude(() => verdict, { reportsDirectory, print, color, verbose, onCall, ...githubOf(variables) });
  },
});
