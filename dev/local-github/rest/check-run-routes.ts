import { Hono } from 'hono'
import { z } from 'zod'
import { ApiError } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { annotationPayload, checkRunPayload } from '../payloads/check-run-payload.ts'
import { createCheckRun, findCheckRun, listAnnotations, updateCheckRun } from '../services/check-run-service.ts'
import { ANNOTATION_LEVELS, CHECK_STATUSES, CONCLUSIONS } from '../store/row-types.ts'
import { READ_CHECKS, WRITE_CHECKS } from './required-permissions.ts'
import { enter, enterAsAuthor, numberParam, readBody, type ApiContext, type ApiEnv } from './rest-request.ts'

const text = z.string().max(65_535)
const link = z.url({ protocol: /^https?$/ }).regex(/^[^\s"<>\\^`{|}]*$/, 'must be an http or https URL')
const line = z.number().int().min(1)
const annotation = z.object({
  path: z.string().min(1),
  start_line: line,
  end_line: line,
  annotation_level: z.enum(ANNOTATION_LEVELS),
  message: z.string().min(1).max(65_536),
  title: z.string().max(255).optional(),
})
const changedRun = z.object({
  name: z.string().min(1).optional(),
  external_id: z.string().optional(),
  details_url: link.optional(),
  status: z.enum(CHECK_STATUSES).optional(),
  conclusion: z.enum(CONCLUSIONS).optional(),
  started_at: z.iso.datetime({ offset: true }).optional(),
  completed_at: z.iso.datetime({ offset: true }).optional(),
  output: z
    .object({
      title: z.string().optional(),
      summary: text.optional(),
      text: text.optional(),
      annotations: z.array(annotation).max(50).optional(),
      images: z.array(z.object({ alt: z.string(), image_url: link, caption: z.string().optional() })).optional(),
    })
    .optional(),
})
const newRun = changedRun.extend({ name: z.string().min(1), head_sha: z.string() })

/** Only apps can write check runs. */
function demandInstallation(c: ApiContext): void {
  if (c.var.actor.kind === 'person') throw new ApiError(403, 'You must authenticate via a GitHub App.')
}

export function checkRunRoutes(hub: Hub): Hono<ApiEnv> {
  const routes = new Hono<ApiEnv>()

  routes.post('/repos/:owner/:repo/check-runs', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CHECKS)
    demandInstallation(c)
    const { head_sha: headSha, ...change } = await readBody(c, newRun)
    return c.json(checkRunPayload(hub, repository, await createCheckRun(hub, repository, author, headSha, change)), 201)
  })

  routes.get('/repos/:owner/:repo/check-runs/:run', (c) => {
    const { repository } = enter(hub, c, READ_CHECKS)
    return c.json(checkRunPayload(hub, repository, findCheckRun(hub, repository, numberParam(c, 'run'))))
  })

  routes.get('/repos/:owner/:repo/check-runs/:run/annotations', (c) => {
    const { repository } = enter(hub, c, READ_CHECKS)
    const run = findCheckRun(hub, repository, numberParam(c, 'run'))
    return c.json(listAnnotations(hub, run).map((row) => annotationPayload(hub, repository, run, row)))
  })

  routes.patch('/repos/:owner/:repo/check-runs/:run', async (c) => {
    const { repository, author } = enterAsAuthor(hub, c, WRITE_CHECKS)
    demandInstallation(c)
    const run = findCheckRun(hub, repository, numberParam(c, 'run'))
    return c.json(checkRunPayload(hub, repository, updateCheckRun(hub, repository, author, run, await readBody(c, changedRun))))
  })

  return routes
}
