import type { CheckLine, TurnRecord } from '#src/domain/projects/records.ts'
import type { Measured } from '#src/domain/checks/measured.ts'
import type { ColorScheme } from '#src/ports/page-browser.ts'
import type { Built } from '../preview/build-preview.ts'
import type { ActivityPorts } from '../shared/activity-ports.ts'
import type { ActivityContext } from '../shared/as-activity.ts'
import { CHECKS } from './check-list.ts'
import type { Check } from './check-list.ts'
import type { Problem } from './check-result.ts'
import { measureWork } from './measure-work.ts'
import type { MeasurePorts, Measurements, Measuring, Work } from './measure-work.ts'

export type CheckPorts = MeasurePorts & Pick<ActivityPorts, 'lineDiff' | 'secretSearch' | 'sourceReader'>

/** A picture of the page in one view. */
type CheckedPicture = { widthPx: number; scheme: ColorScheme; png: Uint8Array }

export type CheckResults = {
  lines: CheckLine[]
  /** What the agent is told if it is sent back. */
  problems: Problem[]
  built: Measured<Built>
  pictures: CheckedPicture[]
  hasSecret: boolean
}

/** Runs all checks over what would be published, side by side. An error of one, which is no finding, stops the others. */
export async function runChecks(ports: CheckPorts, turn: TurnRecord, work: Work, context: ActivityContext): Promise<CheckResults> {
  const stopping = new AbortController()
  const { subject, measuring } = await measureWork(ports, turn, work, AbortSignal.any([context.signal, stopping.signal]))
  const run = async (check: Check) => {
    const [read, measured] = await Promise.all([subject, only(measuring, check.needs)])
    return check.run({ subject: read, measured, ports })
  }
  const [outcomes, page] = await Promise.all([Promise.all(CHECKS.map(run)), measuring.page]).catch((error: unknown) => {
    stopping.abort()
    throw error
  })
  const results = outcomes.flat().filter((result) => result !== null)
  const secrets = results.filter(({ line }) => line.name === 'Secrets' && line.outcome === 'failed')
  // Other problems, such as a compiler message, could quote the secret.
  const shareable = secrets.length > 0 ? secrets : results
  return {
    lines: results.map(({ line }) => line),
    problems: shareable.flatMap(({ problem }) => (problem === null ? [] : [problem])),
    built: page.built,
    pictures: (page.seen?.views ?? []).flatMap(({ widthPx, scheme, picture }) =>
      picture.value === undefined ? [] : [{ widthPx, scheme, png: picture.value.png }],
    ),
    hasSecret: secrets.length > 0,
  }
}

/** Waits for the measurements that a check needs. The others are missing, which its type keeps it from reading. */
async function only(measuring: Measuring, needs: readonly (keyof Measurements)[]): Promise<Measurements> {
  const entries = await Promise.all(needs.map(async (name) => [name, await measuring[name]] as const))
  return Object.fromEntries(entries) as unknown as Measurements
}
