import { createHmac } from 'node:crypto'
import type { Context } from 'hono'
import { deleteCookie, getSignedCookie, setSignedCookie } from 'hono/cookie'
import { z } from 'zod'
import { personSchema } from '#src/domain/commands/command-message.ts'
import type { Person, RepositoryRef } from '#src/domain/commands/command-message.ts'
import { toFailure } from '#src/domain/shared/failures.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { memoize } from '#src/domain/shared/memoize.ts'

/** Signed-in users and their read access. No state is kept here: a signed cookie says who the user is. */
export type Readers = {
  /** `null` if nobody is signed in. */
  personOf(context: Context): Promise<Person | null>
  remember(context: Context, person: Person): Promise<void>
  forget(context: Context): void
  /** Checked with the code host and cached for one minute. */
  mayRead(person: Person, repository: RepositoryRef): Promise<boolean>
  /** Stores the state that the user must bring back from the code host, for ten minutes. */
  leave(context: Context, errand: PendingSignIn): Promise<void>
  return(context: Context): Promise<PendingSignIn | null>
}

type PendingSignIn = { state: string; to: string }

const SESSION_COOKIE = 'ollio'
const PENDING_COOKIE = 'ollio-sign-in'
const SESSION_S = 8 * 60 * 60
const PENDING_S = 10 * 60
const CACHE_MS = 60_000

const sessionSchema = z.object({ person: personSchema, until: z.number() })
const errandSchema = z.object({ errand: z.object({ state: z.string().min(1), to: z.string() }), until: z.number() })

export type ReaderSettings = { codeHost: Pick<CodeHost, 'permissionOf'>; secret: string; publicUrl: string }

export function createReaders({ codeHost, secret, publicUrl }: ReaderSettings): Readers {
  // Uses a different key than links, so that a link signature is not valid for a cookie.
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
  const permissions = memoize(CACHE_MS, async ({ repository, login }: { repository: RepositoryRef; login: string }) => {
    try {
      return await codeHost.permissionOf(repository, login)
    } catch (error) {
      // The permission cannot be read if the app is no longer installed.
      if (toFailure(error).kind === 'github-refused') return 'none'
      throw error
    }
  })
  return {
    personOf: async (context) => (await read(context, SESSION_COOKIE, sessionSchema))?.person ?? null,
    remember: (context, person) => write(context, SESSION_COOKIE, SESSION_S, { person }),
    forget: (context) => void deleteCookie(context, SESSION_COOKIE, options(0)),
    mayRead: async ({ login }, repository) => (await permissions(`${repository.repositoryId}/${login}`, { repository, login })) !== 'none',
    leave: (context, errand) => write(context, PENDING_COOKIE, PENDING_S, { errand }),
    async return(context) {
      const found = await read(context, PENDING_COOKIE, errandSchema)
      deleteCookie(context, PENDING_COOKIE, options(0))
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
