import { z } from 'zod';
import type { ConvexProfile, Setting } from '../../profile/index.ts';
import { defineReading } from '../../reading/index.ts';
import { redactedExcerpt } from '../../redaction/redact.ts';
import { jsonOf } from './read-admin-query.ts';

const Refusal = z.looseObject({ code: z.string().optional(), error: z.string().optional() });

/** What came of a credential at one address: only the status, and what the answer calls itself. */
export interface Trial {
  url: string;
  status: number;
  said: string;
}

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
}

/** Shows a bearer token at one path: `GET`, which does nothing but answer. `/ping` of Redis over REST, for one. */
export const tokenElsewhere = defineReading({
  name: 'isolation.token-elsewhere',
  effect: 'read',
  key: ({ owner, token, url, path }: TokenTrial) => JSON.stringify([owner, token?.name, new URL(path, url.url).href]),
  async read({ token, url, path }, { fetch }): Promise<Trial> {
    const address = new URL(path, url.url).href;
    const headers = token === undefined ? {} : { authorization: `Bearer ${token.value}` };
    return trialOf(address, await fetch(address, { headers, redirect: 'manual' }));
  },
});

async function trialOf(url: string, response: Response): Promise<Trial> {
  const text = await response.text();
  const refusal = Refusal.safeParse(jsonOf(text)).data;
  return { url, status: response.status, said: refusal?.code ?? refusal?.error ?? redactedExcerpt(text, 60) };
}

/** 401 and 403 refuse; what opens answers 2xx. Anything else says neither. */
export function trialOutcome({ status }: Trial): 'refused' | 'opened' | 'unclear' {
  if (status === 401 || status === 403) return 'refused';
  return status >= 200 && status <= 299 ? 'opened' : 'unclear';
}
