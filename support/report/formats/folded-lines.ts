import type { Outcome } from '../../check/outcome.ts';
import { escapeTerminal } from '../../text/escape-terminal.ts';
import type { Causes } from '../verdict/causes.ts';

/** What was not tried, one line for each kind, with the settings that would let it be. */
export function foldedLines({ inapplicable, refused }: Pick<Causes, 'inapplicable' | 'refused'>): string[] {
  return [...inapplicableLine(inapplicable), ...refusedLines(refused)].map(escapeTerminal);
}

function inapplicableLine(outcomes: readonly Outcome[]): string[] {
  if (outcomes.length === 0) return [];
  const settings = [...new Set(outcomes.flatMap(({ absent }) => absent ?? []))];
  // A section that is absent says it of everything in it.
  const outermost = settings.filter((one) => !settings.some((other) => one.startsWith(`${other}.`)));
  const others = outcomes.filter(({ absent }) => absent === undefined).length;
  const set = outermost.length > 0 ? `would apply with ${outermost.sort().join(', ')}` : '';
  const rest = others > 0 ? `${others} for other reasons` : '';
  return [`${outcomes.length} not applicable: ${[set, rest].filter((part) => part !== '').join('; ')}`];
}

function refusedLines(outcomes: readonly Outcome[]): string[] {
  return [...Map.groupBy(outcomes, ({ environment }) => environment)].map(([environment, group]) => {
    const effects = [...new Set(group.map(({ effect }) => effect))].join(', ');
    return `${group.length} refused: environments.${environment}.effects does not name ${effects}`;
  });
}
