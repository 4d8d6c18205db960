import { readFile } from 'node:fs/promises';
import { z } from 'zod';
import { NotVerified } from '../../check/not-verified.ts';
import { jsonIn } from '../../files/parse-json.ts';
import { defineReading } from '../../reading/index.ts';
import { errorText } from '../../text/error-text.ts';

/** What is read of a verdict. */
const EarlierVerdict = z.looseObject({
  deployment: z.string(),
  project: z.string(),
  state: z.string(),
  parts: z.looseObject({
    specs: z.looseObject({
      outcomes: z.array(
        z.looseObject({
          check: z.string(),
          environment: z.string(),
          kind: z.string(),
          evidence: z.record(z.string(), z.number()),
        }),
      ),
    }),
  }),
});

/** What the destructive proof of another environment showed. */
export interface EarlierProof {
  file: string;
  deployment: string;
  environment: string;
  /** `held`, or what else came of the proof. */
  kind: string;
  evidence: readonly string[];
}

export const clearProofCheck = 'worker/clear-refuses-strangers';

/** The evidence of one route that refused every caller, at the commit that the Worker reported. */
export function provedEvidence(path: string, commit: string): string {
  return `callers refused by ${path} at commit ${commit}`;
}

/** @throws NotVerified where the file holds no complete verdict in which the proof ran */
export const earlierClearProof = defineReading({
  name: 'worker.earlier-clear-proof',
  effect: 'offline',
  key: ({ path }: { path: string; shown: string }) => path,
  async read({ path, shown }): Promise<EarlierProof> {
    const text = await readFile(path, 'utf8').catch((error: unknown) => {
      throw new NotVerified(`the verdict of \`adminRoutesProof\` cannot be read: ${errorText(error)}`);
    });
    const parsed = EarlierVerdict.safeParse(jsonIn(text));
    if (!parsed.success || parsed.data.state !== 'complete')
      throw new NotVerified(`${shown} is not the verdict of a run that was completed`);
    const { deployment, parts } = parsed.data;
    const outcome = parts.specs.outcomes.find(({ check }) => check === clearProofCheck);
    if (!outcome) throw new NotVerified(`the run of ${shown} did not try ${clearProofCheck}`);
    const { environment, kind, evidence } = outcome;
    return { file: shown, deployment, environment, kind, evidence: Object.keys(evidence) };
  },
});
