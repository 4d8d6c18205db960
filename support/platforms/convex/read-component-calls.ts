import { join, relative } from 'node:path';
import { type BackendSource, mountedComponents as mountedInConfig, readBackendSource } from '../../contract/index.ts';
import { defineReading } from '../../reading/index.ts';

/** A component whose folder is part of the team's own tree. */
export interface OwnComponentSource {
  /** As a deployment lists it. */
  name: string;
  /** Its folder, as the config names the functions folder. */
  shown: string;
  syntax: BackendSource['syntax'];
}

/** What the code of the team's own components calls: its `api` and `internal` are those of the component. */
export const componentSources = defineReading({
  name: 'convex.component-sources',
  effect: 'offline',
  key: ({ path }: { path: string; shown: string }) => path,
  async read({ path, shown }): Promise<readonly OwnComponentSource[]> {
    const sources: OwnComponentSource[] = [];
    for (const { name, folder, isOwn } of mountedInConfig(path))
      if (folder && isOwn) {
        const { syntax } = await readBackendSource(folder);
        sources.push({ name, shown: join(shown, relative(path, folder)), syntax });
      }
    return sources;
  },
});
