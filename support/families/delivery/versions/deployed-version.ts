/** What one part of a deployment reports of the version that it runs. */
export interface DeployedVersion {
  /** Which part: its place in the config without `platforms.`, as in `worker`, `workers.logs`, `convex`, `pages`. */
  part: string;
  /** In messages: "the Worker logs". */
  called: string;
  /** A commit, or `modules:…` for a hash of what is deployed. */
  version: string;
  /** The address and the field that report it. */
  from: string;
  /** When it was deployed, in ISO 8601, where the platform tells. */
  deployedAt?: string;
}

/** Whether a text can be the name of a commit of git. */
export function isCommit(text: string): boolean {
  return /^[0-9a-f]{7,64}$/i.test(text);
}

/** The id of a part, by the place of its section in the config. */
export function partOf({ place }: { place: string }): string {
  return place.replace(/^platforms\./, '');
}
