import { countWords } from '../../../text/count-words.ts';
import type { Comparison } from './compare-sides.ts';
import type { Order } from './judge-order.ts';
import type { Step } from './step.ts';

const titles: Readonly<Record<Step, string>> = {
  configuration: 'configuration',
  backend: 'backend',
  worker: 'Worker',
  site: 'site',
};

/** The order as text, with the reasons. */
export function formatOrder(order: Order, changes: Comparison['changes'], to: string, environment: string): string {
  const { verdict, constraints, blocked, unknown, compared, notCompared } = order;
  const head = {
    safe: `Safe order for ${to} on ${environment}:`,
    'no safe order': `No single order is safe for ${to} on ${environment}.`,
    'not known': `The order for ${to} on ${environment} is not known to be safe. As far as it is known:`,
  }[verdict];
  const lines = [head];
  for (const [index, step] of order.steps.entries()) {
    lines.push(`  ${index + 1}. ${titles[step]}`);
    for (const { what } of changes.filter((each) => each.step === step)) lines.push(`       ${what}`);
    for (const { second, why, from } of constraints.filter((each) => each.first === step))
      lines.push(`       before the ${titles[second]}: ${why}${from[0] === undefined ? '' : ` (${from[0]})`}`);
  }
  for (const { what, between, from } of blocked)
    lines.push('', `✗ ${what}`, ...from.map((place) => `    from  ${place}`), `    → ${between}`);
  if (unknown.length > 0) lines.push('', 'Not known:', ...unknown.map((why) => `  ? ${why}`));
  const why =
    constraints.length === 0 && blocked.length === 0
      ? 'Nothing in the difference asks for another order.'
      : `${countWords(constraints.length, 'reason')} for the order.`;
  lines.push(
    '',
    `${why} ${countWords(compared, 'call, table, variable or migration', 'calls, tables, variables and migrations')} compared.`,
    ...notCompared.map((what) => `Not compared: ${what}.`),
  );
  return lines.join('\n');
}
