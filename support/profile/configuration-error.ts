/** One thing that is wrong in the table, the config, a waiver or the command. */
export interface ConfigurationProblem {
  /** Where: "deployment.config.ts › environments.prod.class", "app.table:12:40", "--project". */
  place: string;
  /** What was expected and what was seen, in one sentence. */
  message: string;
  /** What to do. */
  remedy?: string;
}

/** The table, the config, a waiver or the command is wrong: nothing can be judged, and the run ends with 78. */
export class ConfigurationError extends Error {
  override readonly name = 'ConfigurationError';
  readonly problems: readonly ConfigurationProblem[];

  constructor(problems: readonly ConfigurationProblem[]) {
    super(problems.map(formatConfigurationProblem).join('\n'));
    this.problems = problems;
  }
}

/** One problem as a sentence for the terminal: place, message, remedy. */
export function formatConfigurationProblem({ place, message, remedy }: ConfigurationProblem): string {
  return `${place}: ${message}${remedy === undefined ? '' : `\n  → ${remedy}`}`;
}

/** A single problem as an error. */
export function configurationError(place: string, message: string, remedy?: string): ConfigurationError {
  return new ConfigurationError([remedy === undefined ? { place, message } : { place, message, remedy }]);
}
