import { MissingInput } from '../../settings/index.ts';

/**
 * The path of an endpoint that a request needs and that not every Worker has.
 * @throws MissingInput where the config does not name it
 */
export function endpointPath(endpoints: { log?: string | undefined; logs?: string | undefined }, name: 'log' | 'logs') {
  const path = endpoints[name];
  if (path !== undefined) return path;
  const place = `platforms.worker.endpoints.${name}`;
  throw new MissingInput(
    `\`${place}\` is not set`,
    'the deployment config',
    `Name it: ${name === 'log' ? 'where logs are posted' : "where a trace's logs are read"}; \`...logIngestionWorker\` has both.`,
  );
}
