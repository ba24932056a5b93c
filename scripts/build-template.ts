import { join } from 'node:path'
import { buildTemplate } from '#src/adapters/sandbox/e2b/build-e2b-template.ts'
import { e2bTemplateName } from '#src/adapters/sandbox/e2b/e2b-template-name.ts'
import { readE2bConfig } from '#src/config/config.ts'
import { ConfigError, environment } from '#src/config/read-settings.ts'
import { Failure } from '#src/domain/shared/failures.ts'
import { TEMPLATES } from '#src/domain/repository/choose-template.ts'

/** `npm run template:build [-- name:tag] [template …]` builds the named sandbox templates, or all of them, in E2B's cloud. */
const FOLDER = join(import.meta.dirname, '../sandbox-templates')

export async function buildTemplates(args: readonly string[], env: Parameters<typeof readE2bConfig>[0]): Promise<void> {
  const { cloud, template: usual } = readE2bConfig(env)
  if (cloud === null)
    throw new ConfigError(['E2B_API_KEY is missing: templates are built in the E2B cloud. Create an API key in the E2B dashboard'])
  const named = TEMPLATES.filter((name) => args.includes(name))
  const [chosen = usual, ...more] = args.filter((arg) => !TEMPLATES.some((name) => name === arg))
  if (more.length > 0 || !/^[a-z0-9_-]+(?::[\w.-]+)?$/.test(chosen))
    throw new ConfigError([`“${more[0] ?? chosen}” is neither a template nor a valid name:tag. Templates: ${TEMPLATES.join(', ')}`])

  for (const template of named.length > 0 ? named : TEMPLATES) {
    const name = await e2bTemplateName(chosen, FOLDER, template)
    console.log(`Building ${name}`)
    const onLog = (line: string): void => console.log(`  ${line}`)
    const { templateId } = await buildTemplate({ ...cloud, templatesFolder: FOLDER, template, name, onLog })
    console.log(`Built ${name} (${templateId})`)
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
