import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { type ExportedDocument, writeSnapshot } from '../../../fixtures/snapshots/write-snapshot.ts';
import { createDocumentIds } from '../../../fixtures/twin/convex/values/document-id.ts';
import {
  compareMigration,
  type MigrationComparison,
  parsePlan,
  preflightMigration,
} from '../../../support/families/migration/index.ts';
import { openArchive } from '../../../support/snapshot/index.ts';

export type Tables = Record<string, ExportedDocument[]>;

/** Two companies, three sites that refer to them, four incidents that refer to both, with valid ids of one deployment. */
export function sampleTables(namespace = 'dev'): Tables {
  const ids = createDocumentIds(namespace, ['companies', 'sites', 'incidents']);
  const companies = [0, 1].map((number) => ({
    _id: ids.publicId('companies', number),
    _creationTime: 1_760_000_000_000 + number,
    slug: `company-${number}`,
    status: number === 0 ? 'active' : 'trial',
  }));
  const sites = [0, 1, 2].map((number) => ({
    _id: ids.publicId('sites', number),
    _creationTime: 1_760_000_100_000 + number,
    companyId: companies[number % 2]?._id,
    name: `Site ${number}`,
  }));
  const incidents = [0, 1, 2, 3].map((number) => ({
    _id: ids.publicId('incidents', number),
    _creationTime: 1_760_000_200_000 + number,
    siteId: sites[number % 3]?._id,
    severity: number % 2 === 0 ? 'low' : 'high',
    reporters: [{ companyId: companies[0]?._id }],
  }));

  return structuredClone({ companies, sites, incidents });
}

export const wholePlan = 'tables:\n  companies:\n  sites:\n  incidents:\n';

/** A temporary folder for the exports and plans of a spec. */
export class MigrationFolder implements Disposable {
  readonly directory = mkdtempSync(path.join(tmpdir(), 'airlock-moved-'));

  async snapshot(name: string, tables: Tables, files: Readonly<Record<string, string>> = {}): Promise<string> {
    const file = path.join(this.directory, `${name}.zip`);
    await writeSnapshot(file, { tables, files });
    return file;
  }

  plan(text: string): string {
    const file = path.join(this.directory, 'plan.yaml');
    writeFileSync(file, text);
    return file;
  }

  async compare(plan: string, from: Tables, to: Tables, after?: Tables): Promise<MigrationComparison> {
    return compareMigration(parsePlan(plan, 'plan.yaml'), {
      from: await openArchive(await this.snapshot('from', from)),
      to: await openArchive(await this.snapshot('to', to)),
      after: after && (await openArchive(await this.snapshot('after', after))),
    });
  }

  async preflight(plan: string, from: Tables, to: Tables) {
    const [source, target] = [await this.snapshot('from', from), await this.snapshot('to', to)];
    return preflightMigration(parsePlan(plan, 'plan.yaml'), await openArchive(source), await openArchive(target));
  }

  [Symbol.dispose](): void {
    rmSync(this.directory, { recursive: true, force: true });
  }
}
