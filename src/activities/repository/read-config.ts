import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { nearestName } from '#src/domain/shared/nearest-name.ts'
import { CONFIG_PATH, NO_CONFIG, readRepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { ConfigReading, RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** The ports that this file uses. */
type Ports = Pick<ActivityPorts, 'codeHost' | 'rules' | 'yamlReader'>

/** Reads `.github/ollio.yml` at a commit, or on the default branch; the defaults if there is none. */
export async function readConfig(ports: Ports, repository: RepositoryRef, ref?: string): Promise<ConfigReading> {
  const text = await ports.codeHost.readFile(repository, CONFIG_PATH, ref)
  const reading: ConfigReading =
    text === null ? { ok: true, config: NO_CONFIG } : readRepositoryConfig(text, (yaml) => ports.yamlReader.read(yaml))
  return reading.ok ? allowed(ports, reading.config) : reading
}

/** The operator decides which models are allowed. */
function allowed({ rules }: Ports, config: RepositoryConfig): ConfigReading {
  const { model } = config
  if (model === null || rules.models.includes(model)) return { ok: true, config }
  const near = nearestName(model, rules.models)
  const known = near === null ? `The allowed models are ${rules.models.join(', ')}.` : `Did you mean “${near}”?`
  return { ok: false, line: 1, problem: `model: “${model.slice(0, 100)}” is not available here. ${known}` }
}
