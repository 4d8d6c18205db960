import type { Id } from '../../../fixtures/twin/backend/convex/_generated/dataModel.js';
import type { ConvexDouble } from '../../../fixtures/twin/convex/start-convex-double.ts';

/** An HTTP answer with its body read. */
export interface Answer {
  status: number;
  headers: Headers;
  text: string;
  json: unknown;
}

/** Sends a request to the double's deployment address and reads the answer. */
export async function send(double: ConvexDouble, path: string, init: RequestInit = {}): Promise<Answer> {
  const response = await fetch(new URL(path, double.url), { ...init, redirect: 'manual' });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.startsWith('application/json') ?? false;
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : undefined };
}

/** Posts a function request. @param key the admin key, or undefined to ask as nobody. */
export async function post(double: ConvexDouble, path: string, body: unknown, key?: string): Promise<Answer> {
  return await send(double, path, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key !== undefined && { authorization: `Convex ${key}` }) },
    body: JSON.stringify(body),
  });
}

/** The value of a successful query. @throws when the answer says otherwise. */
export async function queryValue<Value>(
  double: ConvexDouble,
  path: string,
  args: object = {},
  key?: string,
): Promise<Value> {
  const answer = await post(double, '/api/query', { path, args, format: 'json' }, key);
  const json = answer.json as { status?: string; value?: Value };
  if (json?.status !== 'success') {
    throw new Error(`Expected ${path} to succeed, saw ${answer.status} ${answer.text}`);
  }
  return json.value as Value;
}

/** The first company of the double's seed, and its first site. @throws when the seed holds none. */
export async function firstCompany(double: ConvexDouble): Promise<{ companyId: Id<'companies'>; siteId: Id<'sites'> }> {
  const [company] = await queryValue<{ _id: Id<'companies'> }[]>(double, 'companies/list:listCompanies');
  if (company === undefined) {
    throw new Error('Expected the seed to hold a company, saw none.');
  }
  const companyId = company._id;
  const [site] = await queryValue<{ _id: Id<'sites'> }[]>(double, 'sites/list:listCompanySites', { companyId });
  if (site === undefined) {
    throw new Error(`Expected company ${companyId} of the seed to have a site, saw none.`);
  }
  return { companyId, siteId: site._id };
}
