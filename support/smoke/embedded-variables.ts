const name = 'AIRLOCK_EMBEDDED_VARIABLES';

/** Passes the addresses of an embedded deployment to Playwright's workers, which inherit the runner's environment. */
export function setEmbeddedVariables(variables: Record<string, string>): void {
  process.env[name] = JSON.stringify(variables);
}

/** The addresses of the embedded deployment, in a worker of a run that started one. */
export function embeddedVariables(): Record<string, string> | undefined {
  const text = process.env[name];
  return text === undefined ? undefined : (JSON.parse(text) as Record<string, string>);
}
