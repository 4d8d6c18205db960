/** What is mutated together, and the fast specs that have to notice. */
export interface Part {
  mutate: readonly string[];
  specs: readonly string[];
}

/** A run of every spec for each mutant would take days, so each part names its own. */
export const parts: Readonly<Record<string, Part>> = {
  gate: {
    mutate: ['support/report/verdict/judge-gate.ts', 'support/report/verdict/judge-plan.ts'],
    specs: ['specs/harness/report/gate/*.spec.ts'],
  },
  'exit-code': {
    mutate: ['support/report/verdict/reduce.ts', 'support/report/verdict/summarize.ts', 'support/command/exit-code.ts'],
    specs: ['specs/harness/report/{reduce,summarize}.spec.ts', 'specs/harness/command/exit-code.spec.ts'],
  },
  table: {
    mutate: ['support/table/*.ts'],
    // Without the properties and the largest table, which take seconds for each mutant.
    specs: [
      'specs/harness/table/{excerpt,forms,layout,load-table,other-separators,problems,references,scanning,whole-problems}.spec.ts',
    ],
  },
  functions: {
    mutate: ['support/platforms/convex/judge-calls.ts'],
    specs: ['specs/harness/convex/judge-calls.spec.ts'],
  },
  identity: {
    mutate: ['specs/isolation/convex-identity.judge.ts', 'support/families/config/compare-pair.ts'],
    specs: ['specs/harness/isolation/{convex-identity,compared-pairs}.spec.ts'],
  },
  'foreign-hosts': {
    mutate: ['support/families/config/judge-foreign-hosts.ts'],
    specs: ['specs/harness/config/foreign-hosts/*.spec.ts'],
  },
  healthy: {
    mutate: ['specs/worker/healthy.judge.ts'],
    specs: ['specs/harness/worker/{judgements,health/anywhere,health/findings}.spec.ts'],
  },
  'rate-limit': {
    mutate: ['support/platforms/worker/limits/judge-burst.ts', 'support/platforms/worker/limits/confirm-burst.ts'],
    specs: ['specs/harness/limiters/judge-burst/*.spec.ts'],
  },
};
