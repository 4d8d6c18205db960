import type { Finding } from '../../support/check/finding.ts';
import { shownPlace } from '../../support/compose/index.ts';
import { conclude } from '../../support/platforms/compose/conclude.ts';
import type { ComposeReading } from '../../support/platforms/compose/read-compose.ts';

/**
 * Containers, volumes and networks that two environments on one machine have in common.
 * @throws NotVerified where a name is a variable whose value is not known
 */
export function judgeNames(own: ComposeReading, others: readonly ComposeReading[]): Finding[] {
  const beside = others.filter((other) => isOneMachine(own, other));
  const open = [own, ...beside].flatMap(({ environment, resources }) =>
    beside.length === 0
      ? []
      : resources
          .filter(({ isKnown }) => !isKnown)
          .map(
            ({ kind, name, at }) =>
              `how a ${kind} of ${environment} is called is not known: ${name} (${shownPlace(at)})`,
          ),
  );
  const findings = beside.flatMap((other) =>
    own.resources.flatMap(({ kind, name, at }) =>
      other.resources
        .filter((theirs) => theirs.kind === kind && theirs.name === name)
        .map((theirs) => ({
          what: `${own.environment} and ${other.environment} share the ${kind} ${name}`,
          expected: `a ${kind} of its own for each, on one machine`,
          received: `${name} in both, on ${own.settings.machine}`,
          from: [shownPlace(at), shownPlace(theirs.at)],
          ...(own.name === other.name && { cause: `both projects are called ${own.name}` }),
        })),
    ),
  );
  return conclude(findings, open);
}

/** Only environments whose config says so share a machine. */
export function isOneMachine(one: ComposeReading, other: ComposeReading): boolean {
  return one.settings.machine !== undefined && one.settings.machine === other.settings.machine;
}
