/** A function path in Convex form, as text: `sites/list:all`, and `sites/list.js:all` as old clients write it. */
const path = String.raw`[\w-]+(?:\/[\w-]+)*(?:\.js)?:[A-Za-z_$][\w$]*`;

/** A call that may pass a function path as text to a client of Convex: `.query("sites/list:all"`. Other clients have such methods too. */
export const pathCallForm = new RegExp(
  String.raw`\.(?:query|mutation|action|onUpdate|watchQuery|consistentQuery)(?:\?\.)?\(\s*(['"\`])(${path})\1`,
  'g',
);

const wholePath = new RegExp(`^${path}$`);

/** Whether a text looks like a function path. */
export function isFunctionPath(text: string): boolean {
  return wholePath.test(text);
}

/** Why such a call is reported and not compared with the backend. */
export const pathCallReason = 'a path as text, which Convex clients take, and others too';

/** Why a request that looks like one of Convex's HTTP API is reported and not compared with the backend. */
export const httpApiReason =
  "its address is known only at run time, and it has the form of a call of Convex's HTTP API";
