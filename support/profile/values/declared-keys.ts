import { isSecretRole, type Role, type SettingSource, walkSection } from '../../settings/index.ts';
import { Deployment, type ValueType } from '../schema.ts';

/** What the declarations say of a key that a setting is read from. */
export interface DeclaredKey {
  isCredential: boolean;
  type?: ValueType;
}

/** The keys from which the settings of a config are read. A key of several settings is a credential where one of them is. */
export function declaredKeys(deployment: Deployment): Map<string, DeclaredKey> {
  const keys = new Map<string, DeclaredKey>();
  const note = (source: SettingSource, role: Role) => {
    if (!('key' in source)) return;
    const known = keys.get(source.key);
    const type = formOf(role) ?? known?.type;
    keys.set(source.key, {
      isCredential: isSecretRole(role) || known?.isCredential === true,
      ...(type !== undefined && { type }),
    });
  };
  walkSection(
    Deployment,
    deployment,
    { place: '', group: {} },
    { setting: (source, role) => note(source as SettingSource, role) },
  );
  return keys;
}

/** The form of values that follows from a role; undefined where it says nothing of one. */
function formOf({ role }: Role): ValueType | undefined {
  if (role === 'address') return 'url';
  if (role === 'connection string') return 'connection-string';
  return role === 'deployment name' ? 'convex-deployment' : undefined;
}
