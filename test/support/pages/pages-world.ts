import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { serve } from '@hono/node-server'
import { computeLineDiff } from '#src/adapters/diff/compute-line-diff.ts'
import { zip } from '#src/adapters/fflate/fflate-zip.ts'
import { createHmacLinks } from '#src/adapters/links/hmac-links.ts'
import { createHighlighter } from '#src/adapters/shiki/shiki-highlighter.ts'
import { previewHost } from '#src/app/pages/preview-host.ts'
import { projectPages } from '#src/app/pages/project-pages.ts'
import type { Links } from '#src/ports/links.ts'
import { FakePeople } from './fake-people.ts'
import { FakeRepositories } from './fake-repositories.ts'
import { FakeArtifacts, FakeVersions } from './fake-versions.ts'

/** Our pages and the previews as two real servers, over versions in memory. */
export type PagesWorld = {
  versions: FakeVersions
  repositories: FakeRepositories
  people: FakePeople
  artifacts: FakeArtifacts
  links: Links
  publicUrl: string
  previewUrl: string
  close(): void
}

export async function startPages(): Promise<PagesWorld> {
  const versions = new FakeVersions()
  const artifacts = new FakeArtifacts()
  const repositories = new FakeRepositories()
  const people = new FakePeople()
  const silent = () => undefined
  const log = { info: silent, warn: silent, error: silent }
  const apps: { fetch(request: Request): Response | Promise<Response> }[] = []
  const open = async (): Promise<{ url: string; server: ReturnType<typeof serve> }> => {
    const place = apps.length
    apps.push({ fetch: () => new Response(null, { status: 503 }) })
    const server = serve({ fetch: (request) => apps[place]?.fetch(request) ?? new Response(null), hostname: '127.0.0.1', port: 0 })
    if (!server.listening) await once(server, 'listening')
    return { url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`, server }
  }
  const [pages, previews] = [await open(), await open()]
  const [publicUrl, previewUrl] = [pages.url, previews.url]
  const links = createHmacLinks({ publicUrl, secret: 'a-secret-of-the-links' })
  const highlighter = await createHighlighter()
  const signedIn = { signIn: people, codeHost: people, secret: 'a-secret-of-the-links', publicUrl }
  people.returnUrl = `${publicUrl}/sign-in/callback`
  apps[0] = projectPages({
    versions,
    repositories,
    people: signedIn,
    artifacts,
    links,
    zip,
    lineDiff: computeLineDiff,
    highlighter,
    previewUrl,
    githubUrl: 'https://github.example',
    log,
  })
  apps[1] = previewHost({ versions, artifacts, publicUrl, previewUrl, log })
  return {
    ...{ versions, repositories, people, artifacts, links, publicUrl, previewUrl },
    close() {
      pages.server.close()
      previews.server.close()
    },
  }
}
