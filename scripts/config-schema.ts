import { writeFile } from 'node:fs/promises'
import { configJsonSchema } from '#src/domain/repository/config-json-schema.ts'

/** Writes the JSON schema of `.github/ollio.yml` for editors. A test checks that it matches the code. */
await writeFile('docs/ollio.schema.json', `${JSON.stringify(configJsonSchema(), null, 2)}\n`)
