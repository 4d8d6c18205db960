import path from 'node:path';
import type { Plugin } from 'vite';
import { configurationError, type LoadedDeployment, type Profile } from '../../profile/index.ts';
import { commitUnderTest } from '../verdict/commit.ts';
import { asksForStrict, githubOf, showsColor } from './ci-environment.ts';
import { valuesOf } from './command-line.ts';
import { specsOnDisk } from './projects.ts';
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
  const { limits } = first;
  const reporter = orConfigurationError(
    first.reportsDirectory,
    () =>
      new GateReporter({
        subject: {
          deployment: loaded.deployment.name,
          project: gates.join('+'),
          environments: [...new Set(profiles.map(({ environment }) => environment))],
          commit: commitUnderTest(loaded.directory),
          embedded: loaded.deployment.embedded !== undefined,
          strict: loaded.deployment.strict || asksForStrict(process.env),
        },
        reportsDirectory: first.reportsDirectory,
        specsOnDisk: gates.reduce((sum, name) => sum + specsOnDisk(name), 0),
        watchdogMs: gates.length * (limits.runMs + 2 * limits.checkMs + 10_000),
        print: (text) => stream.write(text),
        color: showsColor(stream, process.env),
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
    },
  };
}

/** A reports folder that cannot be written to is a mistake of the config, reported before anything runs. */
function orConfigurationError<Value>(place: string, work: () => Value): Value {
  try {
    return work();
  } catch (error) {
    throw configurationError(
      path.relative(process.cwd(), place) || place,
      `the verdict cannot be written there: ${(error as Error).message}`,
      'Name a folder that can be written in `reports` of the deployment config.',
    );
  }
}
