import { ApiError, missingField, notFound } from '../api-error.ts'
import type { Hub } from '../hub.ts'
import { objectType } from '../git/revisions.ts'
import { now } from '../current-time.ts'
import { checkRunEventPayload } from '../payloads/check-run-payload.ts'
import type { Repository } from '../store/repository-rows.ts'
import {
  annotationRow,
  checkImageRow,
  checkRunRow,
  checkSuiteRow,
  type AnnotationRow,
  type CheckImageRow,
  type CheckRunRow,
} from '../store/row-types.ts'
import type { Author } from './git-author.ts'
import { emit } from './emit-event.ts'

export type CheckRunChange = {
  name?: string | undefined
  external_id?: string | undefined
  details_url?: string | undefined
  status?: CheckRunRow['status'] | undefined
  conclusion?: CheckRunRow['conclusion'] | undefined
  started_at?: string | undefined
  completed_at?: string | undefined
  output?:
    | {
        title?: string | undefined
        summary?: string | undefined
        text?: string | undefined
        annotations?: (Omit<AnnotationRow, 'title'> & { title?: string | undefined })[] | undefined
        images?: CheckImageRow[] | undefined
      }
    | undefined
}

export function listAnnotations(hub: Hub, run: CheckRunRow): AnnotationRow[] {
  return hub.store.all(annotationRow, 'SELECT * FROM check_annotations WHERE check_run_id = ? ORDER BY id', run.id)
}

export function listImages(hub: Hub, run: CheckRunRow): CheckImageRow[] {
  return hub.store.all(checkImageRow, 'SELECT * FROM check_images WHERE check_run_id = ? ORDER BY id', run.id)
}

/** New annotations are added to the existing ones; new images replace the earlier ones. */
function keepOutput(hub: Hub, id: number, { output }: CheckRunChange): void {
  for (const { title, ...annotation } of output?.annotations ?? [])
    hub.store.insert('check_annotations', { check_run_id: id, ...annotation, title: title ?? null })
  if (output?.images === undefined) return
  hub.store.run('DELETE FROM check_images WHERE check_run_id = ?', id)
  for (const { alt, image_url } of output.images) hub.store.insert('check_images', { check_run_id: id, alt, image_url })
}

export function findCheckRun(hub: Hub, repository: Repository, id: number): CheckRunRow {
  const run = hub.store.get(checkRunRow, 'SELECT * FROM check_runs WHERE id = ? AND repository_id = ?', id, repository.row.id)
  if (run === undefined) throw notFound()
  return run
}

export function listCheckRuns(hub: Hub, repository: Repository, sha: string): CheckRunRow[] {
  return hub.store.all(
    checkRunRow,
    'SELECT * FROM check_runs WHERE repository_id = ? AND head_sha = ? ORDER BY id DESC',
    repository.row.id,
    sha,
  )
}

/** `jobLog`: the log of a GitHub Actions job; check runs of other apps have none. */
export async function createCheckRun(
  hub: Hub,
  repository: Repository,
  author: Author,
  headSha: string,
  change: CheckRunChange & { name: string },
  jobLog?: string,
): Promise<CheckRunRow> {
  if ((await objectType(repository.gitPath, headSha)) !== 'commit') throw new ApiError(422, `No commit found for SHA: ${headSha}`)
  const columns = toColumns(change)
  const id = hub.store.transaction(() => {
    const suite = ensureSuite(hub, repository, headSha)
    const ids = { suite_id: suite, repository_id: repository.row.id, head_sha: headSha }
    const run = hub.store.insert('check_runs', {
      ...ids,
      external_id: '',
      status: 'queued',
      started_at: now(),
      ...columns,
      name: change.name,
    })
    keepOutput(hub, run, change)
    if (jobLog !== undefined) hub.store.insert('action_jobs', { check_run_id: run, log: jobLog })
    return run
  })
  const run = findCheckRun(hub, repository, id)
  emitCheckRun(hub, repository, author, run, 'created')
  if (run.status === 'completed') emitCheckRun(hub, repository, author, run, 'completed')
  return run
}

export function updateCheckRun(hub: Hub, repository: Repository, author: Author, run: CheckRunRow, change: CheckRunChange): CheckRunRow {
  const columns = toColumns(change)
  hub.store.transaction(() => {
    hub.store.update('check_runs', run.id, columns)
    keepOutput(hub, run.id, change)
  })
  const updated = findCheckRun(hub, repository, run.id)
  if (updated.status === 'completed' && run.status !== 'completed') emitCheckRun(hub, repository, author, updated, 'completed')
  return updated
}

/** A conclusion completes the run, and a completed run needs a conclusion. */
function toColumns(change: CheckRunChange): Record<string, string | null> {
  const status = change.conclusion == null ? change.status : 'completed'
  if (status === 'completed' && change.conclusion == null) throw missingField('CheckRun', 'conclusion')
  const { output } = change
  const columns = {
    name: change.name,
    external_id: change.external_id,
    details_url: change.details_url,
    status,
    // A run that is restarted loses its conclusion until it completes again.
    conclusion: status === undefined ? undefined : (change.conclusion ?? null),
    started_at: change.started_at,
    completed_at: status === 'completed' ? (change.completed_at ?? now()) : status === undefined ? undefined : null,
    title: output?.title,
    summary: output?.summary,
    text: output?.text,
  }
  const given: Record<string, string | null> = {}
  for (const [name, value] of Object.entries(columns)) if (value !== undefined) given[name] = value
  return given
}

function ensureSuite(hub: Hub, repository: Repository, headSha: string): number {
  const sql = 'SELECT * FROM check_suites WHERE repository_id = ? AND head_sha = ?'
  const known = hub.store.get(checkSuiteRow, sql, repository.row.id, headSha)
  return known?.id ?? hub.store.insert('check_suites', { repository_id: repository.row.id, head_sha: headSha, created_at: now() })
}

/** Asks the app of a check run to run it again. */
export function rerequestCheckRun(hub: Hub, repository: Repository, author: Author, run: CheckRunRow): void {
  emitCheckRun(hub, repository, author, run, 'rerequested')
}

function emitCheckRun(hub: Hub, repository: Repository, author: Author, run: CheckRunRow, action: string): void {
  const fields = { check_run: checkRunEventPayload(hub, repository, run) }
  emit(hub, repository, { event: 'check_run', action, sender: author.user, fields })
}
