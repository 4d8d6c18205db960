/** `npm run wait`: waits until the deployment of a commit has arrived on every platform. */
import { command } from '../command/command.ts';
import { exitCodes } from '../command/exit-code.ts';
import { duration, requiredText, wholeNumber } from '../command/option.ts';
import { complain, say } from '../command/print.ts';
import { UsageError } from '../command/stop-error.ts';
import { loadDeployment, resolveProfile, startEmbedded } from '../profile/index.ts';
import { waitOnEnvironment } from './wait-on-environment.ts';

const defaultForMs = 300_000;
const defaultEveryMs = 5_000;

await command({
  name: 'wait',
  lead: 'Not waited: ',
  usage: {
    does: 'Asks every platform of an environment for its version until the meant commit answers, several times in a row. This belongs between a deployment and the gate. It only reads.',
    exits: {
      0: 'every platform says the commit',
      3: 'time is over, and a platform says another one; its name is printed',
    },
    example: '--env prod --commit "$GITHUB_SHA" --for 10m',
  },
  options: {
    env: requiredText({ value: 'ENVIRONMENT', help: 'the environment' }),
    commit: requiredText({ value: 'SHA', help: 'the commit that is meant, 7 to 64 characters' }),
    for: duration({ value: '10m', help: 'the longest wait; 5m where left out' }),
    every: duration({ value: '5s', help: 'the time between two questions; 5s where left out' }),
    answers: wholeNumber({ value: 'N', help: 'how many answers in a row have to be the meant ones', fallback: 3 }),
  },
  interrupted: () => 'the wait ends.',
  async run({ env, commit, for: forMs = defaultForMs, every: everyMs = defaultEveryMs, answers }, { signal }) {
    if (!/^[0-9a-f]{7,64}$/i.test(commit))
      throw new UsageError(
        `--commit takes a commit's hash of seven characters or more; it was given ${commit || 'nothing'}.`,
      );
    const loaded = await loadDeployment();
    await using embedded = await startEmbedded(loaded);
    const profile = resolveProfile(loaded, env, embedded ? { variables: embedded.variables } : {});
    const late = await waitOnEnvironment(profile, {
      commit,
      forMs,
      everyMs,
      answers: Math.max(1, answers),
      signal,
      say,
    });
    if (late.length === 0) {
      say(`${env} has arrived at ${commit}.`);
      return exitCodes.done;
    }
    for (const { called, last } of late) complain(`${called} does not say ${commit}; it says: ${last}`);
    complain(`${env} has not arrived at ${commit} within ${Math.round(forMs / 1000)} s.`);
    return exitCodes.notVerified;
  },
});
