import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { nearestName } from '#src/domain/shared/nearest-name.ts'
import { CONFIG_PATH, NO_CONFIG, readRepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { ConfigReading, RepositoryConfig } from '#src/domain/repository/repository-config.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'

/** What `.github/ollio.yml` says at a commit, or on the default branch as it is now; the usual where there is none. */
export async function readConfig(ports: ActivityPorts, repository: RepositoryRef, ref?: string): Promise<ConfigReading> {
  const text = await ports.codeHost.readFile(repository, CONFIG_PATH, ref)
  const reading: ConfigReading =
    text === null ? { ok: true, config: NO_CONFIG } : readRepositoryConfig(text, (yaml) => ports.yamlReader.read(yaml))
  return reading.ok ? allowed(ports, reading.config) : reading
}

/** Which models there are is for the operator to say. */
function allowed({ rules }: ActivityPorts, config: RepositoryConfig): ConfigReading {
  const { model } = config
  if (model === null || rules.models.includes(model)) return { ok: true, config }
  const near = nearestName(model, rules.models)
  const known = near === null ? `The models are ${rules.models.join(', ')}.` : `Did you mean “${near}”?`
  return { ok: false, line: 1, problem: `model: there is no model “${model.slice(0, 100)}” here. ${known}` }
}
