import { writeFile } from 'node:fs/promises'
import { describeSettings } from '#src/config/settings.ts'

const HEADER = `# Settings of Ollio's server and worker, generated from src/config/settings.ts by \`npm run env-example\`.
# Each setting can also be read from a file: NAME_FILE=/path/to/file. Settings with a default are optional.
`

/** Text of `.env.example`: one documented line per setting. Optional settings are commented out. */
export function envExample(): string {
  const settings = describeSettings().map(({ name, description, default: fallback, required }) => {
    return `# ${description}\n${required ? '' : '# '}${name}=${fallback ?? ''}\n`
  })
  return [HEADER, ...settings].join('\n')
}

if (import.meta.main) await writeFile('.env.example', envExample())
