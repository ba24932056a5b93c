import { PrismaPg } from '@prisma/adapter-pg'
import { Failure, toFailure } from '#src/domain/failures.ts'
import { Prisma, PrismaClient } from './generated/client.ts'

export type { PrismaClient }
export type Transaction = Prisma.TransactionClient

/** Prisma's codes for 'try again': pool or transaction timeouts, lost connections, write conflicts. */
const BUSY = new Set(['P1001', 'P1002', 'P1008', 'P1017', 'P2024', 'P2028', 'P2034', 'P2037'])

export function openClient(databaseUrl: string): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg({ connectionString: databaseUrl, max: 10, connectionTimeoutMillis: 10_000 }),
    transactionOptions: { maxWait: 10_000, timeout: 10_000 },
  })
}

export function isUniqueViolation(error: unknown): boolean {
  return error instanceof Prisma.PrismaClientKnownRequestError && error.code === 'P2002'
}

/** Runs `work` and maps Prisma's errors to ours. */
export async function guarded<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (error instanceof Failure) throw error
    const busy =
      (error instanceof Prisma.PrismaClientKnownRequestError && BUSY.has(error.code)) ||
      error instanceof Prisma.PrismaClientInitializationError
    throw busy ? new Failure('database-busy', 'The database is busy or out of reach', { cause: error }) : toFailure(error)
  }
}
