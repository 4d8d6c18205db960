import { z } from 'zod';
import { jsonIn } from '../../../files/parse-json.ts';
import { type Opening, requestTo, type Setting } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { outcomeOf, type Trial } from './trial.ts';

const Refusal = z.looseObject({ code: z.string().optional(), error: z.string().optional() });

export interface CredentialTrial {
  owner: string;
  /** Undefined: without any, as an unknown caller would. */
  credential: Setting | undefined;
  /** What it opens in the environment where it is tried. */
  opening: Opening;
}

/** Shows a credential at the address that its declaration names, by the request that changes nothing. */
export const credentialElsewhere = defineReading({
  name: 'isolation.credential-elsewhere',
  effect: 'read',
  key: ({ owner, credential, opening }: CredentialTrial) =>
    JSON.stringify([owner, credential?.name, opening.call, opening.at().href]),
  async read({ credential, opening }, { fetch }): Promise<Trial> {
    const { href } = opening.at();
    return trialOf(href, await fetch(href, requestTo(opening, credential)), opening.openedBy);
  },
});

async function trialOf(url: string, response: Response, opening?: readonly number[]): Promise<Trial> {
  const text = await response.text();
  const said = Refusal.safeParse(jsonIn(text)).data;
  const { status, ok } = response;
  return {
    url,
    outcome: outcomeOf(status, opening),
    // What opened may hold data: only a refusal's own words are repeated.
    answer: ok ? `status ${status}` : `status ${status} (${said?.code ?? said?.error ?? quoteForeign(text, 60)})`,
    refusal: 'status 401 or 403',
  };
}
