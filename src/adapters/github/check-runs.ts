import type { CodeHost } from '#src/ports/code-host.ts'
import { callGitHub } from './github-failure.ts'
import type { Clients } from './octokit.ts'

/**
 * GitHub refuses a check run with more annotations, or with longer texts (in characters; for messages its limit is 64 KB). Source:
 * https://docs.github.com/rest/checks/runs
 */
const LIMITS = { annotations: 50, message: 4_000, title: 255, summary: 65_535 }

/** Creates or updates one check run per commit, name and external id. */
export function createCheckRuns(clients: Clients): Pick<CodeHost, 'putCheckRun'> {
  return {
    putCheckRun: (repository, report) =>
      callGitHub(async () => {
        const { rest } = clients.forRepository(repository, 'check')
        const at = { owner: repository.owner, repo: repository.name }
        const output = {
          title: report.title,
          summary: report.summary.slice(0, LIMITS.summary).toWellFormed(),
          images: (report.images ?? []).map(({ alt, url }) => ({ alt, image_url: url })),
        }
        const annotations = (report.annotations ?? []).slice(0, LIMITS.annotations).map(({ path, line, level, message, title }) => ({
          path,
          start_line: line,
          end_line: line,
          annotation_level: level,
          message: message.slice(0, LIMITS.message).toWellFormed(),
          title: title.slice(0, LIMITS.title).toWellFormed(),
        }))
        const content = {
          status: 'completed' as const,
          conclusion: report.conclusion,
          ...(report.detailsUrl === undefined ? {} : { details_url: report.detailsUrl }),
        }
        // Lists all check runs of this name, not only the newest, and only our app's.
        const { data } = await rest.checks.listForRef({
          ...at,
          ref: report.headSha,
          check_name: report.name,
          app_id: clients.appId,
          filter: 'all',
          per_page: 100,
        })
        const known = data.check_runs.find(({ external_id }) => external_id === report.externalId)
        const written =
          known === undefined
            ? await rest.checks.create({
                ...at,
                name: report.name,
                head_sha: report.headSha,
                external_id: report.externalId,
                ...content,
                output: { ...output, annotations },
              })
            : // An update appends its annotations to the existing ones.
              await rest.checks.update({
                ...at,
                check_run_id: known.id,
                ...content,
                output: known.output.annotations_count > 0 ? output : { ...output, annotations },
              })
        return { url: written.data.html_url ?? written.data.url }
      }),
  }
}
