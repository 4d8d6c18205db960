/** `npm run plan`: what a run will do to an environment, before the first one. Sends nothing. */
import { command } from '../command/command.ts';
import { exitCodes } from '../command/exit-code.ts';
import { flag, requiredText } from '../command/option.ts';
import { say } from '../command/print.ts';
import { loadDeployment, startEmbedded } from '../profile/index.ts';
import { formatPlan, totalsOf } from './plan/format-plan.ts';
import { planProject } from './plan/plan-environment.ts';

await command({
  name: 'plan',
  usage: {
    does: 'Says what a run will do to an environment before the first one: for each check the most requests and records, what counts against limits, and the hosts. It sends nothing.',
    exits: { 0: 'the plan was printed' },
    example: '--env prod',
  },
  options: {
    env: requiredText({
      value: 'ENVIRONMENT',
      help: 'the environment whose gate is planned, or `isolation` for the audit',
    }),
    all: flag('also names the checks that do not apply, with the setting that each lacks'),
    json: flag('prints the plan as JSON'),
  },
  async run({ env, all, json }) {
    const loaded = await loadDeployment();
    // The twin has addresses only while it is up; nothing is sent to it either.
    await using embedded = await startEmbedded(loaded);
    const plans = await planProject(loaded, env, embedded?.variables);
    if (json) {
      say(
        JSON.stringify(
          plans.map((plan) => ({ ...plan, together: totalsOf(plan.checks) })),
          null,
          2,
        ),
      );
      return exitCodes.done;
    }
    const what = env === 'isolation' ? 'the audit' : `a gate run on ${env}`;
    say(`Airlock · ${loaded.deployment.name} · plan of ${what}. Nothing was sent.\n`);
    say(plans.map((plan) => formatPlan(plan, { all })).join('\n\n'));
    return exitCodes.done;
  },
});
