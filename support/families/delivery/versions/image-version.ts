import { readFileSync } from 'node:fs';
import path from 'node:path';
import { z } from 'zod';
import { NotVerified } from '../../../check/not-verified.ts';
import { jsonIn } from '../../../files/parse-json.ts';
import { defineReading } from '../../../reading/index.ts';
import type { DeployedVersion } from './deployed-version.ts';

/** What `docker inspect` writes of an image or a container. Source: docs.docker.com, `docker inspect`. */
const Inspected = z
  .array(z.looseObject({ Config: z.looseObject({ Labels: z.record(z.string(), z.string()).nullish() }) }))
  .min(1);

interface InspectedImage {
  directory: string;
  name: string;
  inspected: string;
  label: string;
}

/** The label of the image that runs, from the file that the pipeline wrote with `docker inspect`. */
export const imageVersion = defineReading({
  name: 'delivery.image-version',
  effect: 'offline',
  key: ({ directory, inspected, label }: InspectedImage) => JSON.stringify([directory, inspected, label]),
  read({ directory, name, inspected, label }): Promise<DeployedVersion[]> {
    const file = path.resolve(directory, inspected);
    let text: string;
    try {
      text = readFileSync(file, 'utf8');
    } catch {
      throw new NotVerified(
        `${inspected} cannot be read, so the commit of the image ${name} is not known`,
        `Write it on the machine that runs ${name}: docker inspect <container> > ${inspected}`,
      );
    }
    const parsed = Inspected.safeParse(jsonIn(text));
    const labels = parsed.data?.map(({ Config }) => Config.Labels?.[label]) ?? [];
    const [version] = labels;
    if (!version || labels.includes(undefined))
      throw new NotVerified(
        `${inspected} has no label ${label}`,
        `Build the image with \`--label ${label}=$(git rev-parse HEAD)\`.`,
      );
    return Promise.resolve(
      labels.map((value) => ({
        part: name,
        called: `the image ${name}`,
        version: value ?? version,
        from: `${inspected} › ${label}`,
      })),
    );
  },
});
