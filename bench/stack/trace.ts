import { setTimeout as sleep } from 'node:timers/promises'
import type { Fact } from '../measurement.ts'
import type { BenchStack } from './bench-stack.ts'

type Stamp = { seconds?: { toNumber(): number } | null; nanos?: number | null } | null | undefined
type Activity = { name: string; scheduledMs: number; startedMs: number; endedMs: number }

/** Reads the activities of a command and its turn from Temporal, in order, with their times after the comment. */
export async function traceOf(
  { temporal }: BenchStack,
  { workflowId, comment, startedAt }: { workflowId: string; comment: number; startedAt: number },
): Promise<Fact[]> {
  // The final comment and the removal of the sandbox follow the end of the turn.
  await sleep(2_000)
  const histories = await Promise.all(
    [`command:comment:${comment}`, workflowId].map((id) => temporal.workflow.getHandle(id).fetchHistory()),
  )
  const activities = histories.flatMap(({ events }) => {
    const known = new Map<string, Activity>()
    for (const event of events ?? []) {
      const atMs = millisecondsOf(event.eventTime) - startedAt
      const workflow = event.workflowExecutionStartedEventAttributes?.workflowType?.name
      if (workflow != null) known.set(workflow, { name: `(${workflow} starts)`, scheduledMs: atMs, startedMs: atMs, endedMs: atMs })
      const scheduled = event.activityTaskScheduledEventAttributes
      if (scheduled != null)
        known.set(String(event.eventId), { name: scheduled.activityType?.name ?? '', scheduledMs: atMs, startedMs: atMs, endedMs: atMs })
      const started = event.activityTaskStartedEventAttributes
      const running = started == null ? undefined : known.get(String(started.scheduledEventId))
      if (running !== undefined) running.startedMs = atMs
      const ended = event.activityTaskCompletedEventAttributes ?? event.activityTaskFailedEventAttributes
      const done = ended == null ? undefined : known.get(String(ended.scheduledEventId))
      if (done !== undefined) done.endedMs = atMs
    }
    return [...known.values()]
  })
  return activities
    .toSorted((one, other) => one.scheduledMs - other.scheduledMs)
    .map(({ name, scheduledMs, startedMs, endedMs }) => ({
      what: name,
      value: `at ${scheduledMs} ms, waited ${startedMs - scheduledMs} ms, took ${endedMs - startedMs} ms`,
    }))
}

function millisecondsOf(time: Stamp): number {
  return (time?.seconds?.toNumber() ?? 0) * 1_000 + Math.round((time?.nanos ?? 0) / 1e6)
}
