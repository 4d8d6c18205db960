import { existsSync, statSync } from 'node:fs';
import path from 'node:path';
import { readDockerfile } from '../../../support/compose/dockerfile.ts';
import { modelProject } from '../../../support/compose/index.ts';
import { below, textOf } from '../../../support/compose/located-tree.ts';
import type { ComposeEnvironment, ComposeReading } from '../../../support/platforms/compose/read-compose.ts';
import { loadFolder } from './project-folder.ts';

interface ReadingOptions {
  environment?: string;
  class?: ComposeReading['class'];
  settings?: Partial<ComposeEnvironment>;
  /** Variables of the project: null is a value that is not known. */
  values?: Readonly<Record<string, string | null>>;
  /** Further files, and Dockerfiles by the name of their context. */
  files?: Readonly<Record<string, string>>;
}

const nothing: ComposeEnvironment = { files: [], envFiles: [], profiles: [], entry: [] };

/** The reading of one compose file, as the checks are given it. */
export function readingOf(text: string, options: ReadingOptions = {}): ComposeReading {
  const { environment = 'prod', settings, values = {}, files = {} } = options;
  const loaded = loadFolder({ 'compose.yaml': text, ...files }, values);
  const shown = (file: string) => path.relative(loaded.folder, file) || '.';
  const project = modelProject(loaded, {
    profiles: settings?.profiles ?? [],
    shown,
    dockerfileOf: (service, args) => {
      const context = textOf(below(service, 'build', 'context'));
      const file = context === undefined ? undefined : files[`${path.basename(context)}/Dockerfile`];
      return file === undefined ? undefined : readDockerfile(file, { args });
    },
  });
  return {
    ...project,
    environment,
    class: options.class ?? 'production',
    settings: { ...nothing, ...settings },
    repository: loaded.folder,
    kindOf: (source) => {
      if (existsSync(source)) return statSync(source).isDirectory() ? 'folder' : 'file';
      return path.extname(source) === '' ? 'folder' : 'file';
    },
  };
}
