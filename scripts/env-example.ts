import { writeFile } from 'node:fs/promises'
import { describeSettings } from '#src/config/settings.ts'

const HEADER = `# Settings of Ollio's server and worker; made from src/config/settings.ts by \`npm run env-example\`.
# Each can also be read from a file: NAME_FILE=/path/to/it. What has a default may be left out.
`

/** `.env.example`: one documented line for each setting, those with a default commented out. */
export function envExample(): string {
  const settings = describeSettings().map(({ name, description, default: fallback, required }) => {
    return `# ${description}\n${required ? '' : '# '}${name}=${fallback ?? ''}\n`
  })
  return [HEADER, ...settings].join('\n')
}

if (import.meta.main) await writeFile('.env.example', envExample())
