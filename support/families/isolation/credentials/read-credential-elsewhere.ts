import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { jsonIn } from '../../../files/parse-json.ts';
import type { ConvexProfile, Setting } from '../../../profile/index.ts';
import { defineReading } from '../../../reading/index.ts';
import { quoteForeign } from '../../../text/quote-foreign.ts';
import { outcomeOf, type Trial } from './trial.ts';

const Refusal = z.looseObject({ code: z.string().optional(), error: z.string().optional() });

export interface KeyTrial {
  /** Whose key it is. */
  owner: ConvexProfile;
  at: ConvexProfile;
}

/** Shows one deployment another's deploy key: `GET /api/check_admin_key`, which does nothing but answer. */
export const deployKeyElsewhere = defineReading({
  name: 'isolation.deploy-key-elsewhere',
  effect: 'read',
  key: ({ owner, at }: KeyTrial) => `${owner.environment} ${at.url.url.origin}`,
  async read({ owner, at }, { fetch }): Promise<Trial> {
    const url = new URL('/api/check_admin_key', at.url.url).href;
    return trialOf(
      url,
      await fetch(url, { headers: { authorization: `Convex ${owner.deployKey?.value}` }, redirect: 'manual' }),
    );
  },
});

export interface TokenTrial {
  owner: string;
  /** Undefined: without any token, as whoever comes by. */
  token: Setting | undefined;
  url: Setting;
  path: string;
  /** The path asks who calls before it looks at the method: a 405 then says that the token was taken. */
  authenticatesFirst?: boolean;
}

/** Shows a bearer token at one path: `GET`, which does nothing but answer. `/ping` of Redis over REST, for one. */
export const tokenElsewhere = defineReading({
  name: 'isolation.token-elsewhere',
  effect: 'read',
  key: ({ owner, token, url, path }: TokenTrial) => JSON.stringify([owner, token?.name, new URL(path, url.url).href]),
  async read({ token, url, path, authenticatesFirst = false }, { fetch }): Promise<Trial> {
    const address = new URL(path, url.url).href;
    const response = await fetch(address, { headers: bearer(token), redirect: 'manual' });
    return trialOf(address, response, authenticatesFirst ? [405] : []);
  },
});

/** Shows a token to an attest route and asks for the proof of no key at all: `POST {nonce, keys: []}`. */
export const attestTokenElsewhere = defineReading({
  name: 'isolation.attest-token-elsewhere',
  effect: 'read',
  key: ({ owner, token, url, path }: TokenTrial) => JSON.stringify([owner, token?.name, new URL(path, url.url).href]),
  async read({ token, url, path }, { fetch }): Promise<Trial> {
    const address = new URL(path, url.url).href;
    const response = await fetch(address, {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...bearer(token) },
      body: JSON.stringify({ nonce: randomBytes(32).toString('hex'), keys: [] }),
      redirect: 'manual',
    });
    return trialOf(address, response);
  },
});

function bearer(token: Setting | undefined): Record<string, string> {
  return token === undefined ? {} : { authorization: `Bearer ${token.value}` };
}

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
