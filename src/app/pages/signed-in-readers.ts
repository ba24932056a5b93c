import { createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { z } from 'zod'
import { personSchema } from '#src/domain/commands/command-message.ts'
import type { Person, RepositoryRef } from '#src/domain/commands/command-message.ts'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { memoize } from '#src/domain/shared/memoize.ts'

/** People who have signed in, and what they may read. Nothing of it is kept here: who somebody is stands in their own cookie, signed. */
export type Readers = {
  /** `null` where nobody is signed in. */
  personOf(context: Context): Promise<Person | null>
  remember(context: Context, person: Person): Promise<void>
  forget(context: Context): void
  /** Asked of the code host, and believed for a minute. */
  mayRead(person: Person, repository: RepositoryRef): Promise<boolean>
  /** For a moment: what somebody takes along to the code host, and has to bring back. */
  leave(context: Context, errand: Errand): Promise<void>
  return(context: Context): Promise<Errand | null>
}

type Errand = { state: string; to: string }

const COOKIE = 'ollio'
const ERRAND = 'ollio-sign-in'
const SESSION_S = 8 * 60 * 60
const ERRAND_S = 10 * 60
const BELIEVED_MS = 60_000

const sessionSchema = z.object({ person: personSchema, until: z.number() })
const errandSchema = z.object({ errand: z.object({ state: z.string().min(1), to: z.string() }), until: z.number() })

export type ReaderSettings = { codeHost: Pick<CodeHost, 'permissionOf'>; secret: string; publicUrl: string }

export function createReaders({ codeHost, secret, publicUrl }: ReaderSettings): Readers {
  // Another key than that of links: what signs the one must not pass for the other.
  const key = createHmac('sha256', secret).update('cookies of signed-in people').digest('base64url')
  const secure = publicUrl.startsWith('https:')
  const options = (maxAge: number) => ({ httpOnly: true, sameSite: 'Lax', path: '/', secure, maxAge }) as const
  const read = async <T extends { until: number }>(context: Context, name: string, schema: z.ZodType<T>): Promise<T | null> => {
    const value = await getSignedCookie(context, key, name)
    if (typeof value !== 'string') return null
    const { data } = schema.safeParse(parsed(value))
    return data === undefined || data.until < Date.now() ? null : data
  }
  const write = (context: Context, name: string, seconds: number, content: object): Promise<void> => {
    const text = JSON.stringify({ ...content, until: Date.now() + seconds * 1_000 })
    return setSignedCookie(context, name, Buffer.from(text).toString('base64url'), key, options(seconds))
  }
  const permissions = memoize(BELIEVED_MS, async ({ repository, login }: { repository: RepositoryRef; login: string }) => {
    try {
      return await codeHost.permissionOf(repository, login)
    } catch (error) {
      // Where the app is no longer installed it can't be asked for.
      if (toFailure(error).kind === 'github-refused') return 'none'
      throw error
    }
  })
  return {
    personOf: async (context) => (await read(context, COOKIE, sessionSchema))?.person ?? null,
    remember: (context, person) => write(context, COOKIE, SESSION_S, { person }),
    forget: (context) => void deleteCookie(context, COOKIE, options(0)),
    mayRead: async ({ login }, repository) => (await permissions(`${repository.repositoryId}/${login}`, { repository, login })) !== 'none',
    leave: (context, errand) => write(context, ERRAND, ERRAND_S, { errand }),
    async return(context) {
      const found = await read(context, ERRAND, errandSchema)
      deleteCookie(context, ERRAND, options(0))
      return found?.errand ?? null
    },
  }
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(Buffer.from(text, 'base64url').toString('utf8'))
  } catch {
    return null
  }
}
