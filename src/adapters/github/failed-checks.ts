import { FAILED_CONCLUSIONS } from '#src/domain/checks/failed-conclusions.ts'
import type { RepositoryRef } from '#src/domain/commands/command-message.ts'
import type { FailedCheck } from '#src/domain/checks/failed-checks-text.ts'
import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/** Number of failed checks that are read in full. */
const CHECKS = 8
const ANNOTATIONS = 50
/** Sizes in bytes. Only the last `tail` bytes of a log are kept, and reading stops after `whole` bytes. */
const LOG = { tail: 16 * 1024, whole: 32 * 1024 * 1024 }
const LOG_MS = 20_000

type Rest = ReturnType<Clients['forRepository']>['rest']
type At = { owner: string; repo: string }

/** Results of the repository's own checks on a commit. */
export function createFailedChecks(clients: Clients): Pick<CodeHost, 'failedChecks' | 'failedCheckNames'> {
  const failedRuns = async (repository: RepositoryRef, sha: string) => {
    const { rest } = clients.forRepository(repository, 'inspect')
    const at = { owner: repository.owner, repo: repository.name }
    const { data } = await rest.checks.listForRef({ ...at, ref: sha, filter: 'latest', status: 'completed', per_page: 100 })
    const runs = data.check_runs.filter(({ app, conclusion }) => app?.id !== clients.appId && FAILED_CONCLUSIONS.has(conclusion))
    return { rest, at, runs }
  }
  return {
    failedCheckNames: (repository, sha) => callGitHub(async () => (await failedRuns(repository, sha)).runs.map(({ name }) => name)),
    failedChecks: (repository, sha) =>
      callGitHub(async () => {
        const { rest, at, runs } = await failedRuns(repository, sha)
        return Promise.all(
          runs.slice(0, CHECKS).map(async (run): Promise<FailedCheck> => {
            const [annotations, log] = await Promise.all([
              annotationsOf(rest, at, run),
              run.app?.slug === 'github-actions' ? logOf(rest, at, run.id) : null,
            ])
            return { name: run.name, title: run.output.title, summary: run.output.summary, annotations, log }
          }),
        )
      }),
  }
}

async function annotationsOf(
  rest: Rest,
  at: At,
  run: { id: number; output: { annotations_count: number } },
): Promise<FailedCheck['annotations']> {
  if (run.output.annotations_count === 0) return []
  const { data } = await rest.checks.listAnnotations({ ...at, check_run_id: run.id, per_page: ANNOTATIONS })
  return data.map(({ path, start_line: line, annotation_level: level, message }) => {
    return { path, line, level: level === 'failure' ? 'failure' : 'warning', message: message ?? '' }
  })
}

/**
 * The end of a job's log. In GitHub Actions, a job's check run has the same id as the job. Returns `null` if the log can't be read, because
 * the check's own output is enough.
 */
async function logOf(rest: Rest, at: At, jobId: number): Promise<string | null> {
  try {
    const { data } = await rest.actions.downloadJobLogsForWorkflowRun({
      ...{ ...at, job_id: jobId },
      request: { fetch, parseSuccessResponseBody: false, signal: AbortSignal.timeout(LOG_MS) },
    })
    return data instanceof ReadableStream ? await tailOf(data) : null
  } catch {
    return null
  }
}

async function tailOf(stream: ReadableStream<Uint8Array>): Promise<string> {
  let tail = Buffer.alloc(0)
  let bytes = 0
  for await (const chunk of stream) {
    bytes += chunk.byteLength
    if (bytes > LOG.whole) break
    tail = Buffer.concat([tail, chunk]).subarray(-LOG.tail)
  }
  return tail.toString('utf8')
}
