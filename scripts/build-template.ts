import { existsSync, readdirSync } from 'node:fs'
import { join } from 'node:path'
import { buildTemplate } from '#src/adapters/e2b/build-template.ts'
import { e2bTemplateName } from '#src/adapters/e2b/template-name.ts'
import { ConfigError, environment, readE2bConfig } from '#src/config.ts'
import { Failure } from '#src/domain/failures.ts'

/**
 * `npm run template:build [-- name:tag] [folder …]` builds the sandbox templates in E2B's cloud: all of `sandbox-templates/` that have an
 * e2b.Dockerfile, or those that are named.
 */
const TEMPLATES = join(import.meta.dirname, '../sandbox-templates')
const DOCKERFILE = 'e2b.Dockerfile'

export async function buildTemplates(args: readonly string[], env: Parameters<typeof readE2bConfig>[0]): Promise<void> {
  const { cloud, template } = readE2bConfig(env)
  if (cloud === null) throw new ConfigError(['E2B_API_KEY is missing: templates are built in E2B’s cloud, with a key of its dashboard'])
  const all = readdirSync(TEMPLATES).filter((name) => existsSync(join(TEMPLATES, name, DOCKERFILE)))
  const named = args.filter((arg) => all.includes(arg))
  const [chosen = template, ...more] = args.filter((arg) => !all.includes(arg))
  if (more.length > 0 || !/^[a-z0-9_-]+(?::[\w.-]+)?$/.test(chosen))
    throw new ConfigError([`No template and no name:tag: ${more[0] ?? chosen}; there are ${all.join(', ')}`])

  for (const folder of named.length > 0 ? named : all) {
    const name = await e2bTemplateName(chosen, TEMPLATES, folder)
    console.log(`building ${name}`)
    const onLog = (line: string): void => console.log(`  ${line}`)
    const { templateId } = await buildTemplate({ ...cloud, folder: join(TEMPLATES, folder), name, onLog })
    console.log(`${name} is built (${templateId})`)
  }
}

if (import.meta.main) {
  try {
    await buildTemplates(process.argv.slice(2), environment('.env'))
  } catch (error) {
    if (!(error instanceof ConfigError || error instanceof Failure)) throw error
    console.error(error instanceof ConfigError ? error.problems.join('\n') : error.message)
    process.exitCode = 1
  }
}
