import type { Comparison, Constraint } from './compare-sides.ts';
import { type Step, steps } from './step.ts';

/** An order that is safe, or why there is none. */
export interface Order {
  verdict: 'safe' | 'no safe order' | 'not known';
  /** The steps in order; empty where there is no safe one. */
  steps: readonly Step[];
  constraints: readonly Constraint[];
  /** What makes every order unsafe, with the step that is missing between. */
  blocked: Comparison['blocked'];
  unknown: readonly string[];
  compared: number;
  /** What may decide too and is not looked at, said with every order. */
  notCompared: readonly string[];
}

/** A Worker's routes are declared nowhere; what it holds is compared with the table and its configuration by the checks. */
const ofWorkers = ["what the site calls of the Worker, and the Worker's own variables and secrets"];

/**
 * The order in which everything is deployed: what a difference asks for, else configuration, backend, Worker, site. Pure.
 * @param present what the deployment consists of
 */
export function judgeOrder({ constraints, blocked, unknown, compared }: Comparison, present: readonly Step[]): Order {
  const sorted = sortSteps(present, constraints);
  const missing = sorted === undefined ? [...blocked, ...intermediate(constraints)] : blocked;
  const notCompared = present.includes('worker') ? ofWorkers : [];
  const base = { constraints: onePerReason(constraints), unknown, compared, notCompared };
  if (missing.length > 0) return { ...base, verdict: 'no safe order', steps: [], blocked: missing };
  const isKnown = unknown.length === 0 && compared > 0;
  return { ...base, verdict: isKnown ? 'safe' : 'not known', steps: sorted ?? [], blocked: [] };
}

/** Undefined where two steps each have to be before the other. */
export function sortSteps(
  present: readonly Step[],
  constraints: readonly Pick<Constraint, 'first' | 'second'>[],
): Step[] | undefined {
  const left = steps.filter((step) => present.includes(step));
  const order: Step[] = [];
  while (left.length > 0) {
    const free = left.find(
      (step) => !constraints.some(({ first, second }) => second === step && first !== step && left.includes(first)),
    );
    if (free === undefined) return undefined;
    left.splice(left.indexOf(free), 1);
    order.push(free);
  }
  return order;
}

/** Expand and contract: what the live site still needs stays in the backend until the new site is out. */
function intermediate(constraints: readonly Constraint[]): Comparison['blocked'] {
  const kept = constraints.filter(({ first, second }) => first === 'site' && second === 'backend');
  const added = constraints.filter(({ first, second }) => first === 'backend' && second === 'site');
  const [needs, breaks] = [added[0], kept[0]];
  if (!needs || !breaks)
    return [
      {
        what: `two steps each have to be before the other: ${constraints.map(({ first, second }) => `${first} before ${second}`).join(', ')}`,
        between: 'Split the commit, so that each part can be deployed by itself.',
        from: constraints.flatMap(({ from }) => from),
      },
    ];
  return [
    {
      what: `the backend has to be first (${needs.why}), and the site has to be first (${breaks.why})`,
      between: `Deploy a backend between that has both: what the commit adds, and all that the live site calls (${kept.length} in question). Then the site, then the commit's own backend.`,
      from: [...needs.from, ...breaks.from],
    },
  ];
}

function onePerReason(constraints: readonly Constraint[]): Constraint[] {
  return [...new Map(constraints.map((each) => [`${each.first} ${each.second} ${each.why}`, each])).values()];
}
