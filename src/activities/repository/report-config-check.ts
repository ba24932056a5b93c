import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import { configCheck } from '#src/domain/repository/config-check.ts'
import { CONFIG_PATH } from '#src/domain/repository/repository-config.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import { readConfig } from './read-config.ts'

/** Reports on a pull request that changes our configuration whether it is valid, before it takes effect. */
export async function reportConfigCheck(
  ports: Pick<ActivityPorts, 'codeHost' | 'rules' | 'yamlReader'>,
  { repository, number, headSha }: { repository: RepositoryRef; number: number; headSha: string },
): Promise<void> {
  if (!(await ports.codeHost.changedPaths(repository, number)).includes(CONFIG_PATH)) return
  const reading = await readConfig(ports, repository, headSha)
  await ports.codeHost.putCheckRun(repository, { headSha, externalId: `config:${number}`, ...configCheck(reading) })
}
