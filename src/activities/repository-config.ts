import type { RepositoryRef } from '#src/domain/command-message.ts'
import { CONFIG_PATH, NO_CONFIG, readRepositoryConfig } from '#src/domain/repository-config.ts'
import type { ConfigReading } from '#src/domain/repository-config.ts'
import type { ActivityPorts } from './activity-ports.ts'

/** What `.github/ollio.yml` says at a branch or commit; the usual where there is none. */
export async function readConfig(ports: ActivityPorts, repository: RepositoryRef, ref: string): Promise<ConfigReading> {
  const text = await ports.codeHost.readFile(repository, CONFIG_PATH, ref)
  return text === null ? { ok: true, config: NO_CONFIG } : readRepositoryConfig(text, (yaml) => ports.yamlReader.read(yaml))
}
