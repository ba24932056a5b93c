import { z } from 'zod'
import { configSchema } from './repository-config.ts'

/** The JSON schema of `.github/ollio.yml` for editors. */
export function configJsonSchema() {
  return {
    title: 'Ollio',
    description: 'How Ollio works in this repository: .github/ollio.yml',
    ...z.toJSONSchema(configSchema, { io: 'input' }),
  }
}
