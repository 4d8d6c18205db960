import { rmSync } from 'node:fs';
import path from 'node:path';
import type { Plugin } from 'vite';
import { ignoreClosedPipes } from '../../command/print.ts';
import {
  ConfigurationError,
  configurationError,
  type LoadedDeployment,
  type Profile,
  projectReports,
} from '../../profile/index.ts';
import { onCallFacts } from '../on-call/facts.ts';
import { progressOfProcess } from '../progress/progress.ts';
import type { VerdictSubject } from '../verdict/summarize.ts';
import { verdictFileName } from '../verdict/verdict-file.ts';
import { checkHomes } from './check-homes.ts';
import { asksForQuiet, asksForVerbose, githubOf, showsColor } from './ci-environment.ts';
import { forkNote } from './fork-note.ts';
import { valuesOf } from './options/command-line.ts';
import { refuseUnsoundOptions } from './options/resolved-options.ts';
import { lockRun } from './run-lock.ts';
import { verdictSubject } from './verdict-subject.ts';
import { GateReporter } from './vitest-reporter.ts';

/** The reporter of the gate, as a plugin: so it is there whatever `--reporter` names. */
export function attachReporter(
  argv: readonly string[],
  gates: string[],
  loaded: LoadedDeployment,
  profiles: Profile[],
): Plugin {
  const [first] = profiles;
  if (!first) throw new Error('a gate needs a profile');
  const others = valuesOf(argv, '--reporter');
  // Another reporter may own stdout, as one that writes JSON does.
  const stream = others.length > 0 ? process.stderr : process.stdout;
  // Nobody reads on: the verdict is written all the same, and its code is the last word.
  ignoreClosedPipes();
  const { limits } = first;
  const subject = verdictSubject(loaded, gates);
  const reportsDirectory = projectReports(loaded, subject.project);
  const reporter = orConfigurationError(
    reportsDirectory,
    () =>
      new GateReporter({
        subject,
        homes: checkHomes(loaded.directory),
        reportsDirectory,
        waivers: loaded.deployment.waivers,
        whyNoSecrets: forkNote(process.env),
        besides: claim(loaded, gates, subject),
        watchdogMs: gates.length * (limits.runMs + 2 * limits.checkMs + 10_000),
        print: (text) => stream.write(text),
        color: showsColor(stream, process.env),
        verbose: asksForVerbose(process.env),
        progress: progressOfProcess(
          `${subject.deployment} · ${subject.project}`,
          process.env,
          asksForQuiet(process.env),
        ),
        onCall: onCallFacts(loaded, subject.environments),
        ...(!others.includes('github-actions') && githubOf(process.env)),
      }),
  );
  let attached = false;
  return {
    name: 'airlock:gate',
    configureVitest({ vitest }) {
      if (attached) return;
      attached = true;
      vitest.config.reporters.push(reporter as never);
      reporter.endOnConfigurationError(() => refuseUnsoundOptions(vitest, gates));
    },
  };
}

/**
 * Claims the folder of the run. A run of several projects has a verdict of its own, and claims each project's folder too: it takes
 * their earlier verdicts away, which say nothing of what this run finds.
 */
function claim(loaded: LoadedDeployment, gates: readonly string[], subject: VerdictSubject): () => string[] {
  const besides = lockRun(projectReports(loaded, subject.project), subject);
  if (gates.length < 2) return besides;

  for (const project of gates) {
    const directory = projectReports(loaded, project);
    lockRun(directory, { project, environments: subject.environments });
    rmSync(path.join(directory, verdictFileName), { force: true });
  }
  return besides;
}

/** A reports folder that cannot be written to is a mistake of the config, reported before anything runs. */
function orConfigurationError<Value>(place: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    if (error instanceof ConfigurationError) throw error;
    throw configurationError(
      path.relative(process.cwd(), place) || place,
      `the verdict cannot be written there: ${(error as Error).message}`,
      'Make room there, or name a folder that can be written in `reports` of the deployment config.',
    );
  }
}
