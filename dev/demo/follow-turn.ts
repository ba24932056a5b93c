import { z } from 'zod'
import { withClient } from '../postgres/database.ts'
import type { Terminal } from './terminal.ts'

const stepSchema = z.object({
  number: z.number(),
  thought: z.string(),
  actions: z.array(z.looseObject({ tool: z.string(), args: z.record(z.string(), z.unknown()).optional() })),
  seconds: z.number(),
})

const STEPS = `
  SELECT s.number, s.thought, s.actions, extract(epoch FROM s."createdAt" - t."createdAt")::float8 AS seconds
  FROM "Step" s JOIN "Turn" t ON t.id = s."turnId" WHERE t.key = $1 AND s.number > $2 ORDER BY s.number`

export type LiveTurn = {
  /** Shows the steps added since the last call. */
  look(): Promise<void>
}

/** Shows the steps of a turn as they are added. Reads them from the bot's tables because its comment is updated only every few seconds. */
export function followTurn(databaseUrl: string, commentId: number, screen: Terminal): LiveTurn {
  let shown = 0
  return {
    async look() {
      const { rows } = await withClient(databaseUrl, (client) => client.query(STEPS, [`comment:${commentId}`, shown]))
      for (const { number, thought, actions, seconds } of z.array(stepSchema).parse(rows)) {
        shown = number
        screen.line(
          `  ${screen.paint('dim', `${seconds.toFixed(1).padStart(5)} s`)}  ${screen.paint('cyan', `step ${number}`)}  ${thought}`,
        )
        screen.line(
          screen.paint('dim', `                   ${actions.map(({ tool, args }) => [tool, subject(args)].join(' ').trim()).join(' · ')}`),
        )
      }
    },
  }
}

/** Short description of the target of a tool call. */
function subject(args: Record<string, unknown> = {}): string {
  const about = [args['path'], args['command'], args['pattern'], args['width']].find(
    (value) => typeof value === 'string' || typeof value === 'number',
  )
  return about === undefined ? '' : `${about}`.replaceAll(/\s+/g, ' ').slice(0, 50)
}
