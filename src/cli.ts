import { userInfo } from 'node:os'
import { createDatabase } from './adapters/prisma/prisma-database.ts'
import { readOperatorConfig } from './config/config.ts'
import { environment } from './config/read-settings.ts'
import { toFailure } from './domain/shared/failures.ts'
import { runEntryPoint } from './config/run-entry-point.ts'
import { parseArguments, UsageError } from './cli/parse-arguments.ts'
import { runCreditsCommand } from './cli/credits-command.ts'

const OUT_OF_REACH = 'Cannot connect to the database. Check DATABASE_URL and try again.'

await runEntryPoint(async () => {
  try {
    const args = parseArguments(process.argv.slice(2), userInfo().username)
    const { databaseUrl } = readOperatorConfig(environment('.env'))
    const database = createDatabase(databaseUrl)
    try {
      const { text, json, failed } = await runCreditsCommand(database.ledger, args)
      console.log(args.json ? JSON.stringify(json, null, 2) : text)
      if (failed) process.exitCode = 2
    } finally {
      await database.close()
    }
  } catch (error) {
    const sentence = error instanceof UsageError ? error.message : toFailure(error).kind === 'database-busy' ? OUT_OF_REACH : null
    if (sentence === null) throw error
    console.error(sentence)
    process.exitCode = 1
  }
})
