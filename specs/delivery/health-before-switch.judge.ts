import type { Finding } from '../../support/check/finding.ts';
import { conclude } from '../../support/families/delivery/conclude.ts';
import { type Deploy, deploysIn, distinct, placesOf } from '../../support/families/delivery/deploys.ts';
import { type Delivery, wordCase } from '../../support/workflow/index.ts';

/** What leads users to a new version, by the words of the config. */
export interface NamedSwitch {
  command: string;
  health: string;
  back?: string | undefined;
}

/** What the judgement looked at, for its evidence. */
export interface JudgedSwitches {
  switches: number;
  findings: Finding[];
}

/**
 * Whether users are led to a new version only where it was healthy, and back where a later step fails.
 * @throws NotVerified where no workflow runs the named command, or what may wait for the version's health is not read
 */
export function judgeHealthBeforeSwitch(delivery: Delivery, named: NamedSwitch): JudgedSwitches {
  const all = deploysIn(delivery).filter(({ run }) => !run.scenario.isPullRequest);
  const switches = all.filter(({ operation }) => operation.role === 'switch');
  const open = switches.length === 0 ? [`no workflow runs \`${named.command}\`, as far as it is read`] : [];
  const early = switches.flatMap((each) => judgeHealth(each, named, open));
  const stuck = named.back === undefined ? [] : switches.flatMap((each) => judgeWayBack(each, all, named.back ?? ''));
  const enable = 'Correct `delivery.switch`: its words are those of the commands in the workflows.';
  return { switches: distinct(switches).length, findings: conclude(onePerPlace([...early, ...stuck]), open, enable) };
}

function judgeHealth({ operation, run, reached, before }: Deploy, { health }: NamedSwitch, open: string[]): Finding[] {
  const { formulas } = run.worlds;
  const waits = before.filter((done) => 'operation' in done && done.operation.role === 'health');
  const circumstances = run.worlds.caseOf(formulas.without(reached, formulas.any(...waits.map(({ when }) => when))));
  if (!circumstances) return [];
  const unread = before.find((done) => 'unread' in done && run.worlds.canBe(done.when));
  if (waits.length === 0 && unread && 'unread' in unread) {
    open.push(`whether the new version is healthy before \`${operation.command}\` is not known: ${unread.unread.what}`);
    return [];
  }
  const unless = wordCase(circumstances) || `\`${health}\` has not succeeded`;
  return [
    {
      what: `users are led to the new version before it is healthy, by \`${operation.command}\``,
      expected: `\`${health}\` succeeds before it`,
      received:
        waits.length === 0
          ? `on ${run.title}, nothing before it runs \`${health}\``
          : `on ${run.title}, it is reached where ${unless}`,
      from: placesOf(operation),
      remedy: `Run \`${health}\` in a step before it, and let its failure end the job.`,
    },
  ];
}

/** The switch, or a step after it, fails: then something leads users back. */
function judgeWayBack({ operation, run, job, reached }: Deploy, all: readonly Deploy[], back: string): Finding[] {
  const { formulas } = run.worlds;
  const ways = all.filter((each) => each.run === run && each.operation.role === 'switch-back');
  const failsAfter = formulas.all(reached, job.failed);
  const circumstances = run.worlds.caseOf(
    formulas.without(failsAfter, formulas.any(...ways.map((each) => each.reached))),
  );
  if (!circumstances) return [];
  return [
    {
      what: `users stay on a version that failed, after \`${operation.command}\``,
      expected: `\`${back}\` where the job fails`,
      received:
        ways.length === 0
          ? `on ${run.title}, nothing runs \`${back}\``
          : `on ${run.title}, it does not run where ${wordCase(circumstances) || 'the job fails'}`,
      from: placesOf(operation),
      remedy: `Run \`${back}\` in a step with \`if: failure()\`, in the same job.`,
    },
  ];
}

/** The first of several runs that show the same of one command. */
function onePerPlace(findings: readonly Finding[]): Finding[] {
  return [
    ...new Map(findings.toReversed().map((each) => [`${each.what} ${each.from.join(' ')}`, each])).values(),
  ].reverse();
}
