import { globSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { platforms } from '../../platforms/registry.ts';
import { Deployment } from '../schema.ts';
import { DeliverySource } from '../sections/delivery.ts';
import { IsolationSource } from '../sections/isolation.ts';
import { MigrationSource } from '../sections/migration.ts';
import { NotifySource } from '../sections/notify.ts';
import { OnCallSource } from '../sections/on-call.ts';
import { SmokeSource } from '../sections/smoke.ts';
import { SyncSource } from '../sections/sync.ts';
import { documentedObjects } from './doc-comments.ts';
import { type ReferenceSection, settingsReference } from './settings-reference.ts';

const root = path.join(import.meta.dirname, '../../..');
const declarations = ['support/platforms/*/platform*.ts', 'support/profile/sections/*.ts', 'support/profile/schema.ts'];

const sections: readonly ReferenceSection[] = [
  {
    place: '',
    title: 'the deployment',
    schema: Deployment,
    without: ['platforms', 'sync', 'delivery', 'notify', 'onCall'],
  },
  ...Object.entries(platforms).map(([name, { title, settings: schema }]) => ({
    place: `platforms.${name}`,
    title,
    schema,
  })),
  { place: 'platforms.smoke', title: 'the smoke test', schema: SmokeSource },
  { place: 'platforms.isolation', title: 'the nightly audit', schema: IsolationSource },
  { place: 'platforms.migration', title: 'data that was moved', schema: MigrationSource },
  { place: 'sync', title: 'the tools that compare and write the table', schema: SyncSource },
  { place: 'delivery', title: 'the pipeline that ships the repository', schema: DeliverySource },
  { place: 'notify', title: 'notices of the audit', schema: NotifySource },
  { place: 'onCall', title: 'what reports tell the people who are called', schema: OnCallSource },
];

/** The text of docs/settings.md, from the declarations as they are. */
export function referenceOfConfig(): string {
  const files = globSync(declarations, { cwd: root }).sort();
  const objects = files.flatMap((file) => documentedObjects(file, readFileSync(path.join(root, file), 'utf8')));
  return settingsReference(sections, objects);
}
