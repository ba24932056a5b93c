import { z } from 'zod'
import { configSchema } from './repository-config.ts'

/** What editors know of `.github/ollio.yml`: what may be written there. */
export function configJsonSchema() {
  return {
    title: 'Ollio',
    description: 'How Ollio works in this repository: .github/ollio.yml',
    ...z.toJSONSchema(configSchema, { io: 'input' }),
  }
}
