import type { WorkerProfile } from '../../../profile/index.ts';

/** The route that pages call with a preflight, and the methods that they use there. */
export interface CalledRoute {
  path: string;
  methods: readonly string[];
}

/** Where pages post logs; of a Worker that takes none, the first route that they read. */
export function calledRoute({ endpoints, corsPath, corsMethods }: WorkerProfile): CalledRoute {
  const [read = endpoints.health] = [corsPath ?? []].flat();
  return {
    path: endpoints.log ?? read,
    methods: corsMethods ?? [endpoints.log === undefined ? 'GET' : 'POST'],
  };
}
