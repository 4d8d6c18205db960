import type { WorkerProfile } from '../../profile/index.ts';

/** What a client of the Worker shows to post and read logs: its token, where the Worker asks for one. */
export function clientHeaders({ ingestToken }: WorkerProfile): Record<string, string> {
  return ingestToken === undefined ? {} : { authorization: `Bearer ${ingestToken.value}` };
}

/** What a Worker answers to a caller whose token it does not know. */
export function isRefusedToken(status: number): boolean {
  return status === 401 || status === 403;
}

/** What lets the checks in where the Worker refuses them: the catalogue has a refused credential for not verified. */
export function enableToken({ ingestToken }: WorkerProfile): string {
  return ingestToken === undefined
    ? 'Name the token that clients show in `platforms.worker.ingestToken` of the deployment config.'
    : `Correct ${ingestToken.name} (${ingestToken.origin}): the Worker does not know it.`;
}
