import { z } from 'zod';
import type { ComposeProject } from '../../support/compose/index.ts';

/** What is compared of `docker compose config --format json`. */
export const ComposeConfig = z.looseObject({
  services: z.record(
    z.string(),
    z.looseObject({
      image: z.string().optional(),
      environment: z.record(z.string(), z.string().nullable()).nullish(),
      ports: z
        .array(z.looseObject({ target: z.number(), published: z.string().optional(), host_ip: z.string().optional() }))
        .optional(),
      volumes: z.array(z.looseObject({ type: z.string(), target: z.string() })).optional(),
    }),
  ),
});
export type ComposeConfig = z.infer<typeof ComposeConfig>;

type Services = Readonly<
  Record<string, Readonly<Record<'image' | 'environment' | 'ports' | 'mounts', readonly string[]>>>
>;

/** Where the reader's model and that of Compose differ, as sentences. */
export function differencesFromCompose(own: ComposeProject, theirs: ComposeConfig): string[] {
  const [read, said] = [servicesRead(own), servicesSaid(theirs)];
  return [...new Set([...Object.keys(read), ...Object.keys(said)])].sort().flatMap((name) => {
    const [here, there] = [read[name], said[name]];
    if (!here || !there) return [`${name}: only ${here ? 'the reader' : 'Compose'} has it`];
    return (['image', 'environment', 'ports', 'mounts'] as const).flatMap((field) => {
      const [a, b] = [[...here[field]].sort().join(', '), [...there[field]].sort().join(', ')];
      return a === b ? [] : [`${name}.${field}: the reader has ${a || 'none'}; Compose has ${b || 'none'}`];
    });
  });
}

function servicesRead({ services }: ComposeProject): Services {
  return Object.fromEntries(
    services
      .filter(({ isLeftOut }) => !isLeftOut)
      .map(({ name, image, environment, ports, mounts }) => [
        name,
        {
          image: image ? [image.text] : [],
          environment: [...environment.variables].map(([key, { value }]) => `${key}=${value ?? ''}`),
          ports: ports.map(({ hostIp = '', published, target }) => `${hostIp}:${published?.[0] ?? ''}:${target}`),
          mounts: mounts.map(({ type, target }) => `${type}:${target}`),
        },
      ]),
  );
}

function servicesSaid({ services }: ComposeConfig): Services {
  return Object.fromEntries(
    Object.entries(services).map(([name, { image, environment, ports = [], volumes = [] }]) => [
      name,
      {
        image: image === undefined ? [] : [image],
        environment: Object.entries(environment ?? {}).map(([key, value]) => `${key}=${value ?? ''}`),
        ports: ports.map(({ host_ip = '', published = '', target }) => `${host_ip}:${published}:${target}`),
        mounts: volumes.map(({ type, target }) => `${type}:${target}`),
      },
    ]),
  );
}
