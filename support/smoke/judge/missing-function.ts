// The wording changed three times: with and without "public", with and without the advice that follows.
// Source: get-convex/convex-backend, crates/udf/src/validation.rs and its history.
const wording = /Could not find (?:public )?function for '([^']+)'(?: in '([^']+)')?/;

/** The function that a Convex deployment says it does not have, in any of its wordings; undefined where it says something else. */
export function missingFunctionIn(message: string): string | undefined {
  const [, path, component] = wording.exec(message) ?? [];
  return path !== undefined && component !== undefined ? `${path} in ${component}` : path;
}
