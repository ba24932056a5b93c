import { writeFile } from 'node:fs/promises'
import { configJsonSchema } from '#src/domain/repository/config-json-schema.ts'

/** Writes the schema of `.github/ollio.yml` for editors; a test holds it to the code. */
await writeFile('docs/ollio.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
