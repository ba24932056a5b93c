import { Hono } from 'hono'
import { PROJECT_STATES } from '#src/domain/projects/project-state.ts'
import type { ProjectQuery, RepositoryReader } from '#src/ports/repository-reader.ts'
import type { Links } from '#src/ports/links.ts'
import { signInPath } from './page-access.ts'
import { noSignInPage, notFoundPage } from './page-layout.ts'
import type { Readers } from './signed-in-readers.ts'
import { repositoryPage } from './repository-page.ts'

/** Days in the chart. */
const DAYS = 30

export type RepositoryPorts = {
  repositories: RepositoryReader
  links: Links
  readers: Readers | null
  headers: Record<string, string>
  githubUrl: string
}

/**
 * The page of a repository, for signed-in users who can read it. Everybody else gets the same not-found page, whether the repository exists
 * or not.
 */
export function repositoryRoutes({ repositories, links, readers, headers, githubUrl }: RepositoryPorts): Hono {
  const app = new Hono()
  app.get('/r/:owner/:name', async (context) => {
    if (readers === null) return context.html(noSignInPage(), 404, headers)
    const person = await readers.personOf(context)
    if (person === null) return context.redirect(signInPath(context))
    const repository = await repositories.find(context.req.param())
    if (repository === null || !(await readers.mayRead(person, repository))) return context.html(notFoundPage(), 404, headers)
    const query = queryOf(context.req.query())
    const now = new Date()
    const { repositoryId } = repository
    const [list, quota] = await Promise.all([repositories.projects(repositoryId, query), repositories.quota(repositoryId, DAYS, now)])
    return context.html(repositoryPage({ repository, person, query, list, quota, days: DAYS, now, links, githubUrl }), 200, headers)
  })
  return app
}

function queryOf({ q = '', state, page }: Record<string, string>): ProjectQuery {
  const number = Number(page)
  return {
    text: q.trim().slice(0, 100).toWellFormed(),
    state: PROJECT_STATES.find((name) => name === state) ?? null,
    page: Number.isSafeInteger(number) && number > 0 ? Math.min(number, 1_000_000) : 1,
  }
}
